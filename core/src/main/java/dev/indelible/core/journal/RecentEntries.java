package dev.indelible.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// A journal whose last entries are held in memory once anyone has read them: many followers that
/// are equally far cost one read. Whoever is further behind reads the journal itself.
///
/// Holds what was read in one run without gaps up to its end, the oldest given up first. Whoever
/// deletes does it through here, so that nothing deleted is held. Any thread.
public final class RecentEntries implements Journal {
    private final Journal journal;
    private final long bytesMax;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private long heldBytes;
    private long reductions;

    private record Block(long from, long to, List<Entry> entries, long bytes) {}

    /// @param bytesMax of entries held, about
    public RecentEntries(Journal journal, long bytesMax) {
        this.journal = journal;
        this.bytesMax = bytesMax;
    }

    @Override
    public List<Entry> read(long fromPosition, int countMax, long readBytesMax) {
        List<Entry> held = held(fromPosition, countMax, readBytesMax);
        if (!held.isEmpty()) {
            return held;
        }
        long before = reductions();
        List<Entry> read = journal.read(fromPosition, countMax, readBytesMax);
        if (!read.isEmpty()) {
            hold(fromPosition, read, before);
        }
        return read;
    }

    private synchronized List<Entry> held(long from, int countMax, long readBytesMax) {
        var found = new ArrayList<Entry>();
        long bytes = 0;
        Iterator<Block> all = blocks.iterator();
        while (all.hasNext()) {
            Block block = all.next();
            if (block.to() <= from) {
                continue;
            }
            if (block.from() > from) {
                break;
            }
            for (Entry entry : block.entries()) {
                if (entry.position() < from) {
                    continue;
                }
                bytes += entry.bytes();
                if (found.size() == countMax || (!found.isEmpty() && bytes > readBytesMax)) {
                    return found;
                }
                found.add(entry);
            }
            return found;
        }
        return found;
    }

    private synchronized long reductions() {
        return reductions;
    }

    private synchronized void hold(long from, List<Entry> read, long reductionsBefore) {
        if (reductionsBefore != reductions) {
            // What was read may have been deleted since.
            return;
        }
        long to = read.getLast().position() + 1;
        if (!blocks.isEmpty() && blocks.getLast().to() != from) {
            if (to <= blocks.getLast().to()) {
                // Somebody is behind; the tail is what the many want.
                return;
            }
            blocks.clear();
            heldBytes = 0;
        }
        long bytes = read.stream().mapToLong(Entry::bytes).sum();
        blocks.add(new Block(from, to, read, bytes));
        heldBytes += bytes;
        while (heldBytes > bytesMax && blocks.size() > 1) {
            heldBytes -= blocks.removeFirst().bytes();
        }
    }

    @Override
    public void append(List<Entry> entries) {
        journal.append(entries);
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
            drop();
        }
    }

    private synchronized void drop() {
        reductions++;
        blocks.clear();
        heldBytes = 0;
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
