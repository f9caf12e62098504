package dev.indelible.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// Waits until Indelible's files are at rest. Nothing is asked of it: when no events come it seals
/// the last journal file and merges the index by itself.
final class IndelibleRests {
    /// So many times as long as the files have to be unchanged is waited for the last journal file,
    /// which rests the longer the less is in it.
    private static final int PATIENCE = 7;

    /// Of a raw file that is not waited for: it may stay as it is.
    private static final long SMALL_BYTES = 2 << 20;

    private IndelibleRests() {}

    /// @param still how long nothing has to change
    static void await(Path data, Duration still) throws IOException {
        long begun = System.nanoTime();
        long changed = begun;
        long before = -1;
        while (isBefore(changed, still) || (isRaw(data) && isBefore(begun, still, PATIENCE))) {
            Pause.millis(100);
            long now = EngineProcess.bytes(data);
            changed = now == before ? changed : System.nanoTime();
            before = now;
        }
    }

    private static boolean isBefore(long since, Duration still) {
        return isBefore(since, still, 1);
    }

    private static boolean isBefore(long since, Duration still, int times) {
        return System.nanoTime() - since < still.multipliedBy(times).toNanos();
    }

    private static boolean isRaw(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.anyMatch(IndelibleRests::isLargeRaw);
        }
    }

    private static boolean isLargeRaw(Path file) {
        try {
            return file.toString().endsWith(".raw") && Files.size(file) > SMALL_BYTES;
        } catch (NoSuchFileException e) {
            // Sealed meanwhile.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
