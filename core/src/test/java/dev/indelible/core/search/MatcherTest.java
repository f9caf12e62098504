package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
    private static final String EVENT =
            """
            {"time":"2026-03-04T05:06:07.5Z","action":"notifier.create","operation":"create",
             "category":"admin-activity","outcome":"failure","severity":"warning","folder":"eu",
             "project":"shop","service":"central","channel":"ui","region":"eu01",
             "correlationId":"c-9",
             "actor":{"type":"user","id":"u-17","email":"John.Doe@example.com","name":"John Doe",
              "onBehalfOf":[{"type":"service-account","id":"sa-3","name":"Nightly"}]},
             "targets":[{"type":"notifier","id":"b53232ee","name":"Order Hook"},
              {"type":"cluster","id":"k-1"}],
             "client":{"ip":"203.0.113.7","requestId":"r-1","sessionId":"s-1"},
             "detail":{"description":"Grüne Straße was opened","reason":"ticket 4711",
              "request":{"method":"POST","endpoint":"/v1/notifiers",
               "params":{"dryrun":["sure"]},"payload":{"limit":250,"note":"paidlater"}},
              "changes":[{"path":"/name","old":"alpha","new":{"x":"beta"}}],
              "labels":{"team":"payments"},"original":{"kind":"Foreign thing","n":12345678901}}}
            """;

    private final Document document = Document.of(new Journaled().add("acme", EVENT));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "organization:acme",
                "folder:eu project:shop",
                "action:notifier.create",
                "action:NOTIFIER.*",
                "action:*",
                "operation:create category:admin-activity outcome:failure",
                "severity:warning",
                "severity>=notice severity<=warning severity>info severity<error",
                "service:central channel:ui region:eu01",
                "actor:u-17",
                "actor:john.doe@EXAMPLE.com",
                "actor:\"john doe\"",
                "actor:sa-3",
                "actor:nightly",
                "actorType:user",
                "target:b53232ee target:\"order hook\" target:k-1",
                "targetType:(bucket OR cluster)",
                "ip:203.0.113.7 ip:203.0.113.0/24 ip:::ffff:203.0.113.7",
                "requestId:r-1 sessionId:s-1 correlationId:c-9 key:key-7",
                "time>=2026-03-04 time<2026-03-05",
                "time>=2026-03-04T05:06:07.5Z time<=2026-03-04T05:06:07.5Z",
                "time>=2026-03-04T06:06:07.5+01:00",
                "from:2026-03-04T05:06:07.5Z to:2026-03-04T05:06:07.500000001Z",
                "strasse OR straße",
                "\"grüne straße was\"",
                "4711 250 paidlater sure alpha beta payments notifiers john hook",
                "\"foreign thing\" 12345678901",
                "paid* gr\u00fc*",
                "text:opened text:\"ticket 4711\" text:tick*",
                "notifier create",
                "notifier.create u-17 b53232ee c-9 r-1 s-1 203.0.113.7 central",
                "john.doe@example.com",
                "-outcome:success NOT channel:api -(a b)"
            })
    void eventAnswers(String query) {
        assertThat(Matcher.matches(QueryLanguage.parse(query), document)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "organization:acm",
                "action:notifier",
                "severity>warning",
                "severity<warning",
                "actor:17",
                "actorType:service-account",
                "target:order",
                "ip:203.0.113.128/25",
                "ip:2001:db8::/32",
                "time<2026-03-04T05:06:07.5Z",
                "time>2026-03-04T05:06:07.5Z",
                "to:2026-03-04T05:06:07.5Z",
                "format:*",
                "\"straße grüne\"",
                "\"opened ticket\"",
                "text:u-17",
                "kind",
                "team",
                "dryrun",
                "aid*",
                "-notifier.create",
                "key:key-8"
            })
    void eventDoesNotAnswer(String query) {
        assertThat(Matcher.matches(QueryLanguage.parse(query), document)).isFalse();
    }

    @Test
    void eventWithoutATimeHappenedWhenItWasReceived() {
        Entry entry = new Journaled().add("acme", "{\"action\":\"user.login\"}");

        assertThat(Document.of(entry).timeNanos()).isEqualTo(entry.receivedMillis() * 1_000_000);
    }

    @Test
    void whatIsNoEventIsFoundByItsOrganizationAndKey() {
        byte[] core = "{\"from\":\"the future\"}".getBytes(StandardCharsets.UTF_8);
        var draft =
                new Draft(
                        "acme",
                        new UUID(1, 2),
                        "key-7",
                        new byte[Leaf.SEED_BYTES],
                        Parts.of(Map.of(Part.CORE, core)));

        Document bare = Document.of(new Entry(3, 0, 1_700_000_000_000L, draft));

        assertThat(Matcher.matches(QueryLanguage.parse("organization:acme key:key-7"), bare))
                .isTrue();
        assertThat(Matcher.matches(QueryLanguage.parse("action:*"), bare)).isFalse();
        assertThat(bare.timeNanos()).isEqualTo(1_700_000_000_000_000_000L);
    }
}
