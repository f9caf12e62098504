package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Teller;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Result;
import dev.indelible.core.lifecycle.Notes;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/* What is written when.
 *
 * A change and a sign-in are written before they are made (Changes).
 *
 * Reads and refusals come in crowds, so those of one caller that ask the same within one hour are
 * two events: the first, queued before the answer goes out and written a moment later, and one at
 * the hour's end that counts the others. A queue that is full refuses the read: nobody reads
 * unseen by asking much, and one organization that asks much leaves room to the others. kill -9
 * loses what was queued for a few milliseconds, or since the disk is full, and the counts of the
 * running hour, never that somebody read what. A clean stop writes both.
 *
 * One search is many questions to a page that shows it: rows, counts by this and that, again with
 * every look. So a question about events that asks for no more than one of the same hour did, of
 * which the log was told, is counted with that one. What was asked decides, never what a reader says
 * it is for.
 *
 * An answer that goes on (an export, a tail) counts by itself: what it showed after its first event
 * is written when it ends, before its last bytes go out, and at the end of each hour.
 *
 * Windows are bounded in number; the oldest of the organization that has most is closed early
 * where there is no room. */

/// Writes what Indelible itself has to tell into the log of the organization concerned, through the
/// same intake as everybody. Any thread; [#step()] for one.
public final class Trail implements Worker {
    /// The organization whose log has what concerns no organization.
    public static final String INSTANCE_LOG = Caller.PLATFORM_ID;

    private static final System.Logger logger = System.getLogger(Trail.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int BATCH_EVENTS = 256;
    private static final long IDLE_MILLIS = 100;
    private final OwnEvents events;
    private final InstantSource clock;
    private final Telling telling;
    private final WaitingEvents waiting = new WaitingEvents();
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /// Of their own, so that no other questions push them out. Guarded by [#windows].
    private final Map<String, Window> attempts = new LinkedHashMap<>();

    /// By reader and what the events are, the widest question that a window is of. Guarded by
    /// [#windows].
    private final Map<String, Told> widest = new LinkedHashMap<>();

    private final Untold untold;
    private final Changes changes;
    private final Crowd crowd = new Crowd();
    private final Set<LongRead> goingOn = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pending = new AtomicInteger();
    private final Object writing = new Object();
    private List<AuditEvent> unwritten = List.of();

    /// @param random names the events
    /// @param notes of this trail alone; what an earlier one could not tell is told now
    public Trail(Intake intake, InstantSource clock, RandomGenerator random, Notes notes) {
        this.events = new OwnEvents(intake);
        this.clock = clock;
        this.telling = new Telling(clock, random);
        this.untold = new Untold(notes);
        this.changes =
                new Changes(
                        event -> events.send(List.of(event)).getFirst(),
                        this::writeNow,
                        telling,
                        untold);
    }

    /// Writes changes of a caller, under `admin-activity`, before they are made; one that could not
    /// be made after that is told again, as failed. What cannot be written now is not made.
    ///
    /// @param act how a change is told
    public <T> Teller<T> teller(Caller caller, Function<T, Act> act) {
        return changes.teller(caller, act);
    }

    /// The same for what takes rights away, which is made also where nothing can be written now: it
    /// is remembered first, over a restart, and told when it can be.
    public <T> Teller<T> withdrawing(Caller caller, Function<T, Act> act) {
        return changes.withdrawing(caller, act);
    }

    /// Writes a sign-in before it is made. What cannot be written now is not made.
    public <T> T signIn(Caller caller, Act act, Supplier<T> making) {
        return changes.make(telling.of(caller, act, Category.SIGN_IN, Outcome.SUCCESS), making);
    }

    /// Writes a sign-out that was made. What cannot be written now is remembered, over a restart if
    /// there is room for that: nobody stays signed in because a disk is full.
    public void signedOut(Caller caller, Act act) {
        changes.made(telling.of(caller, act, Category.SIGN_IN, Outcome.SUCCESS));
    }

    /// Notes a sign-in that failed, by address and claimed identity; of one identity so many
    /// addresses an hour, and the others together.
    public void signInFailed(Caller claimed, Act act) {
        AuditEvent event = telling.of(claimed, act, Category.SIGN_IN, Outcome.DENIED);
        long hour = Math.floorDiv(clock.millis(), HOUR_MILLIS);
        note(event, Shown.rows(0), windows, crowd.sameness(event, hour));
    }

    /// Notes that a caller was refused.
    ///
    /// @return the event that tells of it
    public UUID refused(Caller caller, Act act) {
        AuditEvent event = telling.of(caller, act, Category.POLICY_DENIED, Outcome.DENIED);
        return Objects.requireNonNull(note(event, Shown.rows(0)).id());
    }

    /// Notes in an organization's log that somebody of none of its own was refused there. All
    /// attempts that one organization makes upon another within an hour are counted together,
    /// whatever their keys, addresses and questions, so that nobody fills the log of others. The
    /// caller is told the same whether it can be noted or not.
    ///
    /// @param caller as the organization may see them
    /// @param from their organization, or who they are where they have none
    public void attempted(Caller caller, Act act, String from) {
        AuditEvent event = telling.of(caller, act, Category.POLICY_DENIED, Outcome.DENIED);
        try {
            note(event, Shown.rows(0), attempts, event.organization() + "\n" + from);
        } catch (Busy e) {
            lost("an attempt upon an organization was not recorded in its log: " + e.getMessage());
        }
    }

    /// Notes a read, before its answer goes out.
    ///
    /// @param shown what of the log of the act's organization is in the answer
    /// @throws Busy if too many reads wait to be noted; the answer must not go out
    public void read(Caller caller, Act act, Shown shown) {
        note(telling.of(caller, act, Category.DATA_ACCESS, Outcome.SUCCESS), shown);
    }

    /// Notes a read of events, before its answer goes out: with what the hour has of it, if that is
    /// as much.
    ///
    /// @param shown as [#read]
    /// @throws Busy as [#read]
    public void read(Caller caller, Act act, Shown shown, Asked asked) {
        AuditEvent event = telling.of(caller, act, Category.DATA_ACCESS, Outcome.SUCCESS);
        String about = Telling.reader(event) + "\n" + asked.about();
        synchronized (windows) {
            Told told = widest.get(about);
            Window window = told == null ? null : windows.get(told.same());
            if (told == null || window == null || isOver(window)) {
                note(event, shown);
                remember(about, new Told(Telling.sameness(event), asked));
            } else if (!told.asked().covers(asked)) {
                note(event, shown);
                if (asked.covers(told.asked())) {
                    remember(about, new Told(Telling.sameness(event), asked));
                }
            } else if (told.asked().shows() && !asked.shows()) {
                window.counted(shown, clock.millis());
            } else {
                window.again(1, shown, clock.millis());
            }
        }
    }

    private void remember(String about, Told told) {
        widest.remove(about);
        if (widest.size() >= Limits.TRAIL_WINDOWS_MAX) {
            widest.values().removeIf(one -> !windows.containsKey(one.same()));
        }
        widest.put(about, told);
    }

    /// A question of which the log was told.
    ///
    /// @param same of its window
    private record Told(String same, Asked asked) {}

    /// Notes a read whose answer only begins, before it does.
    ///
    /// @param shown what is in the answer as far as it is known
    /// @throws Busy as [#read]
    public LongRead begin(Caller caller, Act act, Shown shown) {
        AuditEvent event = telling.of(caller, act, Category.DATA_ACCESS, Outcome.SUCCESS);
        // Its end is written whatever waits.
        waiting.requireShareLeft(event);
        return new LongRead(this, note(event, shown));
    }

    void open(LongRead read) {
        goingOn.add(read);
    }

    void ended(LongRead read) {
        goingOn.remove(read);
    }

    /// A window that begins now, of what comes after its first event.
    Window windowOf(AuditEvent first) {
        return new Window(first, Math.floorDiv(clock.millis(), HOUR_MILLIS));
    }

    /// Whether a window's hour is over.
    boolean isOver(Window window) {
        return window.hour() != Math.floorDiv(clock.millis(), HOUR_MILLIS);
    }

    /// Adds to a window.
    void add(Window window, Shown shown) {
        window.again(0, shown, clock.millis());
    }

    /// Writes at once what a window has counted; returns when that is durable, if it can be now.
    void writeNow(Window window) {
        if (window.hasMore()) {
            writeNow(telling.again(window));
        }
    }

    /// @return the event that is written of it
    private AuditEvent note(AuditEvent event, Shown shown) {
        return note(event, shown, windows, Telling.sameness(event));
    }

    private AuditEvent note(
            AuditEvent event, Shown shown, Map<String, Window> counted, String same) {
        long now = clock.millis();
        long hour = Math.floorDiv(now, HOUR_MILLIS);
        synchronized (windows) {
            Window window = counted.get(same);
            if (window != null && window.hour() == hour) {
                window.again(1, shown, now);
                return window.first();
            }
            waiting.addWithinShare(Telling.counting(event, 1, shown));
            pending.incrementAndGet();
            if (window != null) {
                close(window);
                counted.remove(same);
            }
            if (counted.size() >= Limits.TRAIL_WINDOWS_MAX) {
                closeOldest(counted);
            }
            counted.put(same, new Window(event, hour));
            return event;
        }
    }

    /// Makes room, by one of the organization that has most, so that who asks much ends none of
    /// others.
    private void closeOldest(Map<String, Window> counted) {
        Map<String, List<String>> owners =
                counted.entrySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        one -> String.valueOf(one.getValue().organization()),
                                        Collectors.mapping(
                                                Map.Entry::getKey, Collectors.toList())));
        List<String> most = Collections.max(owners.values(), Comparator.comparingInt(List::size));
        close(Objects.requireNonNull(counted.remove(most.getFirst())));
    }

    private boolean queued(AuditEvent event) {
        boolean queued = waiting.offer(event);
        if (queued) {
            pending.incrementAndGet();
        }
        return queued;
    }

    private void close(Window window) {
        if (window.hasMore() && !queued(telling.again(window))) {
            lost("a count of reads was dropped: the queue is full");
        }
    }

    private static void lost(String what) {
        logger.log(System.Logger.Level.ERROR, what);
    }

    private void writeNow(AuditEvent event) {
        try {
            write(List.of(event));
        } catch (AuditException e) {
            if (!queued(event)) {
                lost("a change could not be recorded: action=" + event.action());
            }
        }
    }

    private void write(List<AuditEvent> written) {
        for (Result result : events.send(written)) {
            if (result.status() == Result.Status.REJECTED) {
                lost("a record was rejected: code=%s id=%s".formatted(result.code(), result.id()));
            }
        }
    }

    /// Writes what waits, and the counts of the hours that are over.
    @Override
    public Duration step() {
        closeEnded(Math.floorDiv(clock.millis(), HOUR_MILLIS));
        return writeWaiting(IDLE_MILLIS) ? Duration.ZERO : RETRY_AFTER;
    }

    private void closeEnded(long hour) {
        synchronized (windows) {
            for (Map<String, Window> counted : List.of(attempts, windows)) {
                var all = counted.values().iterator();
                while (all.hasNext()) {
                    Window window = all.next();
                    // Of another hour: a clock that was set back may have come to an earlier one.
                    if (window.hour() != hour && waiting.isHalfOfShareLeft(window.first())) {
                        close(window);
                        all.remove();
                    }
                }
            }
        }
    }

    /// @return whether nothing failed
    private boolean writeWaiting(long waitMillis) {
        synchronized (writing) {
            if (unwritten.isEmpty()) {
                List<AuditEvent> kept = untold.all();
                pending.addAndGet(kept.size());
                unwritten = kept.isEmpty() ? waiting.take(BATCH_EVENTS, waitMillis) : kept;
            }
            try {
                if (!unwritten.isEmpty()) {
                    write(unwritten);
                    untold.told(unwritten);
                }
                pending.addAndGet(-unwritten.size());
                unwritten = List.of();
                return true;
            } catch (AuditException.Busy | AuditException.Uncertain e) {
                // Kept with its ids, so that a repeat is harmless.
                return false;
            }
        }
    }

    /// Writes everything, the counts of the running hour too: before the server stops.
    public void flush() {
        goingOn.forEach(LongRead::close);
        boolean well;
        do {
            well = writeWaiting(0);
            closeEnded(Long.MAX_VALUE);
        } while (well && !(waiting.isEmpty() && unwritten.isEmpty()));
        if (!well) {
            lost("the record of reads could not be written whole");
        }
    }

    /// How many records wait to be written.
    public int waitingEvents() {
        return pending.get();
    }
}
