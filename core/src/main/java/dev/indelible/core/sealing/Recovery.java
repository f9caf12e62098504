package dev.indelible.core.sealing;

import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Problem;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/* What was signed is in the checkpoint journal, what is true now is in the journal. A start compares
 * the two and refuses where they contradict each other, because going on would sign a second history
 * beside the first:
 *
 * - rollback: the journal has fewer events than were signed;
 * - fork: its events give another root at a size that was signed;
 * - another instance name or other keys: the same events would become other logs.
 *
 * An event whose bytes are damaged is none of these: its log stops growing, loudly, and the others go
 * on. */

/// The trees of all logs at a start, or the reason not to start.
final class Recovery {
    private static final System.Logger logger = System.getLogger(Recovery.class.getName());

    /// Leaves that a start computes anew: the last tile of each log as long as they suffice, then
    /// the last block only. With thousands of logs it would take many seconds otherwise.
    private static final long LEAVES_MAX = 10_000;

    private final SealingStores stores;
    private final LogKeys keys;
    private final Origins origins;
    private final Map<String, Recorded> recorded = new TreeMap<>();
    private final Map<String, SealedLog> logs = new HashMap<>();
    private final List<Anchored> heads = new ArrayList<>();
    private long leavesLeft = LEAVES_MAX;
    private @Nullable Round last;
    private Tree anchor;

    Recovery(SealingStores stores, LogKeys keys, Origins origins) {
        this.stores = stores;
        this.keys = keys;
        this.origins = origins;
        this.anchor = new Tree(Origins.ANCHOR, stores.trees(), new CompactRange());
    }

    private record Recorded(Head head, long anchorIndex) {}

    /// Compares and recovers.
    ///
    /// @throws Corrupt if the journal contradicts what was signed
    void run() {
        stores.checkpoints().replay(this::take);
        Round newest = last;
        if (newest == null) {
            return;
        }
        requireInstance(newest.anchor());
        // Asked of all logs before any is grown, which may take long.
        recorded.values().forEach(this::requireNoRollback);
        requirePosition(newest.position());
        recorded.values().forEach(this::regrow);
        regrowAnchor(newest.anchor());
    }

    private void take(Round round) {
        long index = round.firstHead();
        for (Head head : round.heads()) {
            recorded.put(head.origin(), new Recorded(head, index++));
        }
        last = round;
    }

    private void requireInstance(Checkpoint checkpoint) {
        String expected = origins.of(Origins.ANCHOR);
        if (!checkpoint.origin().equals(expected)) {
            String before = checkpoint.origin();
            throw new Corrupt(
                    Problem.INSTANCE_CHANGED,
                    "the instance was '%s' and is '%s': its name is in every checkpoint that was signed and cannot change; set INDELIBLE_INSTANCE to the first"
                            .formatted(
                                    before.substring(
                                            0, before.length() - Origins.ANCHOR.length() - 1),
                                    origins.instance()));
        }
    }

    private void requireNoRollback(Recorded newest) {
        Head head = newest.head();
        String organization = organization(head);
        long durable = stores.journal().nextSequence(organization);
        if (durable < head.size()) {
            throw new Corrupt(
                    Problem.LOG_ROLLED_BACK,
                    "organization '%s' was signed with %d events and the journal has %d: the first that is gone is event %d; bring back the whole journal from a backup"
                            .formatted(organization, head.size(), durable, durable));
        }
        if (keys.signer(head.origin()).verifierKey().keyId() != head.keyId()) {
            throw new Corrupt(
                    Problem.SEALING_KEY_CHANGED,
                    "organization '%s' was signed with another key than sealing.key gives; bring back that file from a backup"
                            .formatted(organization));
        }
    }

    private void requirePosition(long position) {
        if (stores.journal().end() < position) {
            throw new Corrupt(
                    Problem.LOG_ROLLED_BACK,
                    "the journal has %d events and %d were sealed; bring back the whole journal from a backup"
                            .formatted(stores.journal().end(), position));
        }
    }

    private String organization(Head head) {
        return origins.log(head.origin())
                .orElseThrow(() ->
                        new Corrupt(
                                Problem.INSTANCE_CHANGED,
                                head.origin() + " is no log of " + origins.instance()));
    }

    private void regrow(Recorded newest) {
        Head head = newest.head();
        String name = organization(head);
        var regrowth = new Regrowth(name, stores.trees(), stores.leaves());
        SealedLog log;
        try {
            switch (regrowth.to(head.size(), head.root(), unit(head.size()))) {
                case Regrowth.Outcome.Whole(Tree tree) -> {
                    log = new SealedLog(name, head.origin(), keys, tree);
                    heads.add(new Anchored(log.state(), newest.anchorIndex()));
                }
                case Regrowth.Outcome.Other(OptionalLong difference) ->
                        throw forked(name, head, difference);
            }
        } catch (Corrupt e) {
            if (e.problem() != Problem.CHECKSUM_MISMATCH) {
                throw e;
            }
            logger.log(System.Logger.Level.ERROR, "a log can no longer be sealed: log=" + name, e);
            log = new SealedLog(name, head.origin(), keys, emptyTree(name));
            log.stall();
        }
        logs.put(name, log);
    }

    private int unit(long size) {
        leavesLeft -= size % Levels.TILE_LEAVES;
        return leavesLeft >= 0 ? Levels.TILE_LEAVES : Levels.BLOCK_LEAVES;
    }

    private Tree emptyTree(String name) {
        return new Tree(name, stores.trees(), new CompactRange());
    }

    /// Looks through all heads of this log for the first that the journal's events do not give.
    private Corrupt forked(String name, Head newest, OptionalLong difference) {
        var history = new TreeMap<Long, byte[]>();
        stores.checkpoints()
                .replay(round -> {
                    for (Head head : round.heads()) {
                        if (head.origin().equals(newest.origin())) {
                            history.put(head.size(), head.root());
                        }
                    }
                });
        var regrowth = new Regrowth(name, new MemoryTreeStore(), stores.leaves());
        Tree tree = new Tree(name, new MemoryTreeStore(), new CompactRange());
        long good = 0;
        for (Map.Entry<Long, byte[]> signed : history.entrySet()) {
            regrowth.grow(tree, signed.getKey());
            if (!Arrays.equals(tree.root(), signed.getValue())) {
                break;
            }
            good = signed.getKey();
        }
        long from = Math.max(good, difference.orElse(good));
        return new Corrupt(
                Problem.LOG_FORKED,
                "organization '%s' has other events in the journal than were signed at size %d: the first bad one is event %d or one after it; bring back the whole journal from a backup"
                        .formatted(name, newest.size(), from));
    }

    private void regrowAnchor(Checkpoint checkpoint) {
        var regrowth = new Regrowth(Origins.ANCHOR, stores.trees(), stores.leaves());
        if (!(regrowth.to(checkpoint.size(), checkpoint.root(), Levels.TILE_LEAVES)
                instanceof Regrowth.Outcome.Whole(Tree tree))) {
            throw new Corrupt(
                    Problem.LOG_FORKED,
                    "the heads in the checkpoint journal do not give the anchor's root at size %d; bring back the folder checkpoints from a backup"
                            .formatted(checkpoint.size()));
        }
        anchor = tree;
    }

    Map<String, SealedLog> logs() {
        return logs;
    }

    List<Anchored> heads() {
        return heads;
    }

    Tree anchor() {
        return anchor;
    }

    /// Where in the journal to go on.
    long position() {
        return last == null ? 0 : last.position();
    }
}
