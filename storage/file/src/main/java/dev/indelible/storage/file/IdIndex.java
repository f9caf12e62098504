package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.journal.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All id tables, each for the positions from its own first to the next one's. Tables never grow: a
/// full one is left as it is and the next one is twice as large, so nothing is ever moved. One
/// thread writes, any thread asks.
final class IdIndex implements AutoCloseable {
    private final Disk disk;
    private final RandomGenerator random;

    /// Held by whoever makes a blank table, so that two do not take each other's file.
    private final Object blanking = new Object();

    private IdTable.@Nullable Blank spare;
    private volatile List<IdTable> tables;

    private IdIndex(Disk disk, RandomGenerator random, List<IdTable> tables) {
        this.disk = disk;
        this.random = random;
        this.tables = List.copyOf(tables);
    }

    /// Opens the tables up to the first that is missing or damaged; what lies behind is removed,
    /// for it is made anew from the records.
    ///
    /// @param end the journal's end
    static IdIndex open(Disk disk, RandomGenerator random, long end) throws IOException {
        var firsts = new ArrayList<Long>();
        for (String name : disk.list()) {
            FileNames.idsFirst(name).ifPresent(firsts::add);
        }
        firsts.sort(null);
        var tables = new ArrayList<IdTable>();
        boolean whole = true;
        for (long first : firsts) {
            boolean follows =
                    tables.isEmpty() ? first == 0 : tables.getLast().checkpoint() >= first;
            whole = whole && follows && first <= end;
            var table = whole ? IdTable.open(disk, first) : Optional.<IdTable>empty();
            whole = table.isPresent();
            if (whole) {
                tables.add(table.get());
            } else {
                disk.delete(FileNames.ids(first));
            }
        }
        if (!tables.isEmpty()) {
            tables.getLast().count();
            tables.subList(0, tables.size() - 1).forEach(IdTable::seal);
        }
        return new IdIndex(disk, random, tables);
    }

    /// From which position on events must be put in again.
    long checkpoint() {
        return tables.isEmpty() ? 0 : tables.getLast().checkpoint();
    }

    /// Puts in what may be missing.
    ///
    /// @param end the journal's end
    /// @param entries some from a position on; none if no more can be read
    void replay(long end, LongFunction<List<Entry>> entries) throws IOException {
        long position = Math.min(checkpoint(), end);
        while (position < end) {
            List<Entry> some = entries.apply(position);
            if (some.isEmpty()) {
                break;
            }
            ensureRoom(some.size(), position);
            some.forEach(this::put);
            position = some.getLast().position() + 1;
        }
    }

    /// Makes room before events are written, so that a full disk shows before they are.
    ///
    /// @param end the journal's end: all events below it are in
    void ensureRoom(int events, long end) throws IOException {
        if (!tables.isEmpty() && tables.getLast().hasRoom(events)) {
            return;
        }
        if (!tables.isEmpty()) {
            tables.getLast().checkpoint(end);
            tables.getLast().seal();
        }
        synchronized (blanking) {
            IdTable.Blank blank = spare;
            spare = null;
            if (blank == null || blank.slots() < events * 2L) {
                blank = IdTable.blank(disk, slotsFor(events));
            }
            var more = new ArrayList<>(tables);
            more.add(IdTable.create(disk, blank, end, random.nextLong()));
            tables = List.copyOf(more);
        }
    }

    private long slotsFor(int events) {
        long slots =
                tables.isEmpty()
                        ? FileLimits.ID_SLOTS_MIN
                        : Math.min(tables.getLast().slots() * 2, FileLimits.ID_SLOTS_MAX);
        while (slots < events * 2L) {
            slots *= 2;
        }
        return slots;
    }

    /// Takes the room for the next table before it is needed, so that no append has to wait for it.
    /// For any other thread; an append that needs it just then waits for it.
    void prepareNext() throws IOException {
        synchronized (blanking) {
            if (tables.isEmpty() || !tables.getLast().isHalfFull() || spare != null) {
                return;
            }
            long slots = slotsFor(0);
            if (disk.freeBytes() / 4 > IdTable.bytes(slots)) {
                spare = IdTable.blank(disk, slots);
            }
        }
    }

    void put(Entry entry) {
        tables.getLast().put(entry.organization(), entry.id(), entry.position());
    }

    /// Makes all events below this position durable.
    void checkpoint(long position) {
        if (!tables.isEmpty()) {
            tables.getLast().checkpoint(position);
        }
    }

    /// Asks each position at which the event may be, the latest tables first.
    ///
    /// @return the position that was it, or -1
    long find(String organization, UUID id, LongPredicate isIt) {
        List<IdTable> asked = tables;
        for (int i = asked.size() - 1; i >= 0; i--) {
            long position = asked.get(i).find(organization, id, isIt);
            if (position >= 0) {
                return position;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        synchronized (blanking) {
            IdTable.Blank blank = spare;
            spare = null;
            if (blank != null) {
                blank.words().close();
                blank.file().close();
                disk.delete(blank.name());
            }
        }
        for (IdTable table : tables) {
            table.close();
        }
    }
}
