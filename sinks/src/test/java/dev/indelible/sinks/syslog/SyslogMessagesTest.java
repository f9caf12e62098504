package dev.indelible.sinks.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.Batches;
import dev.indelible.testkit.delivery.Rsyslog;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class SyslogMessagesTest {
    private static final String ID = "0197a3c2-0000-7000-8000-000000000001";

    private final Outgoing outgoing = Loopback.outgoing();
    @TempDir Path folder;

    @AfterEach
    void close() {
        outgoing.close();
    }

    private Sink open(String more) {
        return new SyslogKind(outgoing)
                .open(new Settings("{\"host\":\"127.0.0.1\"" + more + "}", Map.of()));
    }

    private String rendered(String more, Batch batch) {
        try (Sink sink = open(more)) {
            return new String(sink.render(batch), UTF_8);
        }
    }

    /// The lengths, escapes and keys are counted and written by hand from RFC 5424, RFC 6587 and
    /// the CEF guide.
    @Test
    void cefEscapesWhatTheFormatAsksFor() {
        Batch batch =
                Batches.of(
                        17,
                        """
                        {"id":"%s","time":"2026-08-20T16:13:00.123456789Z","action":"a|b\\\\c","outcome":"denied",\
                        "severity":"warning","actor":{"type":"user","id":"u=1","email":"j@example.com"},\
                        "client":{"ip":"203.0.113.7"},"detail":{"description":"one\\ntwo|three=\\\\four"}}\
                        """
                                .formatted(ID));

        String message =
                "<108>1 2026-08-20T16:13:00.123456Z indelible indelible - audit"
                        + " [indelible@32473 id=\""
                        + ID
                        + "\" organization=\"acme\" sequence=\"17\""
                        + " destination=\""
                        + batch.destination()
                        + "\" destinationSequence=\"17\"] "
                        + "CEF:0|Indelible|Indelible|1|a\\|b\\\\c|a\\|b\\\\c|6|rt=1787242380123"
                        + " externalId="
                        + ID
                        + " act=a|b\\\\c outcome=denied suid=u\\=1"
                        + " suser=j@example.com src=203.0.113.7"
                        + " msg=one\\ntwo|three\\=\\\\four cn1=17 cn1Label=sequence cn2=17"
                        + " cn2Label=destinationSequence cs1=acme cs1Label=organization"
                        + " cs6=other cs6Label=operation";
        assertThat(rendered(",\"format\":\"cef\"", batch))
                .isEqualTo(message.getBytes(UTF_8).length + " " + message);
    }

    @Test
    void messageThatIsTooLongBecomesAStubThatIsCounted() throws Exception {
        Batch batch =
                Batches.of(
                        1,
                        "{\"id\":\"%s\",\"action\":\"a\",\"detail\":{\"description\":\"%s\"}}"
                                .formatted(ID, "ä".repeat(3000)),
                        "{\"action\":\"b\"}");
        byte[] whole = batch.items().getFirst().entry().text();

        String frames = rendered(",\"messageBytesMax\":2048", batch);

        List<byte[]> messages = Messages.split(frames.getBytes(UTF_8));
        assertThat(messages).hasSize(2);
        assertThat(Messages.stubs(messages)).isEqualTo(1);
        assertThat(new String(messages.getFirst(), UTF_8))
                .contains("[indelible@32473 stub=\"true\" id=\"" + ID + "\"")
                .contains("\"bytes\":" + whole.length)
                .contains(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(whole)))
                .contains("\"retrieve\":\"/v1/events/" + ID + "\"");
    }

    @Test
    void textThatLooksLikeAStubIsNotCounted() {
        Batch batch =
                Batches.of(
                        1,
                        "{\"action\":\"a\",\"detail\":{\"description\":\"[indelible@32473 stub=\\\"true\\\" ]\"}}");

        byte[] frames = rendered(",\"format\":\"cef\"", batch).getBytes(UTF_8);

        assertThat(Messages.stubs(Messages.split(frames))).isZero();
    }

    /// A receiver that is killed again and again: what RELP answered is there, everything arrives,
    /// and what arrives twice was not answered.
    @Test
    void relpLosesNothingWhenTheReceiverIsKilled() throws Exception {
        var ids = new ArrayList<String>();
        try (Rsyslog rsyslog = Rsyslog.relp(folder);
                Sink sink = open(",\"transport\":\"relp\",\"port\":" + rsyslog.port())) {
            var random = new Random(1);
            for (int i = 0; i < 6; i++) {
                Batch batch = Batches.of(random, 1 + i * 150L, 150);
                var parcel = Batches.parcel(sink, batch);
                Answer answer = sink.send(parcel);
                if (i % 2 == 1) {
                    rsyslog.kill();
                    assertThat(sink.send(parcel)).isInstanceOf(Answer.Transient.class);
                    rsyslog.start();
                    answer = sink.send(parcel);
                }
                assertThat(answer).isInstanceOf(Answer.Confirmed.class);
                ids.addAll(Batches.ids(batch));
            }

            assertThat(
                            rsyslog.lines(ids.size()).stream()
                                    .map(line -> line.replaceAll(".* id=\"([^\"]*)\" org.*", "$1"))
                                    .distinct())
                    .containsAll(ids);
        }
    }
}
