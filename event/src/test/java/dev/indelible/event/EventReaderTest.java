package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.InvalidEventException.Code;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    @Test
    void partsAreTheSentBytesWithoutBlanks() {
        String sent =
                """
                { "action" : "a.b", "detail" : { "original" : { "z" : 12345678901234567890123,
                  "a.b @c" : 1.10, "u" : "\\u00e9 é 😀 \\ud83d\\ude00", "e" : 1E400 } } ,
                  "actor" : { "id" : "u 1" , "type" : "user" } }
                """;

        Parts parts = read(sent);

        assertThat(new String(parts.get(Part.DETAIL), UTF_8))
                .isEqualTo(
                        "{\"original\":{\"z\":12345678901234567890123,\"a.b @c\":1.10,"
                                + "\"u\":\"\\u00e9 é 😀 \\ud83d\\ude00\",\"e\":1E400}}");
        assertThat(new String(parts.get(Part.ACTOR), UTF_8))
                .isEqualTo("{\"id\":\"u 1\",\"type\":\"user\"}");
    }

    @Test
    void unknownMemberIsRefusedByName() {
        assertRefused("{\"action\":\"a\",\"colour\":1}", Code.UNKNOWN_MEMBER, "colour");
        assertRefused(
                "{\"action\":\"a\",\"actor\":{\"nick\":1}}", Code.UNKNOWN_MEMBER, "actor.nick");
        assertRefused("{\"action\":\"a\",\"sequence\":1}", Code.UNKNOWN_MEMBER, "sequence");
    }

    @Test
    void duplicateMemberIsRefusedAtAnyDepth() {
        assertRefused("{\"action\":\"a\",\"action\":\"b\"}", Code.DUPLICATE_MEMBER, "");
        assertRefused(
                "{\"action\":\"a\",\"detail\":{\"original\":{\"x\":1,\"x\":2}}}",
                Code.DUPLICATE_MEMBER,
                "");
    }

    @Test
    void loneSurrogatesAndBrokenUtf8AreRefused() {
        assertRefused("{\"action\":\"\\ud800\"}", Code.INVALID_UTF8, "");
        assertRefused("{\"action\":\"\\udc00\\ud800\"}", Code.INVALID_UTF8, "");
        for (int[] bytes :
                new int[][] {{0xc0, 0xaf}, {0xed, 0xa0, 0x80}, {0xff}, {0xf4, 0x90, 0x80, 0x80}}) {
            byte[] sent = "{\"action\":\"aaaa\"}".getBytes(UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                sent[11 + i] = (byte) bytes[i];
            }
            assertThatThrownBy(() -> EventReader.read(sent, 0, sent.length))
                    .isInstanceOfSatisfying(
                            InvalidEventException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.INVALID_UTF8));
        }
    }

    @Test
    void nestingHasALimit() {
        String deep = "[".repeat(29) + "]".repeat(29);
        assertThat(read("{\"action\":\"a\",\"detail\":{\"original\":" + deep + "}}")).isNotNull();
        String deeper = "[".repeat(1_000_000);
        assertRefused("{\"detail\":{\"original\":" + deeper, Code.LIMIT_EXCEEDED, "");
    }

    @Test
    void whatIsStoredReadsBackAsTheSameEvent() {
        SentEvent sent = EventReader.read(FULL.getBytes(UTF_8), 0, FULL.getBytes(UTF_8).length);
        Parts parts = sent.complete(sent.event());

        assertThat(EventReader.event(parts)).isEqualTo(sent.event());
        Parts written = SentEvent.of(sent.event()).complete(sent.event());
        assertThat(EventReader.event(written)).isEqualTo(sent.event());
        assertThat(sent.event().time()).hasToString("2019-05-28T14:07:05.500171300Z");
        assertThat(sent.event().actor().onBehalfOf()).hasSize(1);
    }

    private static final String FULL =
            """
            {"id":"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60","time":"2019-05-28T16:07:05.500171300+02:00",
             "action":"notifier.create","operation":"create","category":"admin-activity",
             "outcome":"success","severity":"notice","organization":"acme","folder":"eu",
             "project":"shop","service":"central","channel":"ui","region":"eu01","correlationId":"c",
             "actor":{"type":"user","id":"u-17","email":"john.doe@example.com","name":"John Doe",
               "roles":["Notifier Creator"],"permissions":{"Notifier":"READ_WRITE_ACCESS"},
               "onBehalfOf":[{"type":"service-account","id":"sa-3"}]},
             "targets":[{"type":"notifier","id":"b53232ee","name":"Webhook"}],
             "client":{"ip":"203.0.113.7","userAgent":"u","requestId":"r","sessionId":"s",
               "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
             "detail":{"description":"d","reason":"r","request":{"method":"POST",
               "endpoint":"/v1/notifiers","params":{},"payload":{}},"response":{"code":200,"size":512},
               "changes":[{"path":"/name","old":"a","new":"b"}],"labels":{"k":"v"},
               "original":{"x":[1]}}}
            """;

    private static Parts read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        SentEvent sent = EventReader.read(bytes, 0, bytes.length);
        return sent.complete(sent.event());
    }

    private static void assertRefused(String text, Code code, String member) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        InvalidEventException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.member()).isEqualTo(member);
                        });
    }
}
