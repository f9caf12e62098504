package dev.indelible.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A stretch of the workload in the form in which an engine takes it, batch after batch in a mapped
/// file that the page cache holds. It is made, and on the disk, before anything is measured: what
/// is left to the sender is to write bytes to its connection, whatever the engine. Any thread.
final class Prepared implements AutoCloseable {
    private static final int AHEAD = 64;

    private final Path file;
    private final Arena arena;
    private final MemorySegment bytes;
    private final long[] offsets;
    private final int eventsPerBatch;

    private Prepared(
            Path file, Arena arena, MemorySegment bytes, long[] offsets, int eventsPerBatch) {
        this.file = file;
        this.arena = arena;
        this.bytes = bytes;
        this.offsets = offsets;
        this.eventsPerBatch = eventsPerBatch;
    }

    /// The form in which an engine takes events.
    @FunctionalInterface
    interface Encoder {
        /// Appends one; any thread.
        void encode(Sample sample, ByteArrayOutputStream batch);
    }

    /// So many events, ready to be written; for one thread.
    record Batch(ByteBuffer bytes, int events) {
        /// Copies what is left, for drivers that take nothing else.
        byte[] copy() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        }
    }

    /// Makes it with all cores.
    ///
    /// @param folder in which the file is made, and deleted at the close
    /// @param from the number of the first event
    static Prepared make(
            Path folder,
            Workload workload,
            Encoder encoder,
            long from,
            int batches,
            int eventsPerBatch)
            throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "events-", ".prepared");
        var arena = Arena.ofShared();
        long[] offsets = new long[batches + 1];
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                ExecutorService makers =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Queue<Future<byte[]>> made = new ArrayDeque<>();
            for (int batch = 0, asked = 0; batch < batches; batch++) {
                for (; asked < Math.min(batches, batch + AHEAD); asked++) {
                    long first = from + (long) asked * eventsPerBatch;
                    made.add(
                            makers.submit(() -> encoded(workload, encoder, first, eventsPerBatch)));
                }
                offsets[batch + 1] = offsets[batch] + append(channel, made.remove().get());
            }
            // Its writing back is not to fall into what is measured.
            channel.force(true);
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, offsets[batches], arena);
            return new Prepared(file, arena, bytes, offsets, eventsPerBatch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static byte[] encoded(Workload workload, Encoder encoder, long from, int count) {
        var batch = new ByteArrayOutputStream(count * 1_100);
        for (Sample sample : workload.samples(from, count)) {
            encoder.encode(sample, batch);
        }
        return batch.toByteArray();
    }

    private static int append(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return bytes.length;
    }

    /// How many batches there are.
    int count() {
        return offsets.length - 1;
    }

    int eventsPerBatch() {
        return eventsPerBatch;
    }

    /// @param index from 0
    Batch batch(int index) {
        long length = offsets[index + 1] - offsets[index];
        return new Batch(
                bytes.asSlice(offsets[index], length).asByteBuffer().asReadOnlyBuffer(),
                eventsPerBatch);
    }

    /// Deletes the file too; no batch of it is to be in use.
    @Override
    public void close() throws IOException {
        arena.close();
        Files.delete(file);
    }
}
