package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Holds the scan against the parser: what it takes, the parser takes too and with the same bytes.
class NativeScanTest {
    private static final UUID ID = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");
    private static final EventTime RECEIVED = EventTime.ofMillis(1_764_000_000_123L);

    private static final List<String> USUAL =
            List.of(
                    "{\"action\":\"user.login\"}",
                    """
                    {"id":"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60","time":"2019-05-28T16:07:05.5001713Z",
                     "action":"notifier.create","operation":"create","category":"admin-activity",
                     "outcome":"success","severity":"notice","organization":"acme","folder":"eu",
                     "project":"shop","service":"central","channel":"ui","region":"eu01",
                     "correlationId":"c",
                     "actor":{"type":"service-account","id":"u-17","email":"john@example.com",
                       "name":"J\\u00f6hn \\"Doe\\" é 漢 😀","roles":["Notifier Creator","b"],
                       "permissions":{"Notifier":"READ","x":[1,{"y":null}]},
                       "onBehalfOf":[{"type":"service-account","id":"sa-3"},{"name":"n"}]},
                     "targets":[{"type":"notifier","id":"b53232ee","name":"Webhook"},{}],
                     "client":{"ip":"203.0.113.7","userAgent":"u","requestId":"r","sessionId":"s",
                       "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                     "detail":{"description":"d","reason":"r","request":{"method":"POST",
                       "endpoint":"/v1/notifiers","params":{},"payload":[{}, 1.50, -0, 1e+5]},
                       "response":{"code":-200,"size":512},
                       "changes":[{"path":"/name","old":"a","new":true},{"path":"","new":null}],
                       "labels":{"k":"v","":""},"original":{"x":[1,"\\n"],"z":false}}}
                    """,
                    "{\"action\":\"a.b\",\"time\":\"2024-02-29T23:59:59Z\",\"actor\":{},"
                            + "\"targets\":[],\"client\":{},\"detail\":{}}");

    @Test
    void usualEventsAreTakenWithTheParsersBytes() {
        for (String event : USUAL) {
            byte[] source = event.getBytes(UTF_8);

            NativeScan scanned = NativeScan.of(source, 0, source.length);

            assertThat(scanned).as(event).isNotNull();
            assertSame(source);
        }
    }

    @Test
    void nothingIsTakenThatTheParserRefusesOrReadsDifferently() {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        var random = new java.util.SplittableRandom(seed);
        System.out.println("NativeScanTest seed=" + seed);
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            String usual = USUAL.get(random.nextInt(USUAL.size()));
            byte[] source = mutated(random, random.nextBoolean() ? usual : compact(usual));
            if (assertSame(source)) {
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(1_000);
    }

    @Test
    void everyNumberWordAndDepthIsJudgedLikeTheParser() {
        List<String> values =
                List.of(
                        "0",
                        "-0",
                        "01",
                        "-",
                        "1.",
                        ".5",
                        "1e",
                        "1e5",
                        "1E-5",
                        "+1",
                        "0x1",
                        "NaN",
                        "true",
                        "tru",
                        "truex",
                        "nul",
                        "null",
                        "\"\\ud83d\\ude00\"",
                        "\"\\ud83d\"",
                        "\"\t\"",
                        "\"\\x\"",
                        "\"\\u00g0\"",
                        "{\"a\":1,\"a\":2}",
                        "[1,]",
                        "{\"a\":1,}",
                        "[1 2]",
                        "{} {}",
                        "[".repeat(30) + "]".repeat(30),
                        "[".repeat(31) + "]".repeat(31),
                        "",
                        "\"\u007f\"",
                        "\"\u0080\"");
        for (String value : values) {
            assertSame(
                    "{\"action\":\"a\",\"detail\":{\"original\":%s}}"
                            .formatted(value)
                            .getBytes(UTF_8));
            assertSame(
                    "{\"action\":\"a\",\"detail\":{\"response\":{\"code\":%s}}}"
                            .formatted(value)
                            .getBytes(UTF_8));
            assertSame("{\"action\":%s}".formatted(value).getBytes(UTF_8));
            assertSame("{\"action\":\"a\",\"actor\":%s}".formatted(value).getBytes(UTF_8));
        }
    }

    @Test
    void timesAreJudgedLikeTheParser() {
        List<String> times =
                List.of(
                        "2023-02-29T00:00:00Z",
                        "2024-02-29T00:00:00Z",
                        "1900-01-01T00:00:00Z",
                        "1899-12-31T23:59:59.999999999Z",
                        "2199-12-31T23:59:59.999999999Z",
                        "2200-01-01T00:00:00Z",
                        "2100-02-29T00:00:00Z",
                        "2000-02-29T12:00:00.1Z",
                        "2024-13-01T00:00:00Z",
                        "2024-00-01T00:00:00Z",
                        "2024-04-31T00:00:00Z",
                        "2024-04-30T24:00:00Z",
                        "2024-04-30T23:59:60Z",
                        "2024-04-30T23:59:59.Z",
                        "2024-04-30T23:59:59.1234567890Z",
                        "2024-04-30t23:59:59z",
                        "2024-04-30T23:59:59+01:00",
                        "1969-12-31T23:59:59.000001Z");
        for (String time : times) {
            assertSame("{\"action\":\"a\",\"time\":\"%s\"}".formatted(time).getBytes(UTF_8));
        }
    }

    private static String compact(String event) {
        byte[] source = event.getBytes(UTF_8);
        return new String(CompactJson.copy(source, 0, source.length), UTF_8);
    }

    @Test
    void blanksAreLeftOutWhereverTheyBegin() {
        String event = compact(USUAL.get(1));
        byte[] whole = event.getBytes(UTF_8);
        int taken = 0;
        for (int at = 0; at <= event.length(); at++) {
            for (String blank : List.of(" ", "\r\n\t", "  ")) {
                String longer = event.substring(0, at) + blank + event.substring(at);
                byte[] source = longer.getBytes(UTF_8);
                if (assertSame(source)) {
                    boolean outside =
                            Arrays.equals(CompactJson.copy(source, 0, source.length), whole);
                    taken += outside ? 1 : 0;
                }
            }
        }
        // Around each bracket, colon, comma and value.
        assertThat(taken).isGreaterThan(300);
    }

    /// Wherever it lies: what is around it could be of an event, too.
    ///
    /// @return whether the scan took it
    private static boolean assertSame(byte[] source) {
        byte[] around = "\"\\{[,".getBytes(UTF_8);
        byte[] larger = new byte[source.length + 2 * around.length];
        System.arraycopy(around, 0, larger, 0, around.length);
        System.arraycopy(source, 0, larger, around.length, source.length);
        System.arraycopy(around, 0, larger, around.length + source.length, around.length);
        NativeScan scanned = NativeScan.of(larger, around.length, around.length + source.length);
        NativeScan alone = NativeScan.of(source, 0, source.length);
        assertThat(scanned == null).isEqualTo(alone == null);
        if (scanned == null) {
            return false;
        }
        SentEvent parsed = EventReader.parse(source, 0, source.length);
        String text = new String(source, UTF_8);
        assertThat(scanned.id()).as(text).isEqualTo(parsed.id());
        assertThat(scanned.time()).as(text).isEqualTo(parsed.time());
        assertThat(scanned.organization()).as(text).isEqualTo(parsed.organization());
        Parts one = scanned.placed(ID, RECEIVED, "acme");
        Parts other = parsed.placed(ID, RECEIVED, "acme");
        assertThat(readable(one)).as(text).isEqualTo(readable(other));
        assertThat(SentEvent.scanned(scanned).event()).isEqualTo(parsed.event());
        return true;
    }

    private static Map<Part, String> readable(Parts parts) {
        var readable = new TreeMap<Part, String>();
        for (Part part : Part.values()) {
            byte[] bytes = parts.get(part);
            if (bytes != null) {
                readable.put(part, new String(bytes, UTF_8));
            }
        }
        return readable;
    }

    /// One to three bytes put in, taken away, changed or doubled.
    private static byte[] mutated(RandomGenerator random, String event) {
        byte[] bytes = event.getBytes(UTF_8);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) "\"\\{}[],: 019ezA\u0001".charAt(random.nextInt(16));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = spliced(bytes, at, at + random.nextInt(3), new byte[0]);
                default -> {
                    int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
                    bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        int end = Math.min(to, bytes.length);
        byte[] result = new byte[from + between.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(bytes, end, result, from + between.length, bytes.length - end);
        return result;
    }
}
