package dev.indelible.sinks.splunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Shares;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.core.delivery.Supplies;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.HecSimulator;
import dev.indelible.testkit.delivery.Received;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What can go wrong with the very last batch of a replay, or of an integration that leaves: it is
/// over once all is indexed, and not before. Real requests, with a clock that the test moves.
@NullUnmarked // JUnit fills what each test begins with
class SplunkEndsTest {
    private static final int STEPS_MAX = 5_000;

    private final Outgoing outgoing = Loopback.outgoing();
    private final HecSimulator simulator = new HecSimulator("t-1", true);
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryDeliveryStore store = new MemoryDeliveryStore();
    private final Random random = new Random(3);
    private final Entries entries = new Entries(random);
    private final List<Lane> lanes = new ArrayList<>();
    private final MovableClock clock = new MovableClock();
    private final AtomicBoolean met = new AtomicBoolean();
    private ChaosReceiver receiver;
    private Deliveries deliveries;

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

    /// What happens to the last batch.
    enum Hazard {
        NOTHING,
        /// It is indexed, and who asks never hears so.
        ANSWERS_LOST,
        /// The indexer loses what waits, and counts from 0 again.
        IDS_RESET,
        /// It is indexed, and its channel is forgotten before anybody asks.
        CHANNEL_EXPIRED,
        /// The indexer takes its time.
        LATE,
        /// It loses it, and then answers are lost.
        RESET_AND_ANSWERS_LOST
    }

    @BeforeEach
    void open() throws IOException {
        receiver = ChaosReceiver.start().otherwise(simulator::answer);
        deliveries =
                new Deliveries(
                        new Supplies(
                                journal, store, clock, random, new Shares(4, 1 << 20), _ -> false),
                        _ -> sink(),
                        (lane, _) -> lanes.add(lane));
        deliveries.put(
                new Destination(
                        "d",
                        "organization-0",
                        "d",
                        "splunk",
                        "",
                        "{}",
                        "",
                        1,
                        0,
                        0,
                        0,
                        "test",
                        Optional.empty(),
                        List.of(),
                        OptionalLong.empty()));
    }

    @AfterEach
    void close() throws IOException {
        deliveries.close();
        lanes.forEach(Lane::step);
        receiver.close();
        outgoing.close();
    }

    private Sink sink() {
        return new SplunkKind(outgoing, clock, UUID::randomUUID)
                .open(
                        new Settings(
                                "{\"endpoint\":\"http://127.0.0.1:%d\",\"acknowledge\":true,\"acknowledgeTimeoutSeconds\":30,\"batchEvents\":5}"
                                        .formatted(receiver.port()),
                                Map.of("token", "t-1")));
    }

    private List<Entry> append(int count) {
        List<Entry> added = entries.next(journal, count, 1);
        journal.append(added);
        return added;
    }

    /// Steps all lanes until this holds; what it says is asked after each step.
    private void until(BooleanSupplier holds) {
        for (int i = 0; i < STEPS_MAX; i++) {
            if (holds.getAsBoolean()) {
                return;
            }
            Duration rest = Duration.ofMinutes(1);
            for (Lane lane : List.copyOf(lanes)) {
                Duration asked = lane.step();
                rest = asked.compareTo(rest) < 0 ? asked : rest;
            }
            lanes.removeIf(Lane::isOver);
            clock.now = clock.now.plus(rest);
        }
        throw new AssertionError("not within %d steps".formatted(STEPS_MAX));
    }

    private boolean isDelivered() {
        return deliveries.live("d").orElseThrow().progress().confirmedPosition() == journal.end();
    }

    /// From now on this happens to the first request with the last event.
    private void befall(Entry last, Hazard hazard) {
        receiver.otherwise(request -> answer(request, last.id().toString(), hazard));
    }

    private Fault answer(Received request, String last, Hazard hazard) {
        boolean first = request.text().contains(last) && met.compareAndSet(false, true);
        if (!first) {
            return simulator.answer(request);
        }
        switch (hazard) {
            case NOTHING -> {}
            case ANSWERS_LOST -> simulator.loseAckAnswers(2);
            case IDS_RESET, RESET_AND_ANSWERS_LOST, LATE -> simulator.holdIndexing();
            case CHANNEL_EXPIRED -> simulator.forgetChannels(true);
        }
        Fault answer = simulator.answer(request);
        switch (hazard) {
            case NOTHING, ANSWERS_LOST, LATE -> {}
            case IDS_RESET -> reset();
            case RESET_AND_ANSWERS_LOST -> {
                reset();
                simulator.loseAckAnswers(1);
            }
            case CHANNEL_EXPIRED -> simulator.forgetChannels(false);
        }
        return answer;
    }

    private void reset() {
        simulator.restart();
        simulator.index();
    }

    private static List<String> ids(List<Entry> some) {
        return some.stream().map(entry -> entry.id().toString()).toList();
    }

    /// Whether all of these are indexed, of a replay or not.
    private boolean areIndexed(List<String> ids, boolean replayed) {
        var found = new HashSet<String>();
        for (String line : simulator.indexed()) {
            if (line.contains("\"replay\":\"true\"") == replayed) {
                ids.stream().filter(line::contains).forEach(found::add);
            }
        }
        return found.containsAll(ids);
    }

    private void later(Hazard hazard) {
        if (hazard == Hazard.LATE && met.get() && random.nextInt(40) == 0) {
            simulator.index();
        }
    }

    @ParameterizedTest
    @EnumSource(Hazard.class)
    void integrationThatLeavesEndsOnceAllIsIndexed(Hazard hazard) {
        List<Entry> all = new ArrayList<>(append(12));
        until(this::isDelivered);
        all.addAll(append(3));
        befall(all.getLast(), hazard);
        deliveries.put(deliveries.destination("d").orElseThrow().asLeaving(journal.end()));

        until(() -> {
            later(hazard);
            boolean ended = !deliveries.drained().isEmpty();
            assertThat(ended && !areIndexed(ids(all), false)).isFalse();
            return ended;
        });

        assertThat(met).isTrue();
        judge(ids(all), hazard);
        assertThat(deliveries.live("d").orElseThrow().progress().delivered()).isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource(Hazard.class)
    void replayIsDoneOnceAllIsIndexed(Hazard hazard) {
        List<Entry> all = append(13);
        until(this::isDelivered);
        befall(all.getLast(), hazard);
        var range = new Progress.Replay(0, 13, "pia", 1, Progress.Replay.State.RUNNING);
        deliveries.replay("d", "r1", range);

        until(() -> {
            later(hazard);
            Progress.Replay now = store.progress("d", "r1").orElseThrow().replay().orElseThrow();
            boolean done = now.state() == Progress.Replay.State.DONE;
            assertThat(done && !areIndexed(ids(all), true)).isFalse();
            return done;
        });

        assertThat(met).isTrue();
        judge(ids(all), hazard);
        assertThat(store.progress("d", "r1").orElseThrow().delivered()).isEqualTo(13);
    }

    private void judge(List<String> all, Hazard hazard) {
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        List<String> indexed = simulator.fields("event_id");
        assertThat(indexed).containsAll(all);
        if (hazard == Hazard.NOTHING) {
            // Nothing twice: of a replay, each as often as of the live stream.
            assertThat(indexed.size() % all.size()).isZero();
        }
    }
}
