package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Round;
import dev.indelible.proof.Checkpoint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Rounds as frames of bytes and back; see the package. Knows the origins of all heads met so far,
/// in the order of the file, because each is written once only.
final class Rounds {
    /// Bytes before a frame's body.
    static final int FRAME_HEADER_BYTES = 8;

    private static final int BODY_BYTES_MIN = 4 * Long.BYTES + 32 + Short.BYTES + Integer.BYTES;

    private final Map<ByteBuffer, String> origins = new HashMap<>();

    /// The frame of a round that is to lie at an offset.
    ByteBuffer encode(Round round, long offset) {
        var names = new ArrayList<byte[]>(round.heads().size());
        byte[] anchorOrigin = round.anchor().origin().getBytes(UTF_8);
        int bytes = FRAME_HEADER_BYTES + BODY_BYTES_MIN + anchorOrigin.length;
        for (Head head : round.heads()) {
            boolean known = head.origin().equals(origins.get(ByteBuffer.wrap(head.tag())));
            byte[] name = known ? new byte[0] : head.origin().getBytes(UTF_8);
            names.add(name);
            bytes += Head.LEAF_BYTES + Short.BYTES + name.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(bytes);
        frame.position(FRAME_HEADER_BYTES);
        frame.putLong(offset).putLong(round.unixMillis()).putLong(round.position());
        frame.putLong(round.anchor().size()).put(round.anchor().root());
        frame.putShort((short) anchorOrigin.length).put(anchorOrigin);
        frame.putInt(round.heads().size());
        for (int i = 0; i < names.size(); i++) {
            frame.put(round.heads().get(i).leaf());
            frame.putShort((short) names.get(i).length).put(names.get(i));
        }
        int bodyBytes = bytes - FRAME_HEADER_BYTES;
        frame.putInt(0, bodyBytes);
        frame.putInt(Integer.BYTES, checksum(frame.slice(FRAME_HEADER_BYTES, bodyBytes)));
        return frame.flip();
    }

    /// Remembers the origins of a round that was written or read.
    void learn(Round round) {
        for (Head head : round.heads()) {
            origins.put(ByteBuffer.wrap(head.tag()), head.origin());
        }
    }

    /// Whether so many bytes of body may be a frame's at all.
    static boolean isBodyLength(int bytes) {
        return bytes >= BODY_BYTES_MIN && bytes <= FileLimits.ROUND_BYTES_MAX;
    }

    /// Whether these bytes are the body of the frame at this offset.
    static boolean isBody(ByteBuffer body, int checksum, long offset) {
        return body.getLong(body.position()) == offset && checksum(body.duplicate()) == checksum;
    }

    /// The round in a body that is whole; null if it makes no sense.
    @Nullable Round decode(ByteBuffer body) {
        try {
            body.getLong();
            long unixMillis = body.getLong();
            long position = body.getLong();
            long anchorSize = body.getLong();
            byte[] anchorRoot = new byte[32];
            body.get(anchorRoot);
            String anchorOrigin = text(body);
            int count = body.getInt();
            var heads = new ArrayList<Head>(Math.min(count, body.remaining()));
            for (int i = 0; i < count; i++) {
                byte[] leaf = new byte[Head.LEAF_BYTES];
                body.get(leaf);
                heads.add(head(leaf, text(body), heads));
            }
            return new Round(
                    unixMillis,
                    position,
                    heads,
                    Checkpoint.of(anchorOrigin, anchorSize, anchorRoot));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return null;
        }
    }

    private Head head(byte[] leaf, String named, List<Head> before) {
        if (!named.isEmpty()) {
            return Head.of(named, leaf);
        }
        ByteBuffer tag = ByteBuffer.wrap(Head.of("?", leaf).tag());
        String origin = origins.get(tag);
        if (origin == null) {
            throw new IllegalArgumentException("head %d has no origin".formatted(before.size()));
        }
        return Head.of(origin, leaf);
    }

    private static String text(ByteBuffer body) {
        byte[] text = new byte[Short.toUnsignedInt(body.getShort())];
        body.get(text);
        return new String(text, UTF_8);
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
