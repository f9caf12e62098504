package dev.indelible.storage.file;

import dev.indelible.core.journal.Entry;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/// The contents of a raw file that is written, or was scanned: some 10 bytes a record and 150 an
/// organization, in memory. One thread at a time notes.
final class GrowingContents implements Contents {
    private final long first;
    private final RecordPlaces places = new RecordPlaces();
    private final Map<String, OrganizationLog> logs = new HashMap<>();

    /// @param first position of the file
    GrowingContents(long first) {
        this.first = first;
    }

    /// Notes where an entry's record lies, which does not count yet.
    synchronized void place(Entry entry, long offset) {
        places.place(Math.toIntExact(entry.position() - first), Math.toIntExact(offset));
        OrganizationLog log = logs.get(entry.organization());
        if (log == null) {
            log = new OrganizationLog(entry.sequence(), first);
            logs.put(entry.organization(), log);
        }
        log.add(entry.sequence(), entry.position());
    }

    /// Counts all entries up to this position; those without a place cannot be read.
    synchronized void countTo(long end) {
        places.countTo(Math.toIntExact(end - first));
    }

    /// Notes the sequence after an organization's last event.
    synchronized void noteNextSequence(String organization, long nextSequence) {
        OrganizationLog log = logs.get(organization);
        if (log != null) {
            log.skipTo(nextSequence);
        }
    }

    /// Forgets what lies from this position on: it is in the next file.
    synchronized void cut(long end) {
        places.cut(Math.toIntExact(end - first));
        logs.values().forEach(log -> log.cut(end));
        logs.values().removeIf(log -> log.nextSequence() == log.firstSequence());
    }

    /// Gives back the memory that was kept for what would still come: nothing does.
    synchronized void settle() {
        places.settle();
        logs.values().forEach(OrganizationLog::settle);
    }

    @Override
    public RecordPlaces places() {
        return places;
    }

    @Override
    public int count() {
        return places.count();
    }

    @Override
    public synchronized boolean areWhole() {
        return places.areWhole();
    }

    @Override
    public synchronized long firstSequence(String organization) {
        OrganizationLog log = logs.get(organization);
        return log == null ? 0 : log.firstSequence();
    }

    @Override
    public synchronized long nextSequence(String organization) {
        OrganizationLog log = logs.get(organization);
        return log == null ? 0 : log.nextSequence();
    }

    @Override
    public synchronized Map<String, Long> nextSequences() {
        var nextSequences = new HashMap<String, Long>();
        logs.forEach((name, log) -> nextSequences.put(name, log.nextSequence()));
        return nextSequences;
    }

    @Override
    public synchronized int[] positions(String organization, long fromSequence, int countMax) {
        OrganizationLog log = logs.get(organization);
        return log == null ? new int[0] : log.positions(fromSequence, countMax);
    }

    @Override
    public synchronized Shares shares(ByteArrayOutputStream positions) {
        var shares = new HashMap<String, Shares.Share>();
        logs.forEach((organization, log) -> {
            int offset = positions.size();
            int events = Math.toIntExact(log.nextSequence() - log.firstSequence());
            int before = 0;
            for (int at : log.positions(log.firstSequence(), events)) {
                Varints.write(at - before, positions);
                before = at;
            }
            shares.put(
                    organization,
                    new Shares.Share(
                            log.firstSequence(), events, offset, positions.size() - offset));
        });
        return new Shares(shares);
    }

    @Override
    public void close() {}
}
