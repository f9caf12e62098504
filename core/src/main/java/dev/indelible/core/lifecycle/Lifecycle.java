package dev.indelible.core.lifecycle;

import dev.indelible.core.access.Names;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.lifecycle.LifecycleTrail.By;
import dev.indelible.core.lifecycle.LifecycleTrail.Deed;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Detail;
import dev.indelible.event.EventIds;
import dev.indelible.event.Mention;
import dev.indelible.event.Operation;
import dev.indelible.event.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/// What organizations want to be kept, held and erased. Any thread.
///
/// A change is told before it is made, so that none counts that the log does not tell of.
///
/// While an erasure goes on, holds of its organization stay as they are, so that what was counted
/// at its beginning is what it does.
public final class Lifecycle {
    /// For how many days what Indelible itself writes is kept at least, where nobody says
    /// otherwise.
    public static final int RECORD_DAYS = 90;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final String RETENTION = "retention-";
    private static final String HOLD = "hold-";
    private static final String ERASURE = "erasure-";

    private final Notes notes;
    private final Journal journal;
    private final Survey survey;
    private final LifecycleTrail trail;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Elsewhere> elsewhere;
    private final AtomicLong changes = new AtomicLong();
    private volatile int recordDays = RECORD_DAYS;

    /// @param random not guessable: it hides who was erased
    /// @param elsewhere where else than in events persons may be named
    public Lifecycle(
            Notes notes,
            Journal journal,
            LifecycleTrail trail,
            InstantSource clock,
            RandomGenerator random,
            List<Elsewhere> elsewhere) {
        this.notes = notes;
        this.journal = journal;
        this.survey = new Survey(journal);
        this.trail = trail;
        this.clock = clock;
        this.random = random;
        this.elsewhere = List.copyOf(elsewhere);
    }

    /// How long an organization keeps its events.
    public Retention retention(String organization) {
        Map<String, String> note = notes.all().get(retentionName(organization));
        return note == null ? Retention.DEFAULT : Retention.of(note);
    }

    private static String retentionName(String organization) {
        return RETENTION + EventIds.named("retention", organization);
    }

    /// From now on an organization keeps its events as long as this.
    ///
    /// @throws Rejected if a rule is about a value that no event can have
    public synchronized void keep(By by, String organization, Retention retention) {
        retention.requirePossible();
        Retention before = retention(organization);
        var change = new Detail.Change("/retention", before.json(), retention.json());
        var detail = new Detail(null, null, null, null, List.of(change), Map.of(), null);
        trail.told(
                by, new Deed(newId(), organization, "retention.update", Operation.UPDATE, detail));
        notes.put(retentionName(organization), retention.note());
        changes.incrementAndGet();
    }

    /// From now on what Indelible itself writes is kept for so many days at least, whatever
    /// organizations say: their administrators are among those whom it tells of.
    public void keepRecords(int days) {
        recordDays = days;
    }

    /// For how many days what Indelible itself writes is kept at least.
    public int recordDays() {
        return recordDays;
    }

    /// For how many days an entry is kept.
    int days(Retention retention, Entry entry) {
        int days = retention.days(entry);
        return OwnRecords.is(entry) ? Math.max(days, recordDays) : days;
    }

    /// What would expire now if an organization kept its events as long as this.
    ///
    /// @throws Rejected as [#keep]
    public Findings expiring(String organization, Retention retention) {
        retention.requirePossible();
        long now = clock.millis();
        return survey.of(
                organization,
                journal.end(),
                heldNow(),
                entry -> {
                    int days = days(retention, entry);
                    boolean due = Retention.dueMillis(entry.receivedMillis(), days) <= now;
                    return due ? EnumSet.allOf(Part.class) : Set.of();
                });
    }

    /// All holds of an organization.
    public List<Hold> holds(String organization) {
        return allHolds().stream()
                .filter(hold -> hold.organization().equals(organization))
                .toList();
    }

    private List<Hold> allHolds() {
        return notes.all().entrySet().stream()
                .filter(note -> note.getKey().startsWith(HOLD))
                .map(note -> Hold.of(note.getKey().substring(HOLD.length()), note.getValue()))
                .toList();
    }

    Holds heldNow() {
        return new Holds(allHolds());
    }

    /// Places a hold: nothing of the query's events goes until it is released.
    ///
    /// @throws Rejected if the query is none, or says who or why to nobody
    /// @throws Busy while an erasure goes on
    public synchronized Hold hold(
            By by, String organization, String query, String reason, String owner) {
        requireNoErasure(organization);
        Holds.requireRoom(organization, holds(organization));
        Hold hold = Hold.placed(newId(), organization, query, reason, owner, clock.millis());
        tell(
                by,
                organization,
                "hold.create",
                Operation.CREATE,
                reason,
                Map.of("hold", hold.id(), "query", query, "owner", owner));
        notes.put(HOLD + hold.id(), hold.note());
        changes.incrementAndGet();
        return hold;
    }

    /// Releases a hold.
    ///
    /// @throws Rejected if there is none of this id
    /// @throws Busy while an erasure goes on
    public synchronized void release(By by, String organization, String id) {
        if (holds(organization).stream().noneMatch(hold -> hold.id().equals(id))) {
            throw new Rejected(Problem.NOT_FOUND, "there is no hold '%s'".formatted(id));
        }
        requireNoErasure(organization);
        tell(by, organization, "hold.release", Operation.DELETE, "", Map.of("hold", id));
        notes.remove(HOLD + id);
        changes.incrementAndGet();
    }

    private void requireNoErasure(String organization) {
        if (erasures(organization).stream().anyMatch(erasure -> !erasure.isDone())) {
            throw new Busy(
                    Problem.ERASURE_RUNNING,
                    RETRY_AFTER,
                    "an erasure of organization '%s' goes on, which must end first"
                            .formatted(organization));
        }
    }

    /// What an erasure of this person would do now. Looks at every event of the organization, which
    /// takes some three seconds for each million.
    public Preview erasing(String organization, Person person) {
        return look(organization, journal.end(), person);
    }

    /// An erasure that begins.
    ///
    /// @param salt with which the person was hashed; kept nowhere
    public record Begun(Erasure erasure, String salt) {}

    /// Begins the erasure of a person.
    ///
    /// @param reason which must not name them
    /// @param confirmed of how many events something goes, as whoever asks has seen
    /// @param looked is told how many events name the person: a refusal says it too, so it is a
    ///   look
    /// @throws Rejected if a hold covers what would be erased, nothing names them, or it is not
    ///   confirmed and must be
    /// @throws Busy while another erasure of the organization goes on
    public synchronized Begun erase(
            By by,
            String organization,
            Person person,
            String reason,
            OptionalLong confirmed,
            LongConsumer looked) {
        requireNoErasure(organization);
        Names.requireAllSeen("reason", reason);
        person.requireUnnamedIn(reason);
        long end = journal.end();
        Preview preview = look(organization, end, person);
        looked.accept(preview.found().events() + preview.found().held());
        preview.requireErasable(organization, confirmed);
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        var erasure =
                new Erasure(
                        newId(),
                        organization,
                        person,
                        HexFormat.of().formatHex(person.hash(salt)),
                        reason,
                        by,
                        confirmed,
                        clock.millis(),
                        end,
                        preview.found(),
                        0,
                        Optional.empty());
        asked(erasure);
        notes.put(ERASURE + erasure.id(), erasure.note());
        return new Begun(erasure, HexFormat.of().formatHex(salt));
    }

    /// Tells that one was asked for; once, however often it is called.
    void asked(Erasure erasure) {
        trail.told(
                erasure.by(),
                new Deed(
                        "asked-" + erasure.id(),
                        erasure.organization(),
                        "erasure.request",
                        Operation.CREATE,
                        Deed.detail(erasure.reason(), erasure.askedLabels())));
    }

    /// All erasures of an organization, also those that are done.
    public List<Erasure> erasures(String organization) {
        return allErasures().stream()
                .filter(erasure -> erasure.organization().equals(organization))
                .toList();
    }

    /// The erasures that may have taken what is missing of this event: one of them did.
    public List<Erasure> erasuresOf(Entry entry) {
        return erasures(entry.organization()).stream()
                .filter(erasure -> erasure.found().mayHave(entry))
                .toList();
    }

    private List<Erasure> allErasures() {
        return notes.all().entrySet().stream()
                .filter(note -> note.getKey().startsWith(ERASURE))
                .map(note -> Erasure.of(note.getKey().substring(ERASURE.length()), note.getValue()))
                .toList();
    }

    /// One that is to be done.
    Optional<Erasure> unfinished() {
        return allErasures().stream().filter(erasure -> !erasure.isDone()).findFirst();
    }

    /// Remembers that one is done, and no longer whom it was about.
    void finish(Erasure done) {
        trail.told(
                done.by(),
                new Deed(
                        "done-" + done.id(),
                        done.organization(),
                        "erasure.complete",
                        Operation.DELETE,
                        Deed.detail(done.reason(), done.labels())));
        notes.put(ERASURE + done.id(), done.note());
    }

    /// Tells what is about to expire, before it does; once a day, however often it is tried.
    void expires(String organization, Findings found, long day) {
        var policy = new Detail.Request(null, null, retention(organization).json(), null);
        Map<String, String> labels =
                Map.of(
                        "events", Long.toString(found.events()),
                        "held", Long.toString(found.held()),
                        "firstSequence", Long.toString(found.firstSequence()),
                        "lastSequence", Long.toString(found.lastSequence()));
        trail.told(
                By.PLATFORM,
                new Deed(
                        "expiry-%d-%s".formatted(day, new TreeMap<>(labels)),
                        organization,
                        "retention.prune",
                        Operation.DELETE,
                        new Detail(null, null, policy, null, List.of(), labels, null)));
    }

    /// Takes a person out of what is kept beside the events.
    ///
    /// @return how much names them still, by kind
    Map<String, Long> eraseElsewhere(Erasure erasure, Mention mention) {
        elsewhere.forEach(place -> place.erase(erasure.organization(), mention::inText));
        Map<String, Long> remaining = elsewhere(erasure.organization(), mention, erasure.id());
        Long records = erasure.found().elsewhere().get(Survey.RECORDS);
        if (records != null) {
            remaining.put(Survey.RECORDS, records);
        }
        return remaining;
    }

    /// @param current an erasure that does not count: it will no longer say whom
    private Map<String, Long> elsewhere(String organization, Mention mention, String current) {
        var counts = new TreeMap<String, Long>();
        for (Elsewhere place : elsewhere) {
            place.naming(organization, mention::inText)
                    .forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        }
        long held =
                holds(organization).stream()
                        .map(hold -> List.of(hold.query(), hold.reason(), hold.owner()))
                        .filter(texts -> texts.stream().anyMatch(mention::inText))
                        .count();
        long asked =
                erasures(organization).stream()
                        .filter(one -> !one.id().equals(current))
                        .map(one -> List.of(one.reason(), one.by().id(), one.by().name()))
                        .filter(texts -> texts.stream().anyMatch(mention::inText))
                        .count();
        counts.put("holds", held);
        counts.put("erasures", asked);
        counts.values().removeIf(count -> count.equals(0L));
        return counts;
    }

    /// Goes up with each change of what may go.
    long changes() {
        return changes.get();
    }

    /// Does something while no hold can be placed, if nothing has changed of what may go.
    ///
    /// @param since what [#changes()] was
    /// @return whether it was done
    synchronized boolean unlessChanged(long since, Runnable work) {
        if (changes.get() != since) {
            return false;
        }
        work.run();
        return true;
    }

    private Preview look(String organization, long end, Person person) {
        Mention mention = person.mention();
        var sightings = new Sightings(mention);
        Findings found = survey.naming(organization, end, heldNow(), mention, sightings);
        Map<String, Long> counts = elsewhere(organization, mention, "");
        counts.putAll(found.elsewhere());
        boolean common = person.isCommon(organization) || sightings.isKind();
        return Preview.of(found.withElsewhere(counts), sightings.actors(), common);
    }

    private String newId() {
        return EventIds.timed(clock.millis(), random.nextLong(), random.nextLong()).toString();
    }

    /// Tells of a hold; once, however often it is tried.
    private void tell(
            By by,
            String organization,
            String action,
            Operation operation,
            String reason,
            Map<String, String> labels) {
        String id = action + "-" + labels.get("hold");
        Detail detail = Deed.detail(reason, labels);
        trail.told(by, new Deed(id, organization, action, operation, detail));
    }
}
