package dev.indelible.core.sealing;

import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Makes the tree of one log anew from its leaf entries, and holds it against every head that was
/// signed and every hash that is stored. Signs nothing and changes nothing. For one thread.
///
/// What a head says is the truth: hashes that differ while the next head fits were damaged where
/// they are stored; where a head does not fit, the entries are not those that were signed.
public final class Retrace {
    private static final int HASH_BYTES = Merkle.HASH_BYTES;

    private final String log;
    private final TreeStore trees;
    private final Deque<Head> heads;
    private final CompactRange range = new CompactRange();
    private final Hasher hasher = new Hasher();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault> differing = new ArrayList<>();
    private long signed;
    private boolean isBroken;

    /// What is not as it was signed.
    ///
    /// @param firstIndex the first entry that it may be about
    /// @param lastIndex the last one
    /// @param what for people, in one line
    public record Fault(long firstIndex, long lastIndex, String what) {}

    /// A log to be made anew.
    ///
    /// @param heads all that were signed, oldest first
    public Retrace(String log, TreeStore trees, List<Head> heads) {
        this.log = log;
        this.trees = trees;
        this.heads = new ArrayDeque<>(heads);
    }

    /// The next entry.
    public void add(byte[] leaf) {
        range.append(hasher, Merkle.leafHash(leaf), 0, this::compare);
        while (!heads.isEmpty() && heads.getFirst().size() <= range.size()) {
            judge(heads.removeFirst());
        }
    }

    /// The next entry cannot be had: nothing behind it can be compared.
    public void miss() {
        if (!isBroken && range.size() < sizeSigned()) {
            isBroken = true;
            faults.add(
                    new Fault(
                            range.size(),
                            range.size(),
                            "it was signed and cannot be read; what follows cannot be compared"));
        }
    }

    /// Whether comparing came to an end.
    public boolean isBroken() {
        return isBroken;
    }

    /// Entries so far.
    public long size() {
        return range.size();
    }

    /// The root over the entries so far.
    public byte[] root() {
        return range.root();
    }

    /// Entries up to the last head that was found right.
    public long signed() {
        return signed;
    }

    private long sizeSigned() {
        return heads.isEmpty() ? 0 : heads.getLast().size();
    }

    private void compare(int level, long index, byte[] hashes, int offset) {
        if (!Levels.isStored(level) || ((index + 1) << level) > sizeSigned()) {
            return;
        }
        byte[] stored = trees.read(log, level, index, 1);
        if (!Arrays.equals(stored, 0, stored.length, hashes, offset, offset + HASH_BYTES)) {
            long first = index << level;
            differing.add(
                    new Fault(
                            first,
                            first + (1L << level) - 1,
                            "the stored hash %d of level %d is %s"
                                    .formatted(
                                            index,
                                            level,
                                            stored.length == 0 ? "missing" : "another")));
        }
    }

    private void judge(Head head) {
        boolean fits = head.size() == range.size() && Arrays.equals(head.root(), range.root());
        if (fits) {
            for (Fault fault : differing) {
                faults.add(
                        new Fault(
                                fault.firstIndex(),
                                fault.lastIndex(),
                                fault.what()
                                        + "; the signed root confirms the events, so the folder tree is"
                                        + " damaged and can be deleted: a start makes it anew"));
            }
            signed = head.size();
        } else {
            fork(head);
        }
        differing.clear();
    }

    private void fork(Head head) {
        long first = signed;
        long last = Math.max(signed, head.size() - 1);
        for (Fault fault : differing) {
            if (fault.firstIndex() >= signed
                    && fault.lastIndex() - fault.firstIndex() < last - first) {
                first = fault.firstIndex();
                last = fault.lastIndex();
            }
        }
        faults.add(
                new Fault(
                        first,
                        last,
                        "other events are stored than were signed at size %d"
                                .formatted(head.size())));
        isBroken = true;
        heads.clear();
    }

    /// Everything that was found, once all entries were added.
    public List<Fault> end() {
        if (!isBroken && !heads.isEmpty()) {
            faults.add(
                    new Fault(
                            range.size(),
                            sizeSigned() - 1,
                            "%d events were signed and %d are stored"
                                    .formatted(sizeSigned(), range.size())));
        }
        return List.copyOf(faults);
    }
}
