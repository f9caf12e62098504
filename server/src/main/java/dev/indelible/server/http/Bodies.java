package dev.indelible.server.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/// Request bodies as bytes, decompressed, bounded in size, in time and in sum. Any thread.
///
/// What a body needs is reserved before it is read, and for a body of unknown length as it grows,
/// so that many large bodies cannot fill the heap: who finds no room is told to come back. Those of
/// one organization leave room to the others.
final class Bodies {
    private static final int STEP_BYTES = 16 << 10;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int WINDOW_LOG_MAX = 23;

    /// What a chunk counts at least: its frame alone can be half of that, for each byte in it.
    private static final int CHUNK_BYTES = 1 << 9;

    private final BodyRoom room;
    private final Duration timeAllowed;

    /// @param room for all bodies that are held at once
    /// @param timeAllowed how long one body may take to arrive
    Bodies(BodyRoom room, Duration timeAllowed) {
        this.room = room;
        this.timeAllowed = timeAllowed;
    }

    /// Whose bodies count together: an organization's, else a caller's.
    private static String owner(ServerRequest request) {
        Optional<Caller> caller = request.context().get(Caller.class);
        if (caller.isEmpty()) {
            return BodyRoom.STRANGERS;
        }
        String organization = caller.get().organization();
        return organization == null
                ? "caller " + caller.get().id()
                : "organization " + organization;
    }

    /// A body that occupies its room until it is closed.
    final class Body implements AutoCloseable {
        private final String owner;
        private byte[] bytes = new byte[0];
        private long reserved;

        private Body(String owner) {
            this.owner = owner;
        }

        byte[] bytes() {
            return bytes;
        }

        private void reserve(long upToBytes) {
            long wanted = (upToBytes / STEP_BYTES + 1) * STEP_BYTES;
            if (wanted > reserved) {
                if (!room.take(owner, wanted - reserved)) {
                    throw new Busy(
                            Problem.QUEUE_FULL,
                            RETRY_AFTER,
                            "too many large requests at once; send again in %d s"
                                    .formatted(RETRY_AFTER.toSeconds()));
                }
                reserved = wanted;
            }
        }

        @Override
        public void close() {
            room.giveBack(owner, reserved);
            reserved = 0;
        }
    }

    /// How much of a body was read until now, whether or not it came whole. One thread at a time.
    static final class Meter {
        private final LongConsumer unpacking;
        private final LongConsumer growing;
        private long arrived;
        private long unpacked;

        /// @param unpacking is told how many bytes a body has that is not read as it is
        /// @param growing is told of each body how much it is
        Meter(LongConsumer unpacking, LongConsumer growing) {
            this.unpacking = unpacking;
            this.growing = growing;
        }

        private void arrived(long count) {
            arrived += count;
            growing.accept(bytes());
        }

        private void unpacked(long bytes) {
            unpacked = bytes;
            unpacking.accept(bytes);
            growing.accept(bytes());
        }

        /// As it came, or unpacked, whichever is more: each costs time.
        long bytes() {
            return Math.max(arrived, unpacked);
        }
    }

    /// Reads the body of a request.
    ///
    /// @param bytesMax the most it may have, decompressed
    /// @throws ProblemAnswer if it is too large, too slow, cut off or not compressed as it says
    /// @throws Busy if there is no room
    Body read(ServerRequest request, int bytesMax) {
        return read(request, bytesMax, new Meter(_ -> {}, _ -> {}));
    }

    /// The same, and tells how far it is.
    Body read(ServerRequest request, int bytesMax, Meter meter) {
        long declared = request.headers().contentLength().orElse(0);
        if (declared > bytesMax) {
            throw tooLarge(bytesMax);
        }
        var body = new Body(owner(request));
        try {
            body.reserve(declared);
            if (request.content().hasEntity()) {
                if (declared > 0 && !request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
                    readPlain(request, body, (int) declared, meter);
                } else {
                    read(request, body, bytesMax, meter);
                }
            }
            return body;
        } catch (IOException
                | UncheckedIOException
                | InsufficientDataAvailableException
                | NumberFormatException e) {
            // The last: the length of a chunk is no number.
            body.close();
            throw broken(e);
        } catch (RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    /// What most bodies are: as long as they say, and not compressed. Read where they stay.
    private void readPlain(ServerRequest request, Body body, int length, Meter meter)
            throws IOException {
        byte[] bytes = new byte[length];
        int at = 0;
        try (InputStream in = new Arriving(request.content().inputStream(), length, 0, meter)) {
            while (at < length) {
                int count = in.read(bytes, at, length - at);
                if (count < 0) {
                    throw new EOFException("the body ends after %d bytes".formatted(at));
                }
                at += count;
            }
        }
        body.bytes = bytes;
    }

    private void read(ServerRequest request, Body body, int bytesMax, Meter meter)
            throws IOException {
        var bytes =
                new ByteArrayOutputStream(
                        (int) Math.min(bytesMax, request.headers().contentLength().orElse(8192)));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = decoded(request, bytesMax, meter)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (bytes.size() + count > bytesMax) {
                    throw tooLarge(bytesMax);
                }
                // First, because it may wait.
                meter.unpacked(bytes.size() + (long) count);
                body.reserve(bytes.size() + (long) count);
                bytes.write(buffer, 0, count);
            }
        }
        body.bytes = bytes.toByteArray();
    }

    private InputStream decoded(ServerRequest request, int bytesMax, Meter meter)
            throws IOException {
        int least = request.headers().contentLength().isPresent() ? 0 : CHUNK_BYTES;
        InputStream raw = new Arriving(request.content().inputStream(), bytesMax, least, meter);
        String encoding = request.headers().first(HeaderNames.CONTENT_ENCODING).orElse("identity");
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> raw;
            case "gzip", "x-gzip" -> new GzipMembers(raw);
            case "zstd" -> new ZstdInputStream(raw).setLongMax(WINDOW_LOG_MAX);
            default ->
                    throw new ProblemAnswer(
                            415,
                            "encoding-unknown",
                            "Content-Encoding '%s' is none of: identity, gzip, zstd"
                                    .formatted(Texts.shown(encoding)));
        };
    }

    /// A body as it arrives, bounded here because much of it can be unpacked to nothing: no member
    /// of gzip and no frame of zstd needs to have anything in it.
    private final class Arriving extends FilterInputStream {
        private final long endNanos = System.nanoTime() + timeAllowed.toNanos();
        private final int bytesMax;
        private final int least;
        private final Meter meter;
        private long taken;

        /// @param least what each piece counts at least
        Arriving(InputStream raw, int bytesMax, int least, Meter meter) {
            super(raw);
            this.bytesMax = bytesMax;
            this.least = least;
            this.meter = meter;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            if (count > 0) {
                taken += count;
                meter.arrived(Math.max(count, least));
            }
            if (taken > bytesMax) {
                throw tooLarge(bytesMax);
            }
            if (meter.arrived > bytesMax) {
                throw tooManyChunks(bytesMax);
            }
            if (System.nanoTime() - endNanos > 0) {
                throw tooSlow();
            }
            return count;
        }
    }

    private static RuntimeException broken(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return tooSlow();
            }
            if (cause instanceof ZipException
                    || cause instanceof EOFException
                    || cause instanceof ZstdIOException) {
                return new ProblemAnswer(
                        400,
                        "body-broken",
                        "the body ends early or is not compressed as Content-Encoding says");
            }
        }
        return new ProblemAnswer(400, "body-broken", "the body did not arrive whole");
    }

    private static ProblemAnswer tooSlow() {
        return new ProblemAnswer(408, "body-too-slow", "the body took too long to arrive");
    }

    private static ProblemAnswer tooManyChunks(int bytesMax) {
        return new ProblemAnswer(
                413,
                "body-too-large",
                "a body has at most %d bytes, of which a chunk counts %d at least; send several smaller ones, or larger chunks"
                        .formatted(bytesMax, CHUNK_BYTES));
    }

    private static ProblemAnswer tooLarge(int bytesMax) {
        return new ProblemAnswer(
                413,
                "body-too-large",
                "a body has at most %d bytes, decompressed (%d MiB); send several smaller ones"
                        .formatted(bytesMax, bytesMax >> 20));
    }
}
