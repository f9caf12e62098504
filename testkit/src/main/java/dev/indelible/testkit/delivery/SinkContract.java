package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every kind of destination keeps, against a real receiver.
public abstract class SinkContract {
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    protected final Random random = new Random(seed);
    private Sink sink;

    /// The kind under test.
    protected abstract SinkKind kind();

    /// Settings that reach the receiver, which runs and has nothing.
    protected abstract Settings settings() throws Exception;

    /// Settings that reach nobody: the receiver is refused, or cannot be written.
    protected abstract Settings unreachable() throws Exception;

    /// The ids of the events that the receiver has by now, in order, as often as it has them; waits
    /// until there are so many.
    protected abstract List<String> stored(int count) throws Exception;

    /// As the kind declares it, with these settings.
    protected abstract Guarantee guarantee();

    @BeforeEach
    void openSink() throws Exception {
        System.out.println("seed=" + seed);
        sink = kind().open(settings());
    }

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void settingsThatWorkHaveNoFaults() throws Exception {
        assertThat(kind().check(settings())).isEmpty();
    }

    @Test
    void unknownSettingIsAFaultThatNamesIt() {
        assertThat(kind().check(new Settings("{\"misspelt\":1}", Map.of())))
                .anyMatch(fault -> fault.member().equals("misspelt"));
    }

    @Test
    void settingsThatAreNoObjectAreFaultsAndNoExceptions() {
        for (String json : List.of("", "[]", "null", "7", "{\"a\":", "{}")) {
            assertThat(kind().check(new Settings(json, Map.of()))).as(json).isNotEmpty();
        }
    }

    @Test
    void sameBatchGivesTheSameBytesInEverySink() throws Exception {
        Batch batch = Batches.of(random, 41, Math.min(5, sink.bounds().count()));

        byte[] once = sink.render(batch);
        byte[] again = sink.render(batch);

        assertThat(again).isEqualTo(once);
        try (Sink other = kind().open(settings())) {
            assertThat(other.render(batch)).isEqualTo(once);
            assertThat(other.renderer()).isEqualTo(sink.renderer()).matches("[a-z-]+/\\d+");
        }
    }

    @Test
    void boundsAreSensible() {
        assertThat(sink.bounds().count()).isPositive();
        assertThat(sink.bounds().bytes()).isPositive();
        assertThat(sink.bounds().waiting()).isPositive();
    }

    @Test
    void everythingArrivesInOrder() throws Exception {
        int perParcel = Math.min(7, sink.bounds().count());
        var sent = new ArrayList<String>();

        for (int i = 0; i < 5; i++) {
            Batch batch = Batches.of(random, 1L + (long) i * perParcel, perParcel);
            confirm(sink, Batches.parcel(sink, batch));
            sent.addAll(Batches.ids(batch));
        }

        assertThat(stored(sent.size())).isEqualTo(sent);
        assertThat(sink.guarantee()).isEqualTo(guarantee());
    }

    @Test
    void testTellsTheAnswerAndWhatWasSaid() throws Exception {
        Batch batch = Batches.of(random, 1, 1);

        Sink.Exchange exchange = sink.test(Batches.parcel(sink, batch));

        assertThat(exchange.answer()).isInstanceOf(Answer.Confirmed.class);
        assertThat(exchange.request()).isNotEmpty().hasSizeLessThan(16 << 10);
        assertThat(exchange.meaning()).isNotBlank();
        assertThat(stored(1)).isEqualTo(Batches.ids(batch));
    }

    @Test
    void unreachableReceiverIsAnAnswerAndNoException() throws Exception {
        try (Sink nowhere = kind().open(unreachable())) {
            Parcel parcel = Batches.parcel(nowhere, Batches.of(random, 1, 1));

            assertThat(nowhere.send(parcel))
                    .isInstanceOfAny(Answer.Transient.class, Answer.Misconfigured.class);
            assertThat(nowhere.test(parcel).answer())
                    .isInstanceOfAny(Answer.Transient.class, Answer.Misconfigured.class);
            assertThat(nowhere.acknowledged()).isEmpty();
        }
    }

    /// Sends and, where the sink lets parcels wait, asks until it is confirmed.
    static void confirm(Sink sink, Parcel parcel) throws InterruptedException {
        switch (sink.send(parcel)) {
            case Answer.Confirmed _ -> {}
            case Answer.Waiting(String ticket) -> {
                long deadline = System.nanoTime() + 60_000_000_000L;
                Sink.Acknowledgement known = null;
                while (known == null) {
                    assertThat(System.nanoTime()).as("confirmed in time").isLessThan(deadline);
                    known = sink.acknowledged().get(ticket);
                    Thread.sleep(5);
                }
                assertThat(known).isEqualTo(Sink.Acknowledgement.CONFIRMED);
            }
            case Answer other -> throw new AssertionError(other);
        }
    }
}
