package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.VerifierKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A leaf entry of the anchor log, version 1: one organization's checkpoint under a pseudonym.
///
/// ```
/// u8 version=1 | 16 B tag | u64 size | 32 B root | 4 B key id      big-endian
/// tag_salt = SHA-256("indelible-tag-salt/v1" || public key of the log)
/// tag = SHA-256(tag_salt || origin)[0:16]
/// ```
final class AnchorHead {
    static final int BYTES = 1 + 16 + Long.BYTES + 32 + Integer.BYTES;
    private static final int VERSION = 1;
    private static final int TAG_BYTES = 16;
    private static final int ROOT_BYTES = 32;

    private final byte[] tag;
    private final long size;
    private final byte[] root;
    private final int keyId;

    private AnchorHead(byte[] tag, long size, byte[] root, int keyId) {
        this.tag = tag;
        this.size = size;
        this.root = root;
        this.keyId = keyId;
    }

    /// The head that stands for a checkpoint.
    ///
    /// @param keyId of the key that signed it
    static AnchorHead of(byte[] tagSalt, Checkpoint checkpoint, int keyId) {
        byte[] tag = tag(tagSalt, checkpoint.origin());
        return new AnchorHead(tag, checkpoint.size(), checkpoint.root(), keyId);
    }

    /// Reads a leaf entry.
    ///
    /// @throws RefusedException if it is none of version 1
    static AnchorHead parse(byte[] entry, String place) {
        ByteBuffer bytes = ByteBuffer.wrap(entry);
        if (entry.length != BYTES || bytes.get() != VERSION) {
            throw new RefusedException(place, "it is no head of version 1");
        }
        byte[] tag = new byte[TAG_BYTES];
        bytes.get(tag);
        long size = bytes.getLong();
        byte[] root = new byte[ROOT_BYTES];
        bytes.get(root);
        return new AnchorHead(tag, size, root, bytes.getInt());
    }

    /// What the tag salt of a log has to be. It follows from the key, which auditors pin: an
    /// operator who could choose it could anchor two histories of one organization under two tags.
    static byte[] tagSalt(VerifierKey log) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("indelible-tag-salt/v1".getBytes(StandardCharsets.UTF_8));
            return digest.digest(log.publicKey());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// An organization's pseudonym, always the same.
    static byte[] tag(byte[] tagSalt, String origin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tagSalt);
            byte[] hash = digest.digest(origin.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// The leaf entry. Inverse of [#parse].
    byte[] entry() {
        return ByteBuffer.allocate(BYTES)
                .put((byte) VERSION)
                .put(tag)
                .putLong(size)
                .put(root)
                .putInt(keyId)
                .array();
    }

    boolean hasTag(byte[] other) {
        return Arrays.equals(tag, other);
    }

    long size() {
        return size;
    }

    /// Not to be changed.
    byte[] root() {
        return root;
    }

    /// What of it is not as in another head, which is said to be of the same checkpoint.
    String differenceTo(AnchorHead expected) {
        if (!Arrays.equals(tag, expected.tag)) {
            return "its tag is not this organization's: another organization's head, or the"
                    + " anchorTagSalt of event.json was changed";
        }
        if (size != expected.size) {
            return "it is of size %d, and event.tlog-proof of %d".formatted(size, expected.size);
        }
        if (!Arrays.equals(root, expected.root)) {
            return "its root is not that of event.tlog-proof, at the same size: two histories";
        }
        return "it names another key of the log than the one that signed event.tlog-proof";
    }
}
