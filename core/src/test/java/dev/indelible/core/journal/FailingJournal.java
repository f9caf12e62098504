package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// A journal whose disk is broken until it is not.
final class FailingJournal implements Journal {
    private final MemoryJournal journal = new MemoryJournal();
    boolean fails = true;
    long room = Long.MAX_VALUE;

    @Override
    public void append(List<Entry> entries) {
        if (fails) {
            throw new Busy(Problem.DISK_FULL, Duration.ofSeconds(1), "full");
        }
        journal.append(entries);
    }

    @Override
    public long end() {
        return journal.end();
    }

    @Override
    public long roomBytes() {
        return room;
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
    public List<Entry> read(long fromPosition, int countMax, long bytesMax) {
        return journal.read(fromPosition, countMax, bytesMax);
    }

    @Override
    public List<Entry> readEach(long[] positions) {
        return journal.readEach(positions);
    }

    @Override
    public List<Entry> readOf(String organization, long from, int countMax, long bytesMax) {
        return journal.readOf(organization, from, countMax, bytesMax);
    }

    @Override
    public List<Entry> readSealedOf(String organization, long from, int countMax, long bytesMax) {
        return journal.readSealedOf(organization, from, countMax, bytesMax);
    }

    @Override
    public long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
        return journal.reduce(fromPosition, reduction);
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
