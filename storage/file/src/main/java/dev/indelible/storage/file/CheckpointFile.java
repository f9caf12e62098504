package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One file of the checkpoint journal: a header and frames. The caller guards it.
final class CheckpointFile {
    static final int HEADER_BYTES = 28;

    private static final long MAGIC = 0x494e_4443_4b50_5431L; // INDCKPT1
    private static final int WINDOW_BYTES = 256 << 10;

    private final DiskFile file;
    private final long number;
    private final long bytesBefore;
    private long end;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    private CheckpointFile(DiskFile file, long number, long bytesBefore, long end) {
        this.file = file;
        this.number = number;
        this.bytesBefore = bytesBefore;
        this.end = end;
    }

    static String name(long number) {
        return "%06d.checkpoints".formatted(number);
    }

    /// A new file, durable on return.
    ///
    /// @param bytesBefore how much of the file before counts
    static CheckpointFile create(Disk disk, long number, long bytesBefore) throws IOException {
        if (disk.list().contains(name(number))) {
            // Of an attempt that failed; nothing in it was confirmed.
            disk.delete(name(number));
        }
        DiskFile file = disk.create(name(number));
        file.write(0, header(number, bytesBefore));
        file.force();
        disk.syncFolder();
        return new CheckpointFile(file, number, bytesBefore, HEADER_BYTES);
    }

    /// An existing file; null if its header never got to the disk.
    ///
    /// @throws IOException also if the header is damaged
    static @Nullable CheckpointFile open(Disk disk, long number) throws IOException {
        DiskFile file = disk.open(name(number));
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(0, header);
        long bytesBefore = header.getLong(2 * Long.BYTES);
        if (!Arrays.equals(header.array(), header(number, bytesBefore).array())) {
            boolean unused = file.size() <= HEADER_BYTES;
            file.close();
            if (unused) {
                return null;
            }
            throw new IOException("the header of %s is damaged".formatted(name(number)));
        }
        return new CheckpointFile(file, number, bytesBefore, file.size());
    }

    private static ByteBuffer header(long number, long bytesBefore) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putLong(number).putLong(bytesBefore);
        int checksum = Records.plainChecksum(header.array(), 0, 3 * Long.BYTES);
        return header.putInt(checksum).flip();
    }

    long number() {
        return number;
    }

    long bytesBefore() {
        return bytesBefore;
    }

    /// Where the frames end.
    long end() {
        return end;
    }

    void end(long newEnd) {
        end = newEnd;
    }

    /// The body of the frame at an offset; null if there is no whole one.
    @Nullable ByteBuffer body(long offset) throws IOException {
        ByteBuffer header = bytes(offset, Rounds.FRAME_HEADER_BYTES);
        if (header == null) {
            return null;
        }
        int length = header.getInt();
        int checksum = header.getInt();
        if (!Rounds.isBodyLength(length)) {
            return null;
        }
        ByteBuffer body = bytes(offset + Rounds.FRAME_HEADER_BYTES, length);
        return body != null && Rounds.isBody(body, checksum, offset) ? body : null;
    }

    /// Whether a whole frame begins anywhere after an offset: then what lies there was durable.
    boolean hasFrameAfter(long offset) throws IOException {
        for (long at = offset + 1; at < end; at++) {
            if (body(at) != null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ByteBuffer bytes(long offset, int length) throws IOException {
        if (offset + length > end) {
            return null;
        }
        if (offset < windowStart || offset + length > windowStart + window.limit()) {
            int wanted = (int) Math.min(end - offset, Math.max(length, WINDOW_BYTES));
            ByteBuffer next = ByteBuffer.allocate(wanted);
            file.read(offset, next);
            window = next.flip();
            windowStart = offset;
            if (window.limit() < length) {
                return null;
            }
        }
        return window.slice((int) (offset - windowStart), length);
    }

    /// Writes a frame at the end and waits until it is durable.
    void append(ByteBuffer frame) throws IOException {
        int length = frame.remaining();
        window = ByteBuffer.allocate(0);
        file.write(end, frame);
        file.force();
        end += length;
    }

    /// Cuts off what lies after the end, and writes header and last frame anew: the cache may hold
    /// bytes of them that never reached the disk.
    ///
    /// @param lastFrame where it begins
    void settle(long lastFrame) throws IOException {
        file.truncate(end);
        file.write(0, header(number, bytesBefore));
        ByteBuffer frame = bytes(lastFrame, (int) (end - lastFrame));
        if (frame != null && frame.hasRemaining()) {
            file.write(lastFrame, frame);
        }
        file.force();
    }

    void close() throws IOException {
        file.close();
    }
}
