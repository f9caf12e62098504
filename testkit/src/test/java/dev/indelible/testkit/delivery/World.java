package dev.indelible.testkit.delivery;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Horizon;
import dev.indelible.core.delivery.Lane;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Shares;
import dev.indelible.core.delivery.Supplies;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Matcher;
import dev.indelible.core.search.QueryLanguage;
import dev.indelible.event.Part;
import dev.indelible.testkit.Entries;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;

/// Deliveries in one thread, with a clock that the test turns and receivers that outlive crashes.
@NullUnmarked // JUnit fills what each test begins with
final class World {
    final Random random;
    final MemoryJournal journal = new MemoryJournal();
    final Crashes crashes = new Crashes();
    final Map<String, SimulatedReceiver> receivers = new LinkedHashMap<>();
    private final Map<Lane, Long> due = new LinkedHashMap<>();
    private final Map<String, Long> cursors = new HashMap<>();

    /// By destination: which events a person wanted to go there, from which position on.
    private final Map<String, TreeMap<Long, String>> filters = new HashMap<>();

    private final Supplier<DeliveryStore> store;
    private final Entries entries;
    private long now = 1_700_000_000_000L;

    /// How much the clock was set ahead, beside the time that passes.
    Duration clockSet = Duration.ZERO;

    /// Whether the store has no room.
    boolean full;

    private long crashed;

    /// Changes of filters, each with a sink of its own.
    long changes;

    Deliveries deliveries;

    World(Random random, Supplier<DeliveryStore> store) {
        this.random = random;
        this.store = store;
        this.entries = new Entries(random);
        start();
    }

    Supplies supplies() {
        return supplies(() -> Duration.ZERO);
    }

    /// The same with a clock that is so much ahead.
    Supplies supplies(Supplier<Duration> ahead) {
        return new Supplies(
                journal,
                crashes.around(bounded(store.get())),
                () -> Instant.ofEpochMilli(now).plus(clockSet).plus(ahead.get()),
                random,
                new Shares(16, 8 << 20),
                entry -> Arrays.stream(Part.values()).anyMatch(entry::isErased));
    }

    private DeliveryStore bounded(DeliveryStore roomy) {
        return (DeliveryStore)
                Proxy.newProxyInstance(
                        World.class.getClassLoader(),
                        new Class<?>[] {DeliveryStore.class},
                        (_, method, arguments) -> {
                            boolean writes =
                                    method.getReturnType() == void.class
                                            || method.getReturnType() == boolean.class;
                            if (full && writes) {
                                throw new AuditException.Busy(
                                        Problem.DISK_FULL, Duration.ofSeconds(5), "no room");
                            }
                            try {
                                return method.invoke(roomy, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    void start() {
        due.clear();
        deliveries =
                new Deliveries(
                        supplies(),
                        destination -> crashes.around(receivers.get(destination.id()).sink()),
                        (lane, _) -> due.put(lane, 0L));
        deliveries.open();
    }

    /// A destination of this organization, and its receiver.
    SimulatedReceiver destination(String id, String organization, String filter) {
        var receiver = new SimulatedReceiver(random);
        receivers.put(id, receiver);
        filters.put(id, new TreeMap<>(Map.of(0L, filter)));
        deliveries.put(plain(id, organization, filter));
        return receiver;
    }

    /// A person changes a filter from the event on that tells of it, while others come, or fails.
    void refilter(String id, String filter) {
        Destination old = deliveries.destination(id).orElseThrow();
        long lives = crashed;
        long position = 0;
        try (Horizon horizon = deliveries.hold(id)) {
            append(1 + random.nextInt(5), 3);
            position = append(1, 3).getFirst().position() + 1;
            horizon.set(position);
            append(1 + random.nextInt(20), 3);
            for (int i = random.nextInt(20); i > 0 && crashed == lives; i--) {
                step();
            }
            if (crashed == lives) {
                changes++;
                deliveries.put(refiltered(old, filter, position));
            }
        } catch (AuditException.Busy e) {
            // The store has no room: all is as before.
        } catch (Crashes.Crash e) {
            restart();
        }
        if (deliveries.destination(id).orElseThrow().filter().equals(filter)) {
            filters.get(id).put(position, filter);
        }
    }

    private static Destination refiltered(Destination old, String filter, long position) {
        return new Destination(
                old.id(),
                old.organization(),
                old.name(),
                old.type(),
                filter,
                old.settings(),
                old.secrets(),
                old.epoch() + 1,
                old.startPosition(),
                old.createdMillis(),
                old.changedMillis(),
                old.changedBy(),
                old.pause(),
                old.earlier(filter, position),
                old.leavingAt());
    }

    static Destination plain(String id, String organization, String filter) {
        return plain(id, organization, filter, 1, 0);
    }

    /// With settings of this epoch, for events from this position on.
    static Destination plain(
            String id, String organization, String filter, long epoch, long startPosition) {
        return new Destination(
                id,
                organization,
                id,
                "simulated",
                filter,
                "{}",
                "",
                epoch,
                startPosition,
                0,
                0,
                "test",
                Optional.empty(),
                List.of(),
                OptionalLong.empty());
    }

    List<Entry> append(int count, int organizations) {
        List<Entry> added = entries.next(journal, count, organizations);
        journal.append(added);
        deliveries.ring();
        return added;
    }

    long now() {
        return now;
    }

    long crashed() {
        return crashed;
    }

    /// Steps the lane that is due first, turning the clock to its time.
    void step() {
        due.keySet().removeIf(Lane::isOver);
        if (due.isEmpty()) {
            return;
        }
        List<Lane> lanes = new ArrayList<>(due.keySet());
        Lane next = lanes.get(random.nextInt(lanes.size()));
        if (due.get(next) > now) {
            next = lanes.stream().min((a, b) -> Long.compare(due.get(a), due.get(b))).orElseThrow();
            now = Math.max(now, due.get(next));
        }
        try {
            Duration rest = next.step();
            due.put(next, now + rest.toMillis());
        } catch (Crashes.Crash e) {
            restart();
        }
        check();
    }

    private void restart() {
        crashed++;
        crashes.off();
        start();
    }

    /// I7: a cursor never goes back nor past what is not settled. I9: no green while something is
    /// long unconfirmed or fails.
    private void check() {
        for (Destination destination : deliveries.destinations()) {
            DeliveryStore durable = store.get();
            Optional<Progress> progress = durable.progress(destination.id(), Progress.LIVE);
            if (progress.isEmpty()) {
                continue;
            }
            long cursor = progress.get().confirmedPosition();
            Long before = cursors.put(destination.id(), cursor);
            if (before != null && before > cursor) {
                throw new AssertionError("I7: cursor went back from " + before + " to " + cursor);
            }
            boolean past =
                    durable.open(destination.id(), Progress.LIVE).stream()
                            .anyMatch(plan -> plan.positions().first() < cursor);
            if (past) {
                throw new AssertionError("I7: cursor is past an unconfirmed batch: " + cursor);
            }
            Lane.View view = deliveries.live(destination.id()).orElseThrow();
            Condition condition = view.progress().condition();
            if (view.state() == Condition.State.ACTIVE && condition.failures() > 0) {
                throw new AssertionError("I9: green although it fails: " + condition);
            }
        }
    }

    /// Steps until this holds.
    void until(int stepsMax, Supplier<Boolean> holds) {
        for (int i = 0; i < stepsMax; i++) {
            if (holds.get()) {
                return;
            }
            step();
        }
        throw new AssertionError("not within " + stepsMax + " steps; " + state());
    }

    String state() {
        var text = new StringBuilder();
        for (Destination destination : deliveries.destinations()) {
            text.append(deliveries.live(destination.id()).orElseThrow()).append('\n');
        }
        return text.toString();
    }

    /// A person has these positions sent again in a lane `r1`.
    void replay(String id, long from, long to) {
        var range = new Progress.Replay(from, to, "pia", now, Progress.Replay.State.RUNNING);
        deliveries.replay(id, "r1", range);
    }

    /// Whether all of it was.
    boolean isReplayed(String id) {
        return store.get().progress(id, "r1").flatMap(Progress::replay).orElseThrow().state()
                == Progress.Replay.State.DONE;
    }

    boolean isDelivered(String id) {
        // That it passed what others get is written down seldom.
        return store.get().open(id, Progress.LIVE).isEmpty()
                && deliveries.live(id).orElseThrow().progress().confirmedPosition()
                        == journal.end();
    }

    /// What the oracle knows of a destination.
    Oracle oracle(String id) {
        Destination destination = deliveries.destination(id).orElseThrow();
        var oracle = new Oracle();
        for (Entry entry : journal.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            oracle.promised(entry.id());
            boolean passes =
                    entry.organization().equals(destination.organization())
                            && Matcher.matches(
                                    QueryLanguage.parse(
                                            filters.get(id)
                                                    .floorEntry(entry.position())
                                                    .getValue()),
                                    Document.of(entry));
            oracle.holds(entry.id(), passes);
        }
        for (Parked.State state : Parked.State.values()) {
            for (Parked parked : store.get().parked(id, state, 0, 10_000)) {
                oracle.setAside(parked.destinationSequence(), parked.eventId());
            }
        }
        return oracle;
    }
}
