package dev.indelible.core.sealing;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Leaf;
import dev.indelible.event.LeafWriter;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/* One thread follows the journal and lets the trees grow; after each second in which one grew it
 * publishes:
 *
 *   roots -> checkpoint journal, forced -> anchor grows by one leaf per head -> shown, signed when read
 *
 * Whatever happens before the force leaves nothing that was shown; whatever happens after it is made
 * again from the two journals. So a crash at any point can delay a checkpoint, and can never lead to
 * two that contradict each other.
 *
 * An event that was read before a failure and is read again is known by its sequence: it is below the
 * size of its tree. One above it means that events between cannot be read. */

/// Seals events, as a follower of the journal. [#step()] is for one thread, the rest for any.
public final class Sealing implements Worker {
    private static final System.Logger logger = System.getLogger(Sealing.class.getName());
    private static final Duration IDLE_PAUSE = Duration.ofMillis(20);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    /// At most one round a second; a bit less, so that with the pause and the force of the disk an
    /// event is published within a second of its answer.
    private static final long ROUND_MILLIS = 900;

    private final SealingStores stores;
    private final Journal journal;
    private final LogKeys keys;
    private final Origins origins;
    private final InstantSource clock;
    private final Publications publications;
    private final Logs reading;

    private final Map<String, SealedLog> logs = new HashMap<>();
    private final Set<SealedLog> grown = new LinkedHashSet<>();
    private Tree anchor;
    private final Hasher hasher = new Hasher();
    private final LeafWriter leaves = new LeafWriter();

    /// A zero byte, which starts what is hashed of a leaf, and the leaf.
    private final byte[] leaf = new byte[1 + Leaf.BYTES_MAX];

    private final byte[] hash = new byte[Merkle.HASH_BYTES];
    private @Nullable SealedLog recent;
    private long position;
    private long roundMillis;

    /// Whether the trees are no longer what the two journals say, and must be made anew.
    private boolean lost = true;

    private volatile long publishedPosition;
    private final AtomicInteger stalledLogs = new AtomicInteger();
    private volatile boolean failing;

    private Sealing(
            SealingStores stores,
            LogKeys keys,
            Origins origins,
            InstantSource clock,
            Publications publications) {
        this.stores = stores;
        this.journal = stores.journal();
        this.keys = keys;
        this.origins = origins;
        this.clock = clock;
        this.publications = publications;
        this.reading = new Logs(stores);
        this.anchor = new Tree(Origins.ANCHOR, stores.trees(), new CompactRange());
    }

    /// Goes on where an earlier process left off.
    ///
    /// @param witnesses whom to ask to cosign the anchor
    /// @throws AuditException.Corrupt if the journal contradicts what was signed: do not start
    public static Sealing open(
            SealingStores stores,
            LogKeys keys,
            Origins origins,
            InstantSource clock,
            WitnessPolicy witnesses) {
        Sealing sealing = unopened(stores, keys, origins, clock, witnesses);
        sealing.open();
        return sealing;
    }

    /// The same before it has looked at what is there, which takes a second or two where there are
    /// thousands of logs: [#open()] comes before the first step.
    public static Sealing unopened(
            SealingStores stores,
            LogKeys keys,
            Origins origins,
            InstantSource clock,
            WitnessPolicy witnesses) {
        var publications =
                new Publications(
                        !witnesses.witnesses().isEmpty()
                                ? Publications.Witnesses.ASKED
                                : Publications.Witnesses.NONE);
        return new Sealing(stores, keys, origins, clock, publications);
    }

    /// Goes on where an earlier process left off; whoever asks for what is published waits for it.
    ///
    /// @throws AuditException.Corrupt if the journal contradicts what was signed: do not go on
    public void open() {
        try {
            recover();
            lost = false;
            publications.opened(true);
        } catch (RuntimeException e) {
            publications.opened(false);
            throw e;
        }
    }

    private void recover() {
        var recovery = new Recovery(stores, keys, origins);
        recovery.run();
        logs.clear();
        logs.putAll(recovery.logs());
        grown.clear();
        recent = null;
        anchor = recovery.anchor();
        position = recovery.position();
        publishedPosition = position;
        stalledLogs.set((int) logs.values().stream().filter(SealedLog::isStalled).count());
        if (anchor.size() > 0) {
            publications.publish(recovery.heads(), anchorState());
        }
    }

    @Override
    public Duration step() {
        try {
            if (lost) {
                recover();
                lost = false;
            }
            follow();
            publishIfDue();
            reading.takeDoubted().ifPresent(this::lookThrough);
            failing = false;
        } catch (RuntimeException e) {
            failing = true;
            logger.log(System.Logger.Level.ERROR, "sealing failed; trying again", e);
            return FAILURE_PAUSE;
        }
        return position < journal.end() ? Duration.ZERO : IDLE_PAUSE;
    }

    private void follow() {
        if (position >= journal.end()) {
            return;
        }
        List<Entry> entries =
                journal.read(position, Limits.FOLLOW_EVENTS_MAX, Limits.FOLLOW_BYTES_MAX);
        if (entries.isEmpty()) {
            // Nothing up to the end can be read.
            position = journal.end();
            return;
        }
        for (Entry entry : entries) {
            seal(entry);
        }
        position = entries.getLast().position() + 1;
    }

    private void seal(Entry entry) {
        SealedLog log = log(entry.organization());
        long size = log.tree().size();
        if (entry.sequence() < size || log.isStalled()) {
            return;
        }
        if (entry.sequence() > size) {
            log.stall();
            stalledLogs.incrementAndGet();
            logger.log(
                    System.Logger.Level.ERROR,
                    "a log can no longer be sealed, its events from {0} on cannot be read: log={1}",
                    Long.toString(size),
                    log.name());
            return;
        }
        int length = entry.leaf(leaves, leaf, 1);
        hasher.prefixedLeaf(leaf, 0, 1 + length, hash, 0);
        log.tree().append(hasher, hash, 0);
        if (!log.hasGrown()) {
            throw new IllegalStateException("a log grew and does not say so");
        }
        grown.add(log);
    }

    private SealedLog log(String organization) {
        SealedLog log = recent;
        if (log == null || !log.name().equals(organization)) {
            log = logs.computeIfAbsent(organization, this::newLog);
            recent = log;
        }
        return log;
    }

    private SealedLog newLog(String organization) {
        var tree = new Tree(organization, stores.trees(), new CompactRange());
        return new SealedLog(organization, origins.of(organization), keys, tree);
    }

    private void publishIfDue() {
        long now = clock.millis();
        if (grown.isEmpty()) {
            publishedPosition = position;
            return;
        }
        if (Math.abs(now - roundMillis) < ROUND_MILLIS) {
            return;
        }
        var states = new ArrayList<Published>(grown.size());
        var heads = new ArrayList<Head>(grown.size());
        for (SealedLog log : grown) {
            log.tree().flush();
            Published state = log.state();
            states.add(state);
            heads.add(log.head(state));
        }
        stores.checkpoints().append(new Round(now, position, heads, anchorWith(heads)));
        // From here on the round stands, whether or not what follows succeeds.
        lost = true;
        var anchored = new ArrayList<Anchored>(grown.size());
        int next = 0;
        for (SealedLog log : grown) {
            log.published(states.get(next));
            anchored.add(new Anchored(states.get(next), anchor.size()));
            appendToAnchor(heads.get(next));
            next++;
        }
        anchor.flush();
        grown.clear();
        roundMillis = now;
        publications.publish(anchored, anchorState());
        publishedPosition = position;
        lost = false;
    }

    /// Makes a log's stored hashes anew, or finds that its events are not those that were sealed.
    private void lookThrough(String name) {
        SealedLog log = logs.get(name);
        Tree tree = log == null ? anchor : log.tree();
        var regrowth = new Regrowth(name, stores.trees(), stores.leaves());
        if (regrowth.anew(tree.size(), tree.root())
                instanceof Regrowth.Outcome.Other(OptionalLong first)) {
            logger.log(
                    System.Logger.Level.ERROR,
                    "the events of a log are not those that were sealed: log={0} first bad={1} or after",
                    name,
                    first.isPresent() ? Long.toString(first.getAsLong()) : "?");
            if (log != null && !log.isStalled()) {
                log.stall();
                stalledLogs.incrementAndGet();
            }
        } else {
            logger.log(
                    System.Logger.Level.WARNING,
                    "the stored tree of a log was damaged and is made anew: log={0}",
                    name);
        }
    }

    /// The anchor as it will be with these heads, which it only gets once they are durable.
    private Checkpoint anchorWith(List<Head> heads) {
        CompactRange edge = anchor.edge();
        for (Head head : heads) {
            edge.append(Merkle.leafHash(head.leaf()));
        }
        return Checkpoint.of(origins.of(Origins.ANCHOR), edge.size(), edge.root());
    }

    private void appendToAnchor(Head head) {
        anchor.append(hasher, Merkle.leafHash(head.leaf()), 0);
    }

    private Published anchorState() {
        String origin = origins.of(Origins.ANCHOR);
        return new Published(Origins.ANCHOR, origin, anchor.edge(), keys.signer(origin));
    }

    /// Tiles and proofs of what is published.
    public Logs logs() {
        return reading;
    }

    /// What is published.
    public Publications publications() {
        return publications;
    }

    /// Entries that are durable and not yet published.
    public long lagEntries() {
        return Math.max(0, journal.end() - publishedPosition);
    }

    /// Seconds since the oldest of them was received; 0 if there is none.
    public double lagSeconds() {
        long published = publishedPosition;
        if (published >= journal.end()) {
            return 0;
        }
        List<Entry> oldest = journal.read(published, 1, 1);
        return oldest.isEmpty()
                ? 0
                : Math.max(0, clock.millis() - oldest.getFirst().receivedMillis()) / 1000.0;
    }

    /// Entries that are published.
    public long publishedPosition() {
        return publishedPosition;
    }

    /// Logs that cannot grow any more because events of theirs cannot be read.
    public int stalledLogs() {
        return stalledLogs.get();
    }

    /// Whether the last step failed.
    public boolean failing() {
        return failing;
    }
}
