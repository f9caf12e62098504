package dev.indelible.cli.verify;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A leaf entry of an organization's log, version 1, read:
///
/// ```
/// u8 version=1 | u64 received_unix_ms | 16 B event id | u8 k | k × (u8 part | 32 B commitment)
/// ```
final class SealedLeaf {
    static final int VERSION = 1;
    static final int HASH_BYTES = 32;
    static final int HEADER_BYTES = 1 + Long.BYTES + 16 + 1;
    private static final int COMMITMENT_BYTES = 1 + HASH_BYTES;

    private final long receivedMillis;
    private final UUID id;
    private final SortedMap<Integer, byte[]> commitments;

    private SealedLeaf(long receivedMillis, UUID id, SortedMap<Integer, byte[]> commitments) {
        this.receivedMillis = receivedMillis;
        this.id = id;
        this.commitments = commitments;
    }

    /// Reads a leaf entry.
    ///
    /// @param place where it is, for messages
    /// @throws RefusedException if it is none of version 1
    static SealedLeaf parse(byte[] entry, String place) {
        ByteBuffer bytes = ByteBuffer.wrap(entry);
        if (entry.length < HEADER_BYTES || bytes.get() != VERSION) {
            throw new RefusedException(place, "it is no leaf entry of version 1");
        }
        long receivedMillis = bytes.getLong();
        var id = new UUID(bytes.getLong(), bytes.getLong());
        int count = bytes.get() & 0xff;
        if (bytes.remaining() != count * COMMITMENT_BYTES) {
            throw new RefusedException(
                    place,
                    "a leaf entry of %d parts does not have %d bytes"
                            .formatted(count, entry.length));
        }
        var commitments = new TreeMap<Integer, byte[]>();
        for (int i = 0; i < count; i++) {
            int part = bytes.get() & 0xff;
            if (!commitments.isEmpty() && part <= commitments.lastKey()) {
                throw new RefusedException(place, "its parts are not in order");
            }
            byte[] commitment = new byte[HASH_BYTES];
            bytes.get(commitment);
            commitments.put(part, commitment);
        }
        return new SealedLeaf(receivedMillis, id, commitments);
    }

    long receivedMillis() {
        return receivedMillis;
    }

    UUID id() {
        return id;
    }

    /// By the number of the part; not to be changed.
    SortedMap<Integer, byte[]> commitments() {
        return commitments;
    }
}
