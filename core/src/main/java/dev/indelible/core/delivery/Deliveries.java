package dev.indelible.core.delivery;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// All destinations and their lanes: adds, changes and ends them while the others go on. Any
/// thread.
public final class Deliveries implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(Deliveries.class.getName());
    private static final int REPLAYS_MAX = 4;

    private final Supplies supplies;
    private final Host host;
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final Map<String, Lane> live = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Lane>> replays = new ConcurrentHashMap<>();
    private final Bindings bindings;

    public Deliveries(Supplies supplies, Opener opener, Host host) {
        this.supplies = supplies;
        this.host = host;
        this.bindings = new Bindings(supplies, opener);
    }

    /// Opens sinks by the settings of destinations.
    @FunctionalInterface
    public interface Opener {
        /// Opens one.
        ///
        /// @throws IllegalArgumentException if these settings cannot be used, with the reason
        Sink open(Destination destination);
    }

    /// Gives each lane its thread, which steps until the lane is over.
    @FunctionalInterface
    public interface Host {
        void start(Lane lane, String name);
    }

    /// Starts the lanes of all destinations, and the replays that were running.
    public synchronized void open() {
        for (Destination known : supplies.store().destinations()) {
            Destination destination = withGoal(known);
            start(destination);
            for (Progress progress : supplies.store().lanes(destination.id())) {
                if (progress.isRunning()) {
                    restart(destination, progress);
                }
            }
        }
    }

    /// Releases before this one wrote down that it leaves, and not when.
    private Destination withGoal(Destination known) {
        if (known.leavingAt().orElse(0) != Long.MAX_VALUE) {
            return known;
        }
        Destination destination = known.asLeaving(supplies.journal().end());
        supplies.store().put(destination);
        return destination;
    }

    /// Goes on with a replay; one that cannot be opened now goes on at a later start.
    private void restart(Destination destination, Progress progress) {
        try {
            startReplay(destination, replayLane(destination, progress));
        } catch (RuntimeException e) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "replay cannot be opened: {0} {1}: {2}",
                    destination.id(),
                    progress.lane(),
                    String.valueOf(e.getMessage()));
        }
    }

    private void start(Destination destination) {
        destinations.put(destination.id(), destination);
        Progress progress = Progress.live(destination, supplies.clock().millis());
        try {
            Lane lane = new Lane(supplies, bindings.bind(destination, progress), progress);
            live.put(destination.id(), lane);
            host.start(lane, "delivery-" + destination.id());
        } catch (RuntimeException e) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "destination cannot be opened: {0}: {1}",
                    destination.id(),
                    String.valueOf(e.getMessage()));
        }
    }

    /// Has nothing planned of what the journal takes from now on, until the destination is put as
    /// it is to be then, or what is returned is closed. One at a time for each destination.
    public Horizon hold(String id) {
        Horizon horizon = bindings.horizon(id);
        horizon.set(supplies.journal().end());
        return horizon;
    }

    /// Adds a destination, or goes on with other settings of one. Of a change, events that the
    /// journal took before it go by [Destination#earlier()].
    public void put(Destination asked) {
        decide(asked).run();
    }

    /// The same in two steps: it is durable and shown, while its lanes go on as before, up to where
    /// they are held, until what is returned is run.
    public synchronized Runnable decide(Destination asked) {
        Destination destination = tidied(asked);
        return bindings.otherwise(destination.id(), () -> decideNow(destination));
    }

    private Runnable decideNow(Destination destination) {
        Progress progress = Progress.live(destination, supplies.clock().millis());
        Optional<Binding> binding =
                Optional.ofNullable(live.get(destination.id()))
                        .map(_ -> bindings.bind(destination, progress));
        try {
            supplies.store().put(destination);
        } catch (RuntimeException e) {
            binding.ifPresent(unused -> unused.sink().close());
            throw e;
        }
        destinations.put(destination.id(), destination);
        return () -> take(destination, binding);
    }

    private synchronized void take(Destination destination, Optional<Binding> binding) {
        Lane lane = live.get(destination.id());
        if (lane == null) {
            start(destination);
        } else {
            lane.bind(binding.orElseThrow());
        }
        bindReplays(destination);
    }

    /// Without the filters of events that are planned for good.
    private Destination tidied(Destination destination) {
        return destination.earlier().isEmpty()
                ? destination
                : destination.planned(
                        supplies.store()
                                .progress(destination.id(), Progress.LIVE)
                                .map(Progress::plannedPosition)
                                .orElse(0L));
    }

    private void bindReplays(Destination destination) {
        for (Lane replay : replays(destination.id()).values()) {
            replay.bind(bindings.bind(destination, replay.view().progress()));
        }
    }

    /// Has the lanes of a destination go on from what is durable, by the settings that it has now;
    /// nothing if it is gone.
    synchronized void reload(String id) {
        Destination destination = destinations.get(id);
        Lane lane = live.get(id);
        if (destination == null || lane == null) {
            return;
        }
        lane.bind(
                bindings.bind(destination, Progress.live(destination, supplies.clock().millis())));
        bindReplays(destination);
    }

    /// Ends a destination and forgets all about it.
    public synchronized void remove(String id) {
        List<Lane> lanes = lanes(id);
        lanes.forEach(lane -> lane.abandon(true));
        try {
            supplies.store().remove(id);
        } catch (RuntimeException e) {
            lanes.forEach(lane -> lane.abandon(false));
            throw e;
        }
        lanes.forEach(Lane::end);
        live.remove(id);
        replays.remove(id);
        destinations.remove(id);
        bindings.forget(id);
    }

    /// Destinations that leave and have all they should get; to be asked from time to time.
    public synchronized List<Destination> drained() {
        var drained = new ArrayList<Destination>();
        for (Destination destination : destinations.values()) {
            if (live(destination).progress().confirmedPosition()
                    >= destination.leavingAt().orElse(Long.MAX_VALUE)) {
                drained.add(destination);
            }
        }
        replays.values().forEach(lanes -> lanes.values().removeIf(Lane::isOver));
        return drained;
    }

    /// Refuses as a write would, if the store takes nothing now; forgets filters that nothing waits
    /// for any more.
    public synchronized void requireRoom(String id) {
        destinations.computeIfPresent(
                id,
                (_, known) -> {
                    Destination tidy = tidied(known);
                    supplies.store().put(tidy);
                    return tidy;
                });
    }

    /// Whether what is durable of a destination is known, so that what is shown of it is not of
    /// before the start.
    public boolean isKnown(String id) {
        Lane lane = live.get(id);
        return lane == null || lane.isKnown();
    }

    /// Whether a lane of it waits for a person because a frozen batch would have other bytes.
    public boolean isStuck(String id) {
        return lanes(id).stream()
                .map(lane -> lane.view().progress().condition())
                .anyMatch(Judge::isStuck);
    }

    /// Wakes all lanes, because there is something new.
    public void ring() {
        live.values().forEach(lane -> lane.bell().ring());
    }

    public List<Destination> destinations() {
        return List.copyOf(destinations.values());
    }

    public Optional<Destination> destination(String id) {
        return Optional.ofNullable(destinations.get(id));
    }

    /// How the live lane of a destination is; absent if there is no such destination.
    public Optional<Lane.View> live(String id) {
        return destination(id).map(this::live);
    }

    /// How the live lane of this destination is, or would be if it were still there.
    public Lane.View live(Destination destination) {
        Lane lane = live.get(destination.id());
        // What was decided a moment ago counts, although the lane has not heard of it yet.
        return lane == null ? broken(destination) : lane.view().of(destination);
    }

    /// A destination whose settings cannot be used, such as when the key to its secrets is gone.
    private Lane.View broken(Destination destination) {
        long now = supplies.clock().millis();
        Progress progress =
                supplies.store()
                        .progress(destination.id(), Progress.LIVE)
                        .orElseGet(() -> Progress.live(destination, now));
        return new Lane.View(destination, progress.unreadable(now), Guarantee.SENT, 0, 0, 0, false);
    }

    /// Tries at once what waits for its next try, in all lanes.
    public void hurry(String id) {
        lanes(id).forEach(Lane::hurry);
    }

    /// Tells when a destination has all below this position.
    ///
    /// @return completed with true then; with false as soon as that cannot be soon
    public CompletableFuture<Boolean> reached(String id, long position) {
        Lane lane = live.get(id);
        return lane == null ? CompletableFuture.completedFuture(false) : lane.reached(position);
    }

    /// Sends what is in this range again, beside the live lane.
    ///
    /// @param lane its id, which no other has
    /// @throws Rejected if too many run already, or the lane is known
    public synchronized void replay(String id, String lane, Progress.Replay range) {
        requireReplayRoom(id);
        Destination destination = Objects.requireNonNull(destinations.get(id));
        if (supplies.store().progress(id, lane).isPresent()) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "there is a replay '%s' already".formatted(lane));
        }
        Progress progress = Progress.of(id, lane, range);
        Lane opened = replayLane(destination, progress);
        supplies.store().record(DeliveryStore.Step.of(progress));
        startReplay(destination, opened);
    }

    /// Refuses as a replay would.
    ///
    /// @throws Rejected if too many run already
    public synchronized void requireReplayRoom(String id) {
        long running = replays(id).values().stream().filter(lane -> !lane.isOver()).count();
        if (!destinations.containsKey(id) || running >= REPLAYS_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "at most %d replays run at a time; cancel one".formatted(REPLAYS_MAX));
        }
    }

    private Lane replayLane(Destination destination, Progress progress) {
        return new Lane(supplies, bindings.bind(destination, progress), progress);
    }

    private void startReplay(Destination destination, Lane lane) {
        String name = lane.view().progress().lane();
        replays.computeIfAbsent(destination.id(), _ -> new ConcurrentHashMap<>()).put(name, lane);
        host.start(lane, "delivery-%s-%s".formatted(destination.id(), name));
    }

    private List<Lane> lanes(String id) {
        var lanes = new ArrayList<>(replays(id).values());
        Optional.ofNullable(live.get(id)).ifPresent(lanes::add);
        return lanes;
    }

    private Map<String, Lane> replays(String id) {
        return replays.getOrDefault(id, Map.of());
    }

    /// The batches that were planned last, latest first; those that are being sent with the attempt
    /// that is under way.
    public List<Plan> recent(String id, int countMax) {
        List<Plan> tried = lanes(id).stream().flatMap(lane -> lane.trying().stream()).toList();
        return supplies.store().recent(id, countMax).stream()
                .map(plan -> tried.stream().filter(plan::isSame).findFirst().orElse(plan))
                .toList();
    }

    /// All replays of a destination, the running ones as they are now.
    public List<Progress> replayed(String id) {
        var all = new ArrayList<Progress>();
        for (Progress progress : supplies.store().lanes(id)) {
            if (progress.replay().isPresent()) {
                Lane running = replays(id).get(progress.lane());
                all.add(
                        running == null || !progress.isRunning()
                                ? progress
                                : running.view().progress());
            }
        }
        return all;
    }

    /// The replays of a destination that have not ended.
    public List<String> running(String id) {
        return replayed(id).stream().filter(Progress::isRunning).map(Progress::lane).toList();
    }

    /// Ends a replay for good, whatever it is waiting for.
    ///
    /// @throws Rejected if it has ended
    public synchronized void cancelReplay(String id, String lane) {
        if (!supplies.store().cancel(id, lane)) {
            throw new Rejected(Problem.NOT_FOUND, "no such replay is running");
        }
        Optional.ofNullable(replays(id).get(lane)).ifPresent(Lane::cancel);
    }

    /// The lowest position that a destination still needs; [Long#MAX_VALUE] if none needs any.
    /// Retention keeps everything from there on.
    public long lowestNeeded() {
        return destinations.values().stream().mapToLong(this::needed).min().orElse(Long.MAX_VALUE);
    }

    /// The lowest position that one destination still needs.
    public long needed(Destination destination) {
        long lowest = live(destination).progress().confirmedPosition();
        lowest = Math.min(lowest, supplies.store().lowestParked(destination.id()).orElse(lowest));
        for (Lane lane : replays(destination.id()).values()) {
            lowest = Math.min(lowest, lane.view().progress().confirmedPosition());
        }
        return lowest;
    }

    /// Forgets what ended, of events below this position.
    void prune(String id, long position) {
        supplies.store().prune(id, position);
        if (destination(id).filter(known -> !known.earlier().isEmpty()).isPresent()) {
            requireRoom(id);
        }
    }

    /// Ends all lanes where they are; what is durable stays.
    @Override
    public synchronized void close() {
        live.values().forEach(Lane::end);
        replays.values().forEach(lanes -> lanes.values().forEach(Lane::end));
    }
}
