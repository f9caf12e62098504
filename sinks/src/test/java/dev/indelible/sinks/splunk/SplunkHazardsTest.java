package dev.indelible.sinks.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Sink.Acknowledgement;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Masks;
import dev.indelible.sinks.http.Outcome;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.Batches;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.HecSimulator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can go wrong with acknowledgements: never is a parcel confirmed that is not indexed.
@NullUnmarked
class SplunkHazardsTest {
    private final Outgoing outgoing = Loopback.outgoing();
    private final HecSimulator simulator = new HecSimulator("t-1", true);
    private final MovableClock clock = new MovableClock();
    private ChaosReceiver receiver;
    private Sink sink;

    /// A clock that a test moves.
    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-11-26T06:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() throws IOException {
        receiver = ChaosReceiver.start().otherwise(simulator::answer);
        sink = open("");
    }

    private Sink open(String more) {
        return new SplunkKind(outgoing, clock, UUID::randomUUID)
                .open(
                        new Settings(
                                "{\"endpoint\":\"http://127.0.0.1:%d\",\"acknowledge\":true%s}"
                                        .formatted(receiver.port(), more),
                                Map.of("token", "t-1")));
    }

    @AfterEach
    void stop() throws IOException {
        sink.close();
        receiver.close();
        outgoing.close();
    }

    private Parcel parcel(long number) {
        return Batches.parcel(sink, Batches.of(new Random(number), number, 1));
    }

    private String waiting(Parcel parcel) {
        Answer answer = sink.send(parcel);
        assertThat(answer).isInstanceOf(Answer.Waiting.class);
        return ((Answer.Waiting) answer).ticket();
    }

    @Test
    void nothingIsConfirmedBeforeItIsIndexed() {
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        String second = waiting(parcel(2));

        assertThat(sink.acknowledged()).isEmpty();
        simulator.index();

        assertThat(sink.acknowledged())
                .containsOnly(
                        Map.entry(first, Acknowledgement.CONFIRMED),
                        Map.entry(second, Acknowledgement.CONFIRMED));
        assertThat(sink.acknowledged()).isEmpty();
    }

    /// The classical one: 0 waits, the indexer restarts, the next request is 0 again and indexed.
    @Test
    void idThatBeginsAnewConfirmsNothingThatWaited() {
        simulator.holdIndexing();
        String lost = waiting(parcel(1));
        simulator.restart();
        simulator.index();

        Answer next = sink.send(parcel(2));

        assertThat(next).isInstanceOf(Answer.Transient.class);
        assertThat(sink.acknowledged()).containsOnly(Map.entry(lost, Acknowledgement.LOST));
        String again = waiting(parcel(1));
        assertThat(sink.acknowledged()).containsOnly(Map.entry(again, Acknowledgement.CONFIRMED));
    }

    @Test
    void truthThatWasLostOnItsWayIsAskedForByResending() {
        String unheard = waiting(parcel(1));
        simulator.loseAckAnswers(1);

        assertThat(sink.acknowledged()).containsOnly(Map.entry(unheard, Acknowledgement.LOST));

        String again = waiting(parcel(1));
        assertThat(sink.acknowledged()).containsOnly(Map.entry(again, Acknowledgement.CONFIRMED));
        // The price is a duplicate, which has the same id.
        assertThat(simulator.fields("event_id"))
                .hasSize(2)
                .containsOnly(simulator.fields("event_id").getFirst());
    }

    @Test
    void clockThatWasSetBackMakesNobodyWaitLonger() {
        simulator.holdIndexing();
        String ticket = waiting(parcel(1));
        clock.now = clock.now.minus(Duration.ofDays(1));

        assertThat(sink.acknowledged()).containsOnly(Map.entry(ticket, Acknowledgement.LOST));
    }

    @Test
    void channelThatExpiredIsLostWhenItsTimeIsOver() {
        simulator.forgetChannels(true);
        String ticket = waiting(parcel(1));

        assertThat(sink.acknowledged()).isEmpty();
        clock.now = clock.now.plus(Duration.ofSeconds(299));
        assertThat(sink.acknowledged()).isEmpty();
        clock.now = clock.now.plus(Duration.ofSeconds(1));

        assertThat(sink.acknowledged()).containsOnly(Map.entry(ticket, Acknowledgement.LOST));
    }

    @Test
    void anotherIndexerBehindTheBalancerConfirmsNothing() {
        simulator.cookie("a");
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        simulator.cookie("b");
        simulator.index();

        assertThat(sink.send(parcel(2))).isInstanceOf(Answer.Transient.class);
        assertThat(sink.acknowledged()).containsOnly(Map.entry(first, Acknowledgement.LOST));
    }

    /// A receiver cannot make us keep, and send along, more than a little.
    @ParameterizedTest
    @CsvSource({"21, 1", "3, 3000"})
    void tooManyCookiesAbandonTheChannelAndAreNotKept(int count, int chars) {
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        List<String> cookies =
                IntStream.range(0, count)
                        .mapToObj(i -> "Set-Cookie: c%d=%s".formatted(i, "y".repeat(chars)))
                        .toList();
        receiver.next(new Fault.Status(503, cookies, "{\"text\":\"busy\",\"code\":9}"));

        assertThat(sink.send(parcel(2))).isInstanceOf(Answer.Transient.class);

        assertThat(sink.acknowledged()).containsOnly(Map.entry(first, Acknowledgement.LOST));
        waiting(parcel(2));
        assertThat(receiver.received().getLast().header("Cookie")).isEmpty();
    }

    @Test
    void brokenRequestAbandonsTheChannel() {
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        receiver.next(new Fault.ResetAfterBody(true));

        assertThat(sink.send(parcel(2))).isInstanceOf(Answer.Transient.class);

        assertThat(sink.acknowledged()).containsOnly(Map.entry(first, Acknowledgement.LOST));
        assertThat(receiver.received().getFirst().header("X-Splunk-Request-Channel"))
                .isNotEqualTo(channelOfNextRequest());
    }

    private Optional<String> channelOfNextRequest() {
        sink.send(parcel(3));
        return receiver.received().getLast().header("X-Splunk-Request-Channel");
    }

    @Test
    void busyIndexerForgetsNothing() {
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        simulator.busy(3);

        for (int i = 0; i < 3; i++) {
            assertThat(sink.send(parcel(2))).isInstanceOf(Answer.Transient.class);
        }
        simulator.index();

        assertThat(sink.acknowledged()).containsOnly(Map.entry(first, Acknowledgement.CONFIRMED));
    }

    @Test
    void acknowledgementThatIsSwitchedOffIsAMistakeInTheSettings() {
        simulator.holdIndexing();
        String first = waiting(parcel(1));
        simulator.acknowledges(false);

        assertThat(sink.acknowledged()).containsOnly(Map.entry(first, Acknowledgement.LOST));
        assertThat(sink.send(parcel(1))).isInstanceOf(Answer.Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void invalidEventIsNamed(boolean keepsPrefix) {
        var batch = Batches.of(new Random(5), 1, 10);
        simulator.refuse(Batches.ids(batch).get(6), keepsPrefix);

        Answer answer = sink.send(Batches.parcel(sink, batch));

        assertThat(((Answer.Refused) answer).item()).hasValue(6);
    }

    @Test
    void everyLineHasTheFieldsThatTellDuplicatesAndGaps() {
        var batch = Batches.of(new Random(5), 41, 3);
        Parcel parcel = Batches.parcel(sink, batch);
        waiting(parcel);

        assertThat(simulator.fields("event_id")).isEqualTo(Batches.ids(batch));
        assertThat(simulator.fields("destination_sequence")).containsExactly("41", "42", "43");
        assertThat(simulator.fields("destination")).containsOnly(batch.destination()).hasSize(3);
        assertThat(simulator.fields("batch_id")).containsOnly(parcel.batchId()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 0, Confirmed",
        "403, 1, Misconfigured",
        "401, 2, Misconfigured",
        "401, 3, Misconfigured",
        "403, 4, Misconfigured",
        "400, 5, Misconfigured",
        "400, 6, Refused",
        "400, 7, Misconfigured",
        "500, 8, Transient",
        "503, 9, Transient",
        "400, 10, Misconfigured",
        "400, 11, Misconfigured",
        "400, 12, Refused",
        "400, 13, Refused",
        "400, 14, Misconfigured",
        "400, 15, Refused",
        "400, 16, Misconfigured",
        "503, 18, Transient",
        "503, 19, Transient",
        "503, 20, Transient",
        "400, 21, Misconfigured",
        "400, 22, Misconfigured",
        "503, 99, Transient",
        "400, 99, Refused",
        "200, , Misconfigured",
        "502, , Transient"
    })
    void codeHasItsClass(int status, Integer code, String expected) {
        String body = code == null ? "<html>" : "{\"text\":\"t\",\"code\":" + code + "}";
        var answered =
                new Outcome.Answered(
                        status,
                        Optional.empty(),
                        List.of(),
                        body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        false,
                        Map.of(),
                        "",
                        Masks.NONE);

        assertThat(HecCodes.of(answered, clock).answer().getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void tokenThatACollectorEchoesIsHiddenInTheReasonToo() {
        Sink other =
                new SplunkKind(outgoing, clock, UUID::randomUUID)
                        .open(
                                new Settings(
                                        "{\"endpoint\":\"http://127.0.0.1:%d\"}"
                                                .formatted(receiver.port()),
                                        Map.of("token", "t0ken-t0ken")));
        receiver.next(
                new Fault.Status(403, List.of(), "{\"text\":\"no token t0ken-t0ken\",\"code\":4}"));

        var answer = (Answer.Misconfigured) other.send(parcel(1));

        assertThat(answer.refusal().reason()).isEqualTo("Splunk says 4: no token ******.");
        assertThat(answer.refusal().excerpt()).contains("no token ******\"");
        other.close();
    }

    @ParameterizedTest
    @CsvSource({
        "https://splunk.example.com:8088, https://splunk.example.com:8088/services/collector/event/1.0",
        "https://splunk.example.com:8088/, https://splunk.example.com:8088/services/collector/event/1.0",
        "splunk.example.com:8088, https://splunk.example.com:8088/services/collector/event/1.0",
        "https://s:8088/services/collector/event, https://s:8088/services/collector/event",
        "https://proxy/hec, https://proxy/hec"
    })
    void urlFollowsStackRoxsRule(String endpoint, String expected) {
        var reader =
                new dev.indelible.sinks.SettingsReader(
                        new Settings("{\"endpoint\":\"" + endpoint + "\"}", Map.of("token", "t")));

        assertThat(SplunkSettings.read(reader).url()).isEqualTo(expected);
        assertThat(reader.faults()).isEmpty();
    }
}
