package dev.indelible.sinks.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.sinks.Exchanges;
import dev.indelible.sinks.http.Classes;
import dev.indelible.sinks.http.HttpPeer;
import dev.indelible.sinks.http.Outcome;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Post;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Posts parcels to a collector and, where its token has indexer acknowledgement, asks until they
/// are indexed. See [Channel] for why a channel is given up sooner than it seems needed.
final class SplunkSink implements Sink {
    private static final int WAITING_MAX = 64;
    private static final int ASKED_AT_ONCE_MAX = 1000;
    private static final Duration TEST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration TEST_PAUSE = Duration.ofMillis(200);

    private final SplunkSettings settings;
    private final HttpPeer peer;
    private final Clock clock;
    private final Supplier<UUID> channels;
    private final SplunkBody body;
    private final Map<String, Acknowledgement> untold = new LinkedHashMap<>();
    private Channel channel;
    private long tickets;

    SplunkSink(SplunkSettings settings, Outgoing outgoing, Clock clock, Supplier<UUID> channels) {
        this.settings = settings;
        this.peer = outgoing.http(settings.http().tls(), settings.http().deadline());
        this.clock = clock;
        this.channels = channels;
        this.body = new SplunkBody(settings);
        this.channel = new Channel(channels.get());
    }

    @Override
    public Guarantee guarantee() {
        return settings.acknowledge() ? Guarantee.STORED : Guarantee.ACCEPTED;
    }

    @Override
    public String renderer() {
        return body.name();
    }

    @Override
    public Bounds bounds() {
        return new Bounds(
                settings.batchEvents(),
                settings.batchBytes(),
                settings.acknowledge() ? WAITING_MAX : 1);
    }

    @Override
    public byte[] render(Batch batch) {
        return body.render(batch);
    }

    @Override
    public Answer send(Parcel parcel) {
        return answer(peer.post(post(parcel)));
    }

    private Post post(Parcel parcel) {
        return post(settings.url(), SplunkBody.withBatchId(parcel.body(), parcel.batchId()));
    }

    private Post post(String url, byte[] content) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Indelible");
        headers.putAll(settings.http().headers());
        headers.put("Authorization", "Splunk " + settings.token());
        headers.put("X-Splunk-Request-Channel", channel.id().toString());
        if (!channel.cookies().isEmpty()) {
            headers.put("Cookie", channel.cookies());
        }
        var secret = new HashSet<String>();
        secret.add("authorization");
        settings.http()
                .headers()
                .keySet()
                .forEach(name -> secret.add(name.toLowerCase(Locale.ROOT)));
        return new Post(url, headers, secret, content);
    }

    private Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> {
                abandonChannel();
                yield Classes.of(failed.failure());
            }
            case Outcome.Answered answered -> answer(answered);
        };
    }

    private Answer answer(Outcome.Answered answered) {
        var reply = HecCodes.of(answered, clock);
        boolean isConfirmed = reply.answer() instanceof Answer.Confirmed;
        if (!channel.takeCookies(answered.cookies())) {
            abandonChannel();
            return settings.acknowledge() && isConfirmed
                    ? again("The balancer sent this to another indexer, or sets too many cookies.")
                    : reply.answer();
        }
        if (!reply.isOrderly()) {
            abandonChannel();
        }
        if (!settings.acknowledge() || !isConfirmed) {
            return reply.answer();
        }
        if (reply.ackId().isEmpty()) {
            return new Answer.Misconfigured(
                    new Refusal(
                            answered.status(),
                            "The collector's token has no indexer acknowledgement; switch it on,"
                                    + " or switch acknowledge off here.",
                            answered.excerpt()));
        }
        String ticket = channel.id() + "/" + tickets++;
        if (!channel.take(reply.ackId().getAsLong(), ticket, clock.instant())) {
            abandonChannel();
            return again("The indexer began to count anew.");
        }
        return new Answer.Waiting(ticket);
    }

    /// Sent, but on a channel that proves nothing: once more on a new one.
    private static Answer again(String reason) {
        return new Answer.Transient(new Refusal(0, reason, ""), java.util.Optional.empty());
    }

    private void abandonChannel() {
        untold.putAll(channel.abandon());
        channel = new Channel(channels.get());
    }

    @Override
    public Map<String, Acknowledgement> acknowledged() {
        var known = new LinkedHashMap<String, Acknowledgement>();
        if (!channel.isEmpty()) {
            known.putAll(ask());
        }
        known.putAll(untold);
        untold.clear();
        return known;
    }

    private Map<String, Acknowledgement> ask() {
        List<Long> asked = channel.oldest(ASKED_AT_ONCE_MAX);
        String content =
                asked.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",", "{\"acks\":[", "]}"));
        String url = settings.ackUrl() + "?channel=" + channel.id();
        Outcome outcome = peer.post(post(url, content.getBytes(UTF_8)));
        List<Long> confirmed = List.of();
        boolean isTold = false;
        if (outcome instanceof Outcome.Answered answered && answered.status() == 200) {
            JsonNode acks = HecCodes.read(answered.text()).path("acks");
            isTold = acks.isObject() && channel.takeCookies(answered.cookies());
            confirmed = confirmed(acks, asked);
        }
        // What the answer confirms is confirmed even if the channel is given up for the rest; but
        // an indexer that we did not speak to before can confirm nothing.
        var known = new LinkedHashMap<>(isTold ? channel.confirm(confirmed) : Map.of());
        if (!isTold || channel.isOverdue(clock.instant(), settings.acknowledgeTimeout())) {
            abandonChannel();
        }
        return known;
    }

    private static List<Long> confirmed(JsonNode acks, List<Long> asked) {
        var confirmed = new ArrayList<Long>();
        for (long ackId : asked) {
            if (acks.path(Long.toString(ackId)).asBoolean(false)) {
                confirmed.add(ackId);
            }
        }
        return confirmed;
    }

    @Override
    public Exchange test(Parcel parcel) {
        Post post = post(parcel);
        Outcome outcome = peer.post(post);
        Answer answer = answer(outcome);
        if (answer instanceof Answer.Waiting(String ticket)) {
            answer = awaited(ticket, answer);
        }
        return Exchanges.of(post, outcome, answer, settings.http().tls().skipVerify());
    }

    /// Asks for a while, because a person waits.
    private Answer awaited(String ticket, Answer waiting) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TEST_PATIENCE.toNanos()) {
            Map<String, Acknowledgement> known = acknowledged();
            Acknowledgement mine = known.remove(ticket);
            untold.putAll(known);
            if (mine != null) {
                return mine == Acknowledgement.CONFIRMED
                        ? new Answer.Confirmed("acknowledged by the indexer")
                        : again("The indexer lost it.");
            }
            try {
                Thread.sleep(TEST_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return waiting;
            }
        }
        return waiting;
    }

    @Override
    public void close() {
        // Connections belong to all destinations and end by themselves.
    }
}
