package dev.indelible.core.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A delivery store that forgets everything with its process. For tests and as the simplest correct
/// example.
public final class MemoryDeliveryStore implements DeliveryStore {
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final Map<String, Records> records = new LinkedHashMap<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private String form = "";

    private static final class Records {
        private final Map<String, Progress> lanes = new LinkedHashMap<>();
        private final Map<String, Plan> plans = new LinkedHashMap<>();
        private final TreeMap<Long, Parked> parked = new TreeMap<>();
        private final Map<Long, Resend> resends = new HashMap<>();
        private final TreeMap<Long, Hour> hours = new TreeMap<>();
        private final TreeMap<Long, Lag> lags = new TreeMap<>();
    }

    @Override
    public synchronized void intend(Intent intent) {
        intents.put(key(intent), intent);
    }

    @Override
    public synchronized List<Intent> intents() {
        return List.copyOf(intents.values());
    }

    @Override
    public synchronized void forget(Intent intent) {
        Intent known = intents.get(key(intent));
        if (known != null && known.event().equals(intent.event())) {
            intents.remove(key(intent));
        }
    }

    private static String key(Intent intent) {
        return intent.destination() + "/" + intent.task().subject();
    }

    @Override
    public synchronized void put(Destination destination) {
        destinations.put(destination.id(), destination);
    }

    @Override
    public synchronized void form(String other) {
        if (!form.equals(other)) {
            form = other;
            destinations.replaceAll((_, destination) -> destination.renewed());
        }
    }

    @Override
    public synchronized List<Destination> destinations() {
        return destinations.values().stream()
                .sorted(
                        Comparator.comparingLong(Destination::createdMillis)
                                .thenComparing(Destination::id))
                .toList();
    }

    @Override
    public synchronized void remove(String destination) {
        destinations.remove(destination);
        records.remove(destination);
        intents.values().removeIf(intent -> intent.destination().equals(destination));
    }

    private Records of(String destination) {
        return records.computeIfAbsent(destination, _ -> new Records());
    }

    private Records ofKnown(String destination) {
        if (!destinations.containsKey(destination)) {
            throw new IllegalArgumentException("there is no destination " + destination);
        }
        return of(destination);
    }

    @Override
    public synchronized void record(Step step) {
        Progress progress = step.progress();
        Records known = ofKnown(progress.destination());
        Progress before = known.lanes.get(progress.lane());
        if (before != null && before.confirmedPosition() > progress.confirmedPosition()) {
            throw new IllegalArgumentException(
                    "lane %s of %s is past %d already"
                            .formatted(
                                    progress.lane(),
                                    progress.destination(),
                                    progress.confirmedPosition()));
        }
        for (Plan plan : step.plans()) {
            Plan old = known.plans.get(key(plan));
            if (old != null && old.state() != Plan.State.PLANNED && old.state() != plan.state()) {
                throw new IllegalArgumentException("batch %s has ended".formatted(plan.batchId()));
            }
        }
        known.lanes.put(progress.lane(), before == null ? progress : progress.endedAs(before));
        step.plans().forEach(plan -> known.plans.put(key(plan), plan));
        step.parked().forEach(event -> known.parked.put(event.destinationSequence(), event));
        step.hours().forEach(hour -> known.hours.put(hour.startMillis(), hour));
    }

    @Override
    public synchronized boolean cancel(String destination, String lane) {
        Map<String, Progress> lanes = of(destination).lanes;
        Progress known = lanes.get(lane);
        if (known == null || !known.isRunning()) {
            return false;
        }
        lanes.put(lane, known.ended(Progress.Replay.State.CANCELLED));
        return true;
    }

    private static String key(Plan plan) {
        return plan.lane() + "/" + plan.batchId();
    }

    @Override
    public synchronized Optional<Progress> progress(String destination, String lane) {
        return Optional.ofNullable(of(destination).lanes.get(lane));
    }

    @Override
    public synchronized List<Progress> lanes(String destination) {
        return List.copyOf(of(destination).lanes.values());
    }

    @Override
    public synchronized List<Plan> open(String destination, String lane) {
        return plans(
                        destination,
                        plan -> plan.lane().equals(lane) && plan.state() == Plan.State.PLANNED)
                .toList();
    }

    @Override
    public synchronized List<Plan> settled(
            String destination, String lane, long fromPosition, int countMax) {
        return plans(
                        destination,
                        plan ->
                                plan.lane().equals(lane)
                                        && (plan.state() == Plan.State.CONFIRMED
                                                || plan.state() == Plan.State.PARKED)
                                        && plan.positions().last() >= fromPosition)
                .limit(countMax)
                .toList();
    }

    private Stream<Plan> plans(String destination, Predicate<Plan> wanted) {
        return of(destination).plans.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparingLong(plan -> plan.positions().first()));
    }

    @Override
    public synchronized List<Plan> recent(String destination, int countMax) {
        var latest = new ArrayList<>(of(destination).plans.values());
        return latest.reversed().stream().limit(countMax).toList();
    }

    @Override
    public synchronized void put(Parked parked) {
        Records known = ofKnown(parked.destination());
        known.parked.put(parked.destinationSequence(), parked);
        if (parked.state() != Parked.State.SENDING) {
            known.resends.remove(parked.destinationSequence());
        }
    }

    @Override
    public synchronized boolean replace(Parked read, Parked other) {
        if (!parked(read.destination(), read.destinationSequence()).equals(Optional.of(read))) {
            return false;
        }
        put(other);
        return true;
    }

    @Override
    public synchronized boolean begin(Parked read, Parked sending, Resend resend) {
        boolean begun = replace(read, sending);
        if (begun) {
            of(read.destination()).resends.put(read.destinationSequence(), resend);
            intents.remove(read.destination() + "/" + read.destinationSequence());
        }
        return begun;
    }

    @Override
    public synchronized Optional<Resend> resend(String destination, long destinationSequence) {
        return Optional.ofNullable(of(destination).resends.get(destinationSequence));
    }

    @Override
    public synchronized Optional<Parked> parked(String destination, long destinationSequence) {
        return Optional.ofNullable(of(destination).parked.get(destinationSequence));
    }

    @Override
    public synchronized List<Parked> parked(
            String destination,
            Set<Parked.State> states,
            long afterDestinationSequence,
            int countMax) {
        return of(destination).parked.tailMap(afterDestinationSequence, false).values().stream()
                .filter(event -> states.contains(event.state()))
                .limit(countMax)
                .toList();
    }

    @Override
    public synchronized long parkedCount(String destination, Parked.State state) {
        return of(destination).parked.values().stream()
                .filter(event -> event.state() == state)
                .count();
    }

    @Override
    public synchronized Optional<Long> lowestParked(String destination) {
        return of(destination).parked.values().stream()
                .filter(event -> event.state().isOpen())
                .map(Parked::position)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized List<Hour> hours(String destination, long fromMillis, long toMillis) {
        return List.copyOf(of(destination).hours.subMap(fromMillis, toMillis).values());
    }

    @Override
    public synchronized Optional<Hour> hourBefore(String destination, long beforeMillis) {
        return Optional.ofNullable(of(destination).hours.lowerEntry(beforeMillis))
                .map(Map.Entry::getValue);
    }

    @Override
    public synchronized void sample(List<Lag> lags, long fromMillis) {
        for (Lag lag : lags) {
            if (destinations.containsKey(lag.destination())) {
                TreeMap<Long, Lag> known = of(lag.destination()).lags;
                known.put(lag.minuteMillis(), lag);
                known.headMap(fromMillis).clear();
            }
        }
    }

    @Override
    public synchronized List<Lag> lags(String destination, long fromMillis) {
        return List.copyOf(of(destination).lags.tailMap(fromMillis).values());
    }

    @Override
    public synchronized void prune(String destination, long position) {
        Records known = of(destination);
        known.plans
                .values()
                .removeIf(plan ->
                        plan.state() != Plan.State.PLANNED && plan.positions().last() < position);
        known.parked
                .values()
                .removeIf(event -> !event.state().isOpen() && event.position() < position);
    }
}
