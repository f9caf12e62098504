package dev.indelible.core.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/* Followers take no lock that the writer waits for: one of them that has no core for a while would
 * keep it waiting.
 *
 * Whoever deletes counts and then drops all; the writer looks at the count before it appends and
 * after it holds. So what was deleted between the two is not held for long. */

/// A journal whose last appended entries are held in memory: followers at the tail read no file.
/// Whoever is further behind reads the journal itself.
///
/// Holds appends in one run without gaps up to the end, the oldest given up first. Whoever deletes
/// does it through here, so that nothing deleted is held. One thread appends; any thread reads.
public final class FreshEntries implements Journal {
    private final Journal journal;
    private final long bytesMax;
    private final NavigableMap<Long, Block> blocks = new ConcurrentSkipListMap<>();
    private final AtomicLong reductions = new AtomicLong();

    /// Of what is held; the writer's own.
    private long heldBytes;

    /// One append.
    private record Block(List<Entry> entries, long bytes) {
        long to() {
            return entries.getLast().position() + 1;
        }
    }

    /// @param bytesMax of entries held, about
    public FreshEntries(Journal journal, long bytesMax) {
        this.journal = journal;
        this.bytesMax = bytesMax;
    }

    @Override
    public List<Entry> read(long fromPosition, int countMax, long readBytesMax) {
        List<Entry> held = held(fromPosition, countMax, readBytesMax);
        return held.isEmpty() ? journal.read(fromPosition, countMax, readBytesMax) : held;
    }

    private List<Entry> held(long from, int countMax, long readBytesMax) {
        var found = new ArrayList<Entry>();
        Map.Entry<Long, Block> first = blocks.floorEntry(from);
        if (first == null) {
            return found;
        }
        long position = from;
        long bytes = 0;
        for (Block block : blocks.tailMap(first.getKey(), true).values()) {
            long start = block.entries().getFirst().position();
            if (start > position || block.to() <= position) {
                // Given up meanwhile, or all of them are before it.
                return found;
            }
            for (Entry entry :
                    block.entries().subList((int) (position - start), block.entries().size())) {
                bytes += entry.bytes();
                if (found.size() == countMax || (!found.isEmpty() && bytes > readBytesMax)) {
                    return found;
                }
                found.add(entry);
            }
            position = block.to();
        }
        return found;
    }

    @Override
    public void append(List<Entry> entries) {
        long before = reductions.get();
        journal.append(entries);
        hold(List.copyOf(entries));
        if (reductions.get() != before) {
            // Something of it may have been deleted since.
            blocks.clear();
        }
    }

    private void hold(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.bytes();
        }
        if (blocks.isEmpty()) {
            heldBytes = 0;
        }
        blocks.put(entries.getFirst().position(), new Block(entries, bytes));
        heldBytes += bytes;
        while (heldBytes > bytesMax) {
            Map.Entry<Long, Block> oldest = blocks.pollFirstEntry();
            heldBytes = oldest == null ? 0 : heldBytes - oldest.getValue().bytes();
        }
    }

    @Override
    public long end() {
        return journal.end();
    }

    @Override
    public long nextSequence(String organization) {
        return journal.nextSequence(organization);
    }

    @Override
    public Map<String, Long> organizations() {
        return journal.organizations();
    }

    @Override
    public List<Entry> readEach(long[] positions) {
        return journal.readEach(positions);
    }

    @Override
    public List<Entry> readOf(
            String organization, long fromSequence, int countMax, long readBytesMax) {
        return journal.readOf(organization, fromSequence, countMax, readBytesMax);
    }

    @Override
    public List<Entry> readSealedOf(
            String organization, long fromSequence, int countMax, long readBytesMax) {
        return journal.readSealedOf(organization, fromSequence, countMax, readBytesMax);
    }

    @Override
    public long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
        try {
            return journal.reduce(fromPosition, reduction);
        } finally {
            // Also where it failed: something may be deleted by then.
            reductions.incrementAndGet();
            blocks.clear();
        }
    }

    @Override
    public OptionalLong find(String organization, UUID id) {
        return journal.find(organization, id);
    }

    @Override
    public void close() {
        journal.close();
    }
}
