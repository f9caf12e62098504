package dev.indelible.core.sealing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The state of an organization's tree that is about to be signed, and by that the anchor log's
/// leaf entry, version 1:
///
/// ```
/// u8 version=1 | 16 B tag | u64 size | 32 B root | 4 B key id
/// tag = SHA-256(tag salt | origin)[0:16]
/// ```
///
/// The tag is the same for all heads of an organization, which knows its tag salt: it can find its
/// own heads in the anchor log and see that they are the ones it was shown; others see a curve of
/// sizes without a name. Compared by its leaf.
public final class Head {
    /// Bytes of the leaf entry.
    public static final int LEAF_BYTES = 1 + Head.TAG_BYTES + Long.BYTES + 32 + Integer.BYTES;

    static final int TAG_BYTES = 16;
    private static final byte VERSION = 1;
    private static final int HASH_BYTES = 32;

    private final String origin;
    private final byte[] leaf;

    private Head(String origin, byte[] leaf) {
        this.origin = origin;
        this.leaf = leaf;
    }

    /// The head with these parts.
    ///
    /// @param tag 16 bytes
    /// @param root 32 bytes
    public static Head of(String origin, byte[] tag, long size, byte[] root, int keyId) {
        if (tag.length != TAG_BYTES || root.length != HASH_BYTES || size < 0) {
            throw new IllegalArgumentException("no head of " + origin + " at " + size);
        }
        ByteBuffer leaf = ByteBuffer.allocate(LEAF_BYTES);
        leaf.put(VERSION).put(tag).putLong(size).put(root).putInt(keyId);
        return new Head(origin, leaf.array());
    }

    /// The head that a leaf entry tells of.
    ///
    /// @param leaf [#LEAF_BYTES] bytes of version 1
    public static Head of(String origin, byte[] leaf) {
        if (leaf.length != LEAF_BYTES || leaf[0] != VERSION) {
            throw new IllegalArgumentException("no anchor leaf of version 1");
        }
        return new Head(origin, leaf.clone());
    }

    /// Which log.
    public String origin() {
        return origin;
    }

    /// The anchor's leaf entry; not to be changed.
    public byte[] leaf() {
        return leaf;
    }

    /// Which log, for those who know its tag salt.
    public byte[] tag() {
        return Arrays.copyOfRange(leaf, 1, 1 + TAG_BYTES);
    }

    /// Leaves of its tree.
    public long size() {
        return ByteBuffer.wrap(leaf).getLong(1 + TAG_BYTES);
    }

    /// Root of its tree.
    public byte[] root() {
        int start = 1 + TAG_BYTES + Long.BYTES;
        return Arrays.copyOfRange(leaf, start, start + HASH_BYTES);
    }

    /// Id of the key that signs it.
    public int keyId() {
        return ByteBuffer.wrap(leaf).getInt(LEAF_BYTES - Integer.BYTES);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Head head
                && origin.equals(head.origin)
                && Arrays.equals(leaf, head.leaf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(leaf);
    }

    @Override
    public String toString() {
        return origin + "@" + size();
    }
}
