package dev.indelible.benchmarks;

/// What is measured, as the report names it.
enum Measure {
    INTAKE("Durable batch intake, 1,000 events per request, 4 senders", "events/s", true),
    SEARCHABLE("The same until a search finds them, sustained", "events/s", true),
    CPU("Server CPU per event, intake until searchable", "µs", false),
    DRIVER_CPU("CPU of the load generator per event, the same time", "µs", false),
    SINGLE_1("One event per request, 1 connection", "events/s", true),
    SINGLE_16("One event per request, 16 connections", "events/s", true),
    SINGLE_128("One event per request, 128 connections", "events/s", true),
    SINGLE_512("One event per request, 512 connections", "events/s", true),
    ACTOR("First page of one actor", "ms", false),
    NEWEST("Newest page", "ms", false),
    ORGANIZATION("First page of one of 1,000 organizations", "ms", false),
    TWO_FILTERS("First page of one action in one organization", "ms", false),
    TEXT("First page for a word", "ms", false),
    HISTOGRAM("Events per day", "ms", false),
    DEEP("Page 20 by cursor", "ms", false),
    EXPORT("Export", "rows/s", true),
    MIXED("First page of one actor while 2,000 events/s come in", "ms", false),
    MIXED_INTAKE("A batch of 100 of those", "ms", false),
    BYTES("Bytes on disk per event, at rest", "B", false),
    MEMORY("Memory after the queries (Pss)", "MiB", false),
    SEALING_CPU("Sealing's CPU per event", "µs", false),
    SEALING_SHARE("Sealing's share of the server's CPU without index and JIT", "%", false),
    PROOF("Proof of one event, by HTTP, the first of it", "ms", false),
    CALM("p99 of single events of an organization, 500 a second, alone", "ms", false),
    CALM_BATCHES("The same beside one that floods with batches", "ms", false),
    RAISED_BATCHES("That, times as long as alone", "×", false),
    CALM_SINGLES("The same beside one that floods with single events", "ms", false),
    RAISED_SINGLES("That, times as long as alone", "×", false),
    CALM_PACKED("The same beside one that floods with batches packed by gzip", "ms", false),
    RAISED_PACKED("That, times as long as alone", "×", false),
    CALM_UNBOUNDED("The same beside batches, where the fair share is unbounded", "ms", false),
    RAISED_UNBOUNDED("That, times as long as alone", "×", false),
    DELIVERED_WEBHOOK("Delivered to a webhook, 1,000 events per request", "events/s", true),
    DELIVERED_HEC("Delivered to Splunk's HEC, its answer counts", "events/s", true),
    DELIVERED_HEC_INDEXED("The same, its acknowledgement counts", "events/s", true),
    DELIVERY_CPU("Server CPU per event delivered to the webhook", "µs", false),
    RECEIVER_CPU("CPU of the webhook's receiver per event", "µs", false),
    DELIVERED_EIGHT("Delivered to eight webhooks, their sum", "events/s", true),
    DELIVERED_BESIDE("The same beside a dead and a dripping one", "events/s", true),
    KEPT_BESIDE("What the eight keep of their rate beside those", "%", true),
    KILLED("kill -9 to the next event kept", "s", false);

    private final String title;
    private final String unit;
    private final boolean higherIsBetter;

    Measure(String title, String unit, boolean higherIsBetter) {
        this.title = title;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    boolean isHigherBetter() {
        return higherIsBetter;
    }

    /// Of one event per request over so many connections.
    static Measure single(int connections) {
        return valueOf("SINGLE_" + connections);
    }
}
