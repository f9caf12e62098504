package dev.indelible.server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/* The JDK's own stream takes whatever stands behind a member and is no other one for padding, and ends.
 * So a member whose first bytes were damaged or cut off would be left out in silence, with all the
 * events in it. Here every byte is part of a member, or the body is broken. */

/// A stream of one or more members of gzip (RFC 1952), unpacked and checked. For one thread.
public final class GzipMembers extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAGIC_FIRST = 0x1f;
    private static final int MAGIC_SECOND = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    /// Time, extra flags and operating system.
    private static final int IGNORED_BYTES = 6;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean begun;
    private boolean inside;

    public GzipMembers(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inside || begins()) {
            int count = inflated(into, offset, length);
            if (count > 0) {
                check.update(into, offset, count);
                return count;
            }
            if (inflater.finished()) {
                requireTrailer();
                inside = false;
            }
        }
        return -1;
    }

    /// Unpacks what there is, and gets more where that is nothing.
    private int inflated(byte[] into, int offset, int length) throws IOException {
        if (inflater.needsInput() && !inflater.finished()) {
            if (at == end && !fill()) {
                throw cutOff();
            }
            inflater.setInput(buffer, at, end - at);
        }
        try {
            int count = inflater.inflate(into, offset, length);
            at = end - inflater.getRemaining();
            if (inflater.needsDictionary()) {
                throw new ZipException("a member needs a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    /// Reads the header of the next member.
    ///
    /// @return whether there is one
    private boolean begins() throws IOException {
        if (at == end && !fill()) {
            if (!begun) {
                throw cutOff();
            }
            return false;
        }
        if (next() != MAGIC_FIRST || next() != MAGIC_SECOND || next() != DEFLATE) {
            throw new ZipException("not gzip");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("gzip with flags that nobody knows");
        }
        skip(IGNORED_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        skip((flags & HEADER_CHECK) != 0 ? 2 : 0);
        inflater.reset();
        check.reset();
        begun = true;
        inside = true;
        return true;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText(boolean present) throws IOException {
        if (present) {
            while (next() != 0) {
                // Up to its end.
            }
        }
    }

    private void requireTrailer() throws IOException {
        if (number() != check.getValue()) {
            throw new ZipException("a member's checksum is another one");
        }
        if (number() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("a member's length is another one");
        }
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw cutOff();
        }
        return buffer[at++] & 0xff;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        int count = packed.read(buffer);
        end = Math.max(0, count);
        return count > 0;
    }

    private static EOFException cutOff() {
        return new EOFException("gzip ends within a member");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
