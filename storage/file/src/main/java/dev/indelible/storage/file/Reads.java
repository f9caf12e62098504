package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Reading across segments, while some are replaced by their sealed form. Any thread.
final class Reads {
    private final Supplier<List<Segment>> segments;
    private final Runnable checkOpen;
    private final LongAdder awaited = new LongAdder();

    /// @param segments in order, as they are now
    /// @param checkOpen throws if the journal was closed
    Reads(Supplier<List<Segment>> segments, Runnable checkOpen) {
        this.segments = segments;
        this.checkOpen = checkOpen;
    }

    /// As [dev.indelible.core.journal.Journal#read].
    ///
    /// @param stop the journal's end
    List<Entry> read(long from, long stop, int countMax, long bytesMax) {
        if (from < 0 || from > stop) {
            throw new IllegalArgumentException(
                    "cannot read from %d, the end is %d".formatted(from, stop));
        }
        return read(from, stop, new Batch(countMax, bytesMax, stop));
    }

    List<Entry> read(long from, long stop, Batch batch) {
        List<Entry> read =
                again(
                        batch,
                        () -> {
                            for (Segment segment : segments.get()) {
                                if (segment.end() > from
                                        && segment.first() < stop
                                        && !batch.isFull()) {
                                    segment.read(Math.max(from, segment.first()), batch);
                                }
                            }
                        });
        if (stop - from > FileLimits.BEHIND_ENTRIES) {
            awaited.add(read.size());
        }
        return read;
    }

    /// How many entries were read, since this was asked last, for somebody who waits for them: rows
    /// of answers, and runs far behind the end.
    long takeAwaited() {
        return awaited.sumThenReset();
    }

    List<Entry> readOf(String organization, long fromSequence, Batch batch) {
        if (fromSequence < 0) {
            throw new IllegalArgumentException("cannot read from " + fromSequence);
        }
        return again(
                batch,
                () -> {
                    for (Segment segment : segments.get()) {
                        if (segment.nextSequence(organization) > fromSequence && !batch.isFull()) {
                            segment.readOf(organization, fromSequence, batch);
                        }
                    }
                });
    }

    /// @param stop the journal's end
    List<Entry> readEach(long[] positions, long stop) {
        for (long position : positions) {
            if (position < 0 || position >= stop) {
                throw new IllegalArgumentException(
                        "position %d is not below the end %d".formatted(position, stop));
            }
        }
        awaited.add(positions.length);
        var batch = new Batch();
        return again(
                batch,
                () -> {
                    for (long position : positions) {
                        batch.add(entry(position));
                    }
                });
    }

    /// Whether the event of this id is at a position, which is below the end.
    boolean isAt(long position, String organization, UUID id) {
        Entry entry = readEach(new long[] {position}, position + 1).getFirst();
        return entry.id().equals(id) && entry.organization().equals(organization);
    }

    private Entry entry(long position) throws IOException {
        Segment segment = segmentOf(position);
        Entry entry =
                position < segment.first() || position >= segment.end()
                        ? null
                        : segment.entry(position);
        if (entry == null) {
            throw new Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "the event at position %d cannot be read: its bytes are damaged"
                            .formatted(position));
        }
        return entry;
    }

    /// The segment that has this position, which is below the end.
    Segment fileOf(long position) {
        Segment found = segmentOf(position);
        if (position >= found.end()) {
            throw new Corrupt(
                    Problem.CHECKSUM_MISMATCH,
                    "no file has position %d; bring it back from a backup".formatted(position));
        }
        return found;
    }

    /// The segment that has this position, or would have it.
    private Segment segmentOf(long position) {
        List<Segment> all = segments.get();
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all.get(middle).first() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return all.get(low);
    }

    /// Reads anew where a segment was closed meanwhile because its sealed form took its place.
    private List<Entry> again(Batch batch, Reading reading) {
        try {
            while (true) {
                try {
                    batch.clear();
                    reading.run();
                    return List.copyOf(batch.entries());
                } catch (ClosedChannelException _) {
                    checkOpen.run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal's disk cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }
}
