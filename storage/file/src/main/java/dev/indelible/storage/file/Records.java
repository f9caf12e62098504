package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records to and from bytes, as drawn in the package's page. Stateless; any thread.
final class Records {
    static final int HEADER_BYTES = 8;
    private static final int FIXED_BYTES = 8 + 8 + 8 + 8 + 16 + Leaf.SEED_BYTES + 1 + 1 + 2 + 2;
    private static final byte LAYOUT_WHOLE = 0;
    private static final Part[] PARTS = Part.values();

    private Records() {}

    /// Bytes that the entry takes.
    static int bytes(Entry entry) {
        return HEADER_BYTES
                + FIXED_BYTES
                + entry.parts().count() * Integer.BYTES
                + utf8(entry.organization()).length
                + utf8(entry.draft().key()).length
                + entry.parts().length();
    }

    /// Writes an entry.
    ///
    /// @param groupFirst position of the first entry of the same append
    static void write(Entry entry, long groupFirst, ByteBuffer into) {
        int start = into.position();
        into.position(start + HEADER_BYTES);
        Draft draft = entry.draft();
        byte[] organization = utf8(draft.organization());
        byte[] key = utf8(draft.key());
        into.putLong(entry.position())
                .putLong(groupFirst)
                .putLong(entry.sequence())
                .putLong(entry.receivedMillis())
                .putLong(entry.id().getMostSignificantBits())
                .putLong(entry.id().getLeastSignificantBits())
                .put(draft.seed())
                .put(LAYOUT_WHOLE)
                .put(presence(draft.parts()))
                .putShort((short) organization.length)
                .putShort((short) key.length);
        for (Part part : PARTS) {
            byte[] bytes = draft.parts().get(part);
            if (bytes != null) {
                into.putInt(bytes.length);
            }
        }
        into.put(organization).put(key);
        for (Part part : PARTS) {
            byte[] bytes = draft.parts().get(part);
            if (bytes != null) {
                into.put(bytes);
            }
        }
        int bodyBytes = into.position() - start - HEADER_BYTES;
        into.putInt(start, bodyBytes);
        into.putInt(start + Integer.BYTES, checksum(into, start + HEADER_BYTES, bodyBytes));
    }

    private static byte presence(Parts parts) {
        int presence = 0;
        for (Part part : PARTS) {
            presence |= parts.has(part) ? 1 << (part.number() - 1) : 0;
        }
        return (byte) presence;
    }

    /// The record at an offset, or null if what is there is not a whole record with its checksum.
    static @Nullable Stored read(ByteBuffer from, int offset) {
        if (offset + HEADER_BYTES > from.limit()) {
            return null;
        }
        int bodyBytes = from.getInt(offset);
        if (bodyBytes < FIXED_BYTES
                || bodyBytes > FileLimits.BODY_BYTES_MAX
                || bodyBytes > from.limit() - offset - HEADER_BYTES) {
            return null;
        }
        int body = offset + HEADER_BYTES;
        if (checksum(from, body, bodyBytes) != from.getInt(offset + Integer.BYTES)) {
            return null;
        }
        return stored(from.duplicate().order(ByteOrder.BIG_ENDIAN), body, bodyBytes);
    }

    /// What a damaged record seems to be, trusted in no way.
    static Optional<Stored> readUnchecked(ByteBuffer from, int offset) {
        try {
            int bodyBytes = from.getInt(offset);
            return Optional.ofNullable(stored(from.duplicate(), offset + HEADER_BYTES, bodyBytes));
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            return Optional.empty();
        }
    }

    /// Bytes of the record at an offset, were it whole; for reading ahead.
    static int bytesAt(ByteBuffer from, int offset) {
        return HEADER_BYTES + from.getInt(offset);
    }

    private static @Nullable Stored stored(ByteBuffer from, int body, int bodyBytes) {
        from.position(body);
        long position = from.getLong();
        long groupFirst = from.getLong();
        long sequence = from.getLong();
        long receivedMillis = from.getLong();
        var id = new UUID(from.getLong(), from.getLong());
        byte[] seed = new byte[Leaf.SEED_BYTES];
        from.get(seed);
        byte layout = from.get();
        int presence = from.get();
        if (layout != LAYOUT_WHOLE) {
            return null;
        }
        int organizationBytes = Short.toUnsignedInt(from.getShort());
        int keyBytes = Short.toUnsignedInt(from.getShort());
        int[] lengths = new int[PARTS.length];
        for (int i = 0; i < PARTS.length; i++) {
            lengths[i] = (presence & 1 << i) == 0 ? -1 : from.getInt();
        }
        String organization = text(from, organizationBytes);
        String key = text(from, keyBytes);
        var parts = new EnumMap<Part, byte[]>(Part.class);
        for (int i = 0; i < PARTS.length; i++) {
            if (lengths[i] >= 0) {
                byte[] bytes = new byte[lengths[i]];
                from.get(bytes);
                parts.put(PARTS[i], bytes);
            }
        }
        var draft = new Draft(organization, id, key, seed, Parts.of(parts));
        var entry = new Entry(position, sequence, receivedMillis, draft);
        return new Stored(entry, groupFirst, HEADER_BYTES + bodyBytes);
    }

    /// An entry as it lies in a file.
    ///
    /// @param groupFirst position of the first entry of the same append
    /// @param bytes of the whole record
    record Stored(Entry entry, long groupFirst, int bytes) {}

    static int checksum(ByteBuffer bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(offset, length));
        return (int) crc.getValue();
    }

    static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(ByteBuffer from, int bytes) {
        byte[] text = new byte[bytes];
        from.get(text);
        return new String(text, UTF_8);
    }

    /// Grows a buffer so that so many more bytes fit.
    static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        int wanted = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
        return ByteBuffer.allocate(wanted).put(buffer.flip());
    }
}
