package dev.indelible.core.delivery;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What was delivered, so that a receiver can check it. Any thread.
public final class Statements {
    /// Ids that an answer names at most; the counts go on.
    public static final int NAMED_MAX = 1_000;

    private static final int PLANS_MAX = 256;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /// The action of the event that tells of a test, which is also what the test sends.
    public static final String TEST = "integration.test";

    private final Supplies supplies;
    private final Set<String> comparing = ConcurrentHashMap.newKeySet();

    public Statements(Supplies supplies) {
        this.supplies = supplies;
    }

    /// A comparison of what was delivered with what a receiver has.
    ///
    /// @param expected events confirmed by the receiver with numbers in the range
    /// @param missing of these, what it does not have; the first [#NAMED_MAX]
    /// @param extra what it has and was never given
    /// @param parked numbers in the range that it did not get, with a reason: they are parked, or
    ///   skipped by a person; the first [#NAMED_MAX]
    public record Comparison(
            long expected,
            long received,
            long missingCount,
            List<Missing> missing,
            long extraCount,
            List<UUID> extra,
            long parkedCount,
            List<Long> parked) {}

    /// One event that a receiver lacks.
    public record Missing(long destinationSequence, UUID id) {}

    /// Compares.
    ///
    /// @param received ids that the receiver has
    /// @param from first destinationSequence of the range
    /// @param to last destinationSequence of the range
    /// @throws Busy if one of the same organization runs, because each reads all in the range
    public Comparison compare(Destination destination, Set<UUID> received, long from, long to) {
        String organization = Objects.requireNonNullElse(destination.organization(), "");
        if (!comparing.add(organization)) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    RETRY_AFTER,
                    "a comparison of this organization runs already; ask again in %d s"
                            .formatted(RETRY_AFTER.toSeconds()));
        }
        try {
            return compared(destination, received, from, to);
        } finally {
            comparing.remove(organization);
        }
    }

    private static <T> void name(List<T> named, T one) {
        if (named.size() < NAMED_MAX) {
            named.add(one);
        }
    }

    private Comparison compared(Destination about, Set<UUID> received, long from, long to) {
        String destination = about.id();
        var missing = new ArrayList<Missing>();
        var parked = new ArrayList<Long>();
        // Of the millions that were delivered none is kept: what was never given is left here.
        var extra = new LinkedHashSet<UUID>(received);
        long[] counts = new long[3];
        walk(
                destination,
                Progress.LIVE,
                from,
                to,
                plan -> {
                    for (int i = 0; i < plan.count(); i++) {
                        long number = plan.firstDestinationSequence() + i;
                        if (number < from || number > to) {
                            continue;
                        }
                        Entry entry = plan.entries().get(i);
                        Optional<Parked.State> aside =
                                plan.parked() ? aside(destination, number) : Optional.empty();
                        if (plan.parked() && !aside.equals(Optional.of(Parked.State.SENT))) {
                            if (aside.equals(Optional.of(Parked.State.SENDING))) {
                                extra.remove(entry.id()); // It may have been taken.
                            }
                            counts[2]++;
                            name(parked, number);
                            continue;
                        }
                        extra.remove(entry.id());
                        counts[0]++;
                        if (!received.contains(entry.id())) {
                            counts[1]++;
                            name(missing, new Missing(number, entry.id()));
                        }
                    }
                });
        removeGivenOtherwise(about, extra);
        return new Comparison(
                counts[0],
                received.size(),
                counts[1],
                missing,
                extra.size(),
                extra.stream().limit(NAMED_MAX).toList(),
                counts[2],
                parked);
    }

    private void removeGivenOtherwise(Destination destination, Set<UUID> extra) {
        if (!extra.isEmpty()) {
            removeUnderWay(destination.id(), extra);
            removeReplayed(destination.id(), extra);
            removeTests(destination, extra);
        }
    }

    /// What is under way may have been taken. Asked for first, and compared after it, so that what
    /// is confirmed meanwhile is met there.
    private void removeUnderWay(String destination, Set<UUID> extra) {
        for (Plan plan : supplies.store().open(destination, Progress.LIVE)) {
            supplies.journal()
                    .readEach(plan.positions().toArray())
                    .forEach(entry -> extra.remove(entry.id()));
        }
    }

    /// A replay also gives what is parked, or from before the beginning and has no number.
    private void removeReplayed(String destination, Set<UUID> extra) {
        for (Progress progress : supplies.store().lanes(destination)) {
            if (progress.replay().isPresent()) {
                walk(
                        destination,
                        progress.lane(),
                        0,
                        Long.MAX_VALUE,
                        plan -> {
                            if (!plan.parked()) {
                                plan.entries().forEach(entry -> extra.remove(entry.id()));
                            }
                        });
            }
        }
    }

    /// A test sends its own event, which the filter may keep out of the live stream.
    private void removeTests(Destination destination, Set<UUID> extra) {
        String log = Objects.requireNonNullElse(destination.organization(), Caller.PLATFORM_ID);
        extra.removeIf(id -> {
            OptionalLong position = supplies.journal().find(log, id);
            return position.isPresent() && isTest(position.getAsLong(), destination.id());
        });
    }

    private boolean isTest(long position, String destination) {
        List<Entry> found = supplies.journal().readEach(new long[] {position});
        return found.stream()
                .filter(entry -> entry.draft().key().equals(Caller.PLATFORM_ID))
                .map(entry -> EventReader.event(entry.parts()))
                .anyMatch(event ->
                        TEST.equals(event.action())
                                && event.targets().stream()
                                        .anyMatch(one -> destination.equals(one.id())));
    }

    /// Whether the confirmations of the live lane still follow from one another: each link is
    /// computed again from what is remembered of its batch, and the last is where the lane is.
    ///
    /// @return what does not fit, one sentence; empty if all fits
    public Optional<String> chainFault(String destination) {
        // Read first, so that what is confirmed meanwhile comes after it.
        String end =
                supplies.store()
                        .progress(destination, Progress.LIVE)
                        .map(Progress::chain)
                        .orElse("");
        Optional<String> before = Optional.empty();
        boolean meetsEnd = end.isEmpty();
        long position = 0;
        List<Plan> plans;
        do {
            plans = supplies.store().settled(destination, position, PLANS_MAX);
            for (Plan plan : plans) {
                position = plan.positions().last() + 1;
                if (plan.state() != Plan.State.CONFIRMED) {
                    continue;
                }
                // What came before the first that is remembered was forgotten with its events.
                if (before.isPresent()
                        && !Freezer.link(before.get(), plan, plan.receipt()).equals(plan.chain())) {
                    return Optional.of(
                            "batch %s does not follow from the one before it"
                                    .formatted(plan.batchId()));
                }
                before = Optional.of(plan.chain());
                meetsEnd |= plan.chain().equals(end);
            }
        } while (plans.size() == PLANS_MAX);
        return meetsEnd || before.isEmpty()
                ? Optional.empty()
                : Optional.of("the last confirmation is missing");
    }

    private Optional<Parked.State> aside(String destination, long number) {
        return supplies.store().parked(destination, number).map(Parked::state);
    }

    private record Delivered(Plan plan, List<Entry> entries) {
        int count() {
            return plan.count();
        }

        long firstDestinationSequence() {
            return plan.firstDestinationSequence();
        }

        boolean parked() {
            return plan.state() == Plan.State.PARKED;
        }
    }

    private void walk(
            String destination, String lane, long from, long to, Consumer<Delivered> visitor) {
        long position = 0;
        List<Plan> plans;
        do {
            plans = supplies.store().settled(destination, lane, position, PLANS_MAX);
            for (Plan plan : plans) {
                position = plan.positions().last() + 1;
                if (plan.firstDestinationSequence() > to) {
                    return;
                }
                if (plan.lastDestinationSequence() >= from) {
                    List<Entry> entries = supplies.journal().readEach(plan.positions().toArray());
                    visitor.accept(new Delivered(plan, entries));
                }
            }
        } while (plans.size() == PLANS_MAX);
    }

    /// What became of all numbers of some hours: in the tree of one, or set aside.
    ///
    /// @param before the last number of the hour before these; 0 for none
    /// @param after what was set aside up to this number is left out; 0 where nothing is
    /// @param aside by number, in the hour that ends at it or after it; those that no hour ends
    ///   after yet are there if the last of all hours is
    /// @param next where the list of these goes on; absent at its end
    public record Account(
            List<Hour> hours, long before, long after, List<Parked> aside, Optional<Long> next) {
        public Account {
            hours = List.copyOf(hours);
            aside = List.copyOf(aside);
        }
    }

    /// The hours that began in this span, by time.
    ///
    /// @param afterNumber names what was set aside after it; 0 for the beginning
    public Account account(String destination, long fromMillis, long toMillis, long afterNumber) {
        DeliveryStore store = supplies.store();
        long start = Hour.startOf(fromMillis);
        List<Hour> hours = store.hours(destination, start, toMillis);
        long before = store.hourBefore(destination, start).map(Hour::last).orElse(0L);
        if (hours.isEmpty()) {
            return new Account(hours, before, afterNumber, List.of(), Optional.empty());
        }
        boolean last =
                store.hourBefore(destination, Long.MAX_VALUE).equals(Optional.of(hours.getLast()));
        long end = last ? Long.MAX_VALUE : hours.getLast().last();
        List<Parked> aside =
                store
                        .parked(
                                destination,
                                Parked.State.ALL,
                                Math.max(before, afterNumber),
                                NAMED_MAX + 1)
                        .stream()
                        .filter(one -> one.destinationSequence() <= end)
                        .toList();
        if (aside.size() <= NAMED_MAX) {
            return new Account(hours, before, afterNumber, aside, Optional.empty());
        }
        List<Parked> page = aside.subList(0, NAMED_MAX);
        return new Account(
                hours,
                before,
                afterNumber,
                page,
                Optional.of(page.getLast().destinationSequence()));
    }
}
