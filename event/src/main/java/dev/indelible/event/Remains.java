package dev.indelible.event;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stands in for the seed of an event of which something was deleted: a salt for each part
/// that is still there and the commitment of each that was erased, so that its leaf entry is what
/// it always was; or, where the whole body has expired, the hash of that leaf entry alone. Of what
/// was deleted neither bytes nor salt can be found again from it.
///
/// Immutable; arrays are handed in and out without copying and must not be changed.
public final class Remains {
    private static final int PART_COUNT = Part.values().length;

    private final byte[] @Nullable [] salts;
    private final byte[] @Nullable [] commitments;
    private final byte @Nullable [] leafHash;

    private Remains(
            byte[] @Nullable [] salts,
            byte[] @Nullable [] commitments,
            byte @Nullable [] leafHash) {
        this.salts = salts;
        this.commitments = commitments;
        this.leafHash = leafHash;
    }

    /// As they were stored.
    ///
    /// @param salts by the parts' numbers, of those that are there; kept
    /// @param commitments by the parts' numbers, of those that were erased; kept
    public static Remains of(byte[] @Nullable [] salts, byte[] @Nullable [] commitments) {
        for (int i = 0; i < PART_COUNT; i++) {
            if (salts[i] != null && commitments[i] != null) {
                throw new IllegalArgumentException("a part is there or was erased");
            }
        }
        return new Remains(salts, commitments, null);
    }

    /// Of an event whose body has expired.
    ///
    /// @param leafHash of its leaf entry
    public static Remains expired(byte[] leafHash) {
        if (leafHash.length != Leaf.HASH_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + leafHash.length);
        }
        return new Remains(
                new byte[PART_COUNT] @Nullable [],
                new byte[PART_COUNT] @Nullable [],
                requireNonNull(leafHash, "leafHash is null"));
    }

    /// What remains when these parts are erased of a whole event.
    ///
    /// @param seed of the event
    public static Remains of(byte[] seed, Parts parts, Set<Part> erased) {
        var salts = new byte[PART_COUNT] @Nullable [];
        for (Part part : Part.values()) {
            salts[index(part)] = parts.has(part) ? Leaf.salt(seed, part) : null;
        }
        return new Remains(salts, new byte[PART_COUNT] @Nullable [], null).without(parts, erased);
    }

    /// What remains when these parts are erased as well.
    ///
    /// @param parts as they are before
    public Remains without(Parts parts, Set<Part> erased) {
        var fewerSalts = salts.clone();
        var moreCommitments = commitments.clone();
        for (Part part : erased) {
            byte[] salt = salts[index(part)];
            byte[] bytes = parts.get(part);
            if (salt != null && bytes != null) {
                moreCommitments[index(part)] = Leaf.commitment(salt, part, bytes);
                fewerSalts[index(part)] = null;
            }
        }
        return new Remains(fewerSalts, moreCommitments, leafHash);
    }

    private static int index(Part part) {
        return part.number() - 1;
    }

    /// Whether the whole body has expired.
    public boolean isExpired() {
        return leafHash != null;
    }

    /// The hash of the leaf entry where the body has expired, else null.
    public byte @Nullable [] leafHash() {
        return leafHash;
    }

    /// Whether the event had this part and it was erased.
    public boolean isErased(Part part) {
        return commitments[index(part)] != null;
    }

    /// The commitment of an erased part, or null.
    public byte @Nullable [] commitment(Part part) {
        return commitments[index(part)];
    }

    /// The salt of a part that is there, or null.
    public byte @Nullable [] salt(Part part) {
        return salts[index(part)];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remains remains
                && Arrays.deepEquals(salts, remains.salts)
                && Arrays.deepEquals(commitments, remains.commitments)
                && Arrays.equals(leafHash, remains.leafHash);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(commitments) + Arrays.hashCode(leafHash);
    }
}
