package dev.indelible.formats;

import static dev.indelible.formats.Fixtures.detail;
import static dev.indelible.formats.Fixtures.event;
import static dev.indelible.formats.Fixtures.line;
import static dev.indelible.formats.Fixtures.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.InvalidEventException.Code;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Target;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FormatsTest {
    @Test
    void formatsAreNamed() {
        assertThat(Formats.names())
                .containsExactly(
                        "native",
                        "auto",
                        "cloudevents",
                        "stackrox",
                        "kubernetes",
                        "cloudtrail",
                        "gcp",
                        "okta",
                        "azure",
                        "github",
                        "generic");
        assertThatThrownBy(() -> read("syslog", "{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void originalIsTheSentBytesWithoutBlanks() {
        String sent = "{\"z\": 1.10, \"a\": 12345678901234567890123, \"u\": \"\\u00e9\", \"z\": 2}";

        AuditEvent event = event("auto", sent);

        assertThat(event.format()).isEqualTo("generic");
        assertThat(detail(event).original())
                .hasToString(
                        "{\"z\":1.10,\"a\":12345678901234567890123,\"u\":\"\\u00e9\",\"z\":2}");
    }

    @Test
    void whatLooksNativeIsReadStrictly() {
        assertThat(event("auto", "{\"action\":\"user.login\",\"actor\":{\"id\":\"u\"}}").format())
                .isNull();
        assertRefused("auto", "{\"action\":\"a\",\"outcome\":\"fine\"}", Code.INVALID_VALUE);
        assertThat(event("auto", "{\"action\":\"a\",\"colour\":1}").format()).isEqualTo("generic");
        assertThat(event("auto", "{\"action\":\"a\",\"actor\":\"bob\"}").actor().id())
                .isEqualTo("bob");
    }

    @Test
    void recordsAreEventsOfTheirOwn() {
        String record = line("cloudtrail", 2);

        List<Formats.Item> items =
                read("auto", "{\"Records\": [" + record + ",\n {\"eventName\":7} ],\"x\":[1]}");

        assertThat(items).hasSize(2);
        AuditEvent first = event(items.getFirst());
        assertThat(detail(first).original()).hasToString(record);
        assertThat(detail(first).labels()).containsEntry("wrapper.x", "[1]");
        assertThat(event(items.getLast()).format()).isEqualTo("generic");
        assertThat(read("cloudtrail", "{\"Records\":[]}")).isEmpty();
    }

    @Test
    void eventListAndArraysAreCutToo() {
        String one = line("kubernetes", 1);
        String list = "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":[%s,%s]}";

        assertThat(read("kubernetes", list.formatted(one, one))).hasSize(2);
        assertThat(read("auto", "[" + list.formatted(one, one) + "," + one + "]")).hasSize(3);
        assertThat(read("auto", "{\"kind\":\"PodList\",\"items\":[1]}")).hasSize(1);
        assertThat(
                        event(
                                        "auto",
                                        "{\"eventType\":\"event_hook\",\"data\":{\"events\":[%s]}}"
                                                .formatted(line("okta", 1)))
                                .format())
                .isEqualTo("okta");
    }

    @Test
    void wrapperMayBeLargerThanAnEvent() {
        String record = line("cloudtrail", 2);
        String deep = "{\"eventName\":" + "[".repeat(40) + "]".repeat(40) + "}";
        String large = "{\"eventName\":\"" + "x".repeat(1 << 20) + "\"}";
        String many = (record + ",").repeat(2000);

        List<Formats.Item> items =
                read("auto", "{\"Records\":[" + many + deep + "," + large + "," + record + "]}");

        assertThat(items).hasSize(2003);
        assertThat(items.stream().filter(Formats.Item.Event.class::isInstance)).hasSize(2001);
        assertThat(items.get(2000)).isInstanceOf(Formats.Item.Refused.class);
        assertThat(items.get(2001)).isInstanceOf(Formats.Item.Refused.class);
    }

    @Test
    void onlyWhatIsNoJsonOrOverALimitIsRefused() {
        for (String format : List.of("auto", "generic", "okta", "cloudtrail")) {
            assertRefused(format, "", Code.MALFORMED_JSON);
            assertRefused(format, "type=LOGIN", Code.MALFORMED_JSON);
            assertRefused(format, "{\"a\":", Code.MALFORMED_JSON);
            assertRefused(format, "{\"a\":\"\\ud800\"}", Code.INVALID_UTF8);
            assertRefused(format, "{\"a\":" + "[".repeat(1_000_000), Code.LIMIT_EXCEEDED);
            assertRefused(format, "\"" + "x".repeat(1 << 20) + "\"", Code.LIMIT_EXCEEDED);
            assertThat(event(format, "7").format()).isNotNull();
            assertThat(event(format, "null").unforeseen()).contains("no action");
        }
    }

    @Test
    void whatDoesNotFitStaysInTheOriginalAndIsNoted() {
        String name = "n".repeat(3000);

        AuditEvent event =
                event(
                        "okta",
                        "{\"eventType\":\"user.session.start\","
                                + "\"published\":\"1066-10-14T09:00:00Z\","
                                + "\"actor\":{\"id\":{\"x\":1},\"displayName\":\""
                                + name
                                + "\"},\"outcome\":\"SUCCESS\",\"version\":\"0\"}");

        assertThat(event.time()).isNull();
        assertThat(event.actor().name()).isNull();
        assertThat(event.unforeseen())
                .contains("published is no time", "actor.id is no text", "actor.name has 3000");
        assertThat(detail(event).original()).asString().contains(name);
    }

    @Test
    void moreThan64TargetsAreNoted() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"t%d\",\"type\":\"User\"}".formatted(i));
        }

        AuditEvent event = event("okta", "{\"eventType\":\"a.b\",\"target\":[" + list + "]}");

        assertThat(event.targets()).hasSize(64).contains(new Target("User", "t63", null));
        assertThat(event.unforeseen()).isEqualTo("more than 64 targets");
    }

    @Test
    void idsAreTheForeignUuidOrNamedByIt() throws Exception {
        assertThat(event("auto", line("cloudtrail", 1)).id())
                .hasToString("11111111-2222-3333-4444-555555555555");
        assertThat(event("auto", line("cloudtrail", 2)).id()).isNull();
        assertThat(event("auto", line("stackrox", 1)).id()).isNull();
        assertThat(event("auto", line("generic", 2)).id()).isNull();

        UUID id = event("auto", line("kubernetes", 1)).id();

        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(
                                ("indelible-id/v1\0kubernetes\0"
                                                + "033d17af-082d-4b24-aa22-627752e83d71"
                                                + "/ResponseComplete")
                                        .getBytes(UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = (bytes.getLong() & ~0xf000L) | 0x8000L;
        long low = (bytes.getLong() & ~(3L << 62)) | (1L << 63);
        assertThat(id).isEqualTo(new UUID(high, low));
        assertThat(new UUID(high, low).version()).isEqualTo(8);
    }

    @Test
    void cloudEventTellsWhatItsDataDoesNot() {
        AuditEvent event =
                event(
                        "auto",
                        """
                        {"specversion":"1.0","id":"7","source":"/shop","type":"order.delete",
                         "time":"2026-11-24T09:30:00Z","subject":"order/9","tenant":"t1",
                         "data":{"user":"jane@example.com","ip":"203.0.113.7:44","success":true}}
                        """);

        assertThat(event.action()).isEqualTo("order.delete");
        assertThat(event.id()).isEqualTo(ForeignId.named("cloudevents", "/shop 7"));
        assertThat(event.time()).hasToString("2026-11-24T09:30:00Z");
        assertThat(event.actor().email()).isEqualTo("jane@example.com");
        assertThat(event.outcome().label()).isEqualTo("success");
        assertThat(event.targets()).containsExactly(new Target(null, "order/9", null));
        assertThat(event.client()).extracting("ip").isEqualTo("203.0.113.7");
        assertThat(detail(event).labels()).containsEntry("tenant", "t1");
    }

    @Test
    void nativeDataOfACloudEventWins() {
        AuditEvent event =
                event(
                        "cloudevents",
                        """
                        {"specversion":"1.0","id":"7","source":"/shop","type":"t",
                         "time":"2026-11-24T09:30:00Z",
                         "data":{"action":"order.read","organization":"acme","outcome":"denied"}}
                        """);

        assertThat(event.action()).isEqualTo("order.read");
        assertThat(event.organization()).isEqualTo("acme");
        assertThat(event.outcome().label()).isEqualTo("denied");
        assertThat(event.time()).hasToString("2026-11-24T09:30:00Z");
        assertThat(event.format()).isEqualTo("cloudevents");
        assertThat(detail(event).original()).asString().contains("\"source\":\"/shop\"");
    }

    @Test
    void binaryModeIsTheSameAsStructured() {
        Map<String, String> attributes =
                Map.of("specversion", "1.0", "id", "7", "source", "/s%20h", "type", "a.b");

        AuditEvent json =
                event(
                        Formats.cloudEventsBinary(
                                attributes,
                                "application/json; charset=utf-8",
                                "{\"n\": 1.0}".getBytes(UTF_8)));
        AuditEvent text =
                event(Formats.cloudEventsBinary(attributes, "text/plain", "hello".getBytes(UTF_8)));

        assertThat(json.action()).isEqualTo("a.b");
        assertThat(json.id()).isEqualTo(ForeignId.named("cloudevents", "/s h 7"));
        assertThat(detail(json).original()).asString().contains("\"data\":{\"n\":1.0}");
        assertThat(detail(text).original()).asString().contains("\"data_base64\":\"aGVsbG8=\"");
        assertThat(Formats.cloudEventsBinary(attributes, "application/json", new byte[] {'{'}))
                .isInstanceOf(Formats.Item.Refused.class);
    }

    @Test
    void whatIsReadCanBeStoredAndReadBack() {
        for (String file : Fixtures.FILES) {
            for (String line : Fixtures.lines(file)) {
                if (read("auto", line).getFirst() instanceof Formats.Item.Event(SentEvent sent)) {
                    assertThat(EventReader.event(sent.complete(sent.event())))
                            .isEqualTo(sent.event());
                }
            }
        }
    }

    @Test
    void hostilePatternsAndPathsStayCheap() {
        String dots = ".a".repeat(400_000);
        String longName = "n".repeat(20_000);
        StringBuilder nested = new StringBuilder("\"x\"");
        for (int i = 0; i < 20; i++) {
            nested.insert(0, "{\"" + longName + "\":").append('}');
        }

        assertThat(event("auto", "{\"action\":\"a" + dots + "\",\"org\":\"o\"}").unforeseen())
                .isNotNull();
        assertThat(event("auto", nested.toString()).format()).isEqualTo("generic");
        String token = "anonymous bearer token \\\"" + " with roles [ (jti: ".repeat(40_000);
        assertThat(event("stackrox", "{\"audit\":{\"user\":{\"friendlyName\":\"" + token + "\"}}}"))
                .isNotNull();
    }

    private static void assertRefused(String format, String text, Code code) {
        assertThat(read(format, text).getFirst())
                .isInstanceOfSatisfying(
                        Formats.Item.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(code));
    }
}
