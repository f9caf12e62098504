package dev.indelible.core.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/// A journal that forgets everything with its process. For tests and as the simplest correct
/// example.
public final class MemoryJournal implements Journal {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Entry>> byOrganization = new HashMap<>();
    private final Map<String, Map<UUID, Long>> positions = new HashMap<>();
    private boolean closed;

    @Override
    public synchronized void append(List<Entry> added) {
        checkOpen();
        checkNumbers(added);
        for (Entry entry : added) {
            entries.add(entry);
            byOrganization.computeIfAbsent(entry.organization(), _ -> new ArrayList<>()).add(entry);
            positions
                    .computeIfAbsent(entry.organization(), _ -> new HashMap<>())
                    .put(entry.id(), entry.position());
        }
    }

    private void checkNumbers(List<Entry> added) {
        if (added.isEmpty()) {
            throw new IllegalArgumentException("an append has one entry or more");
        }
        var nextSequences = new HashMap<String, Long>();
        long nextPosition = end();
        for (Entry entry : added) {
            long nextSequence =
                    nextSequences.computeIfAbsent(entry.organization(), this::nextSequence);
            if (entry.position() != nextPosition || entry.sequence() != nextSequence) {
                throw new IllegalArgumentException(
                        "position %d and sequence %d are next, not %d and %d"
                                .formatted(
                                        nextPosition,
                                        nextSequence,
                                        entry.position(),
                                        entry.sequence()));
            }
            nextPosition++;
            nextSequences.put(entry.organization(), nextSequence + 1);
        }
    }

    @Override
    public synchronized long end() {
        checkOpen();
        return entries.size();
    }

    @Override
    public synchronized long nextSequence(String organization) {
        checkOpen();
        return byOrganization.getOrDefault(organization, List.of()).size();
    }

    @Override
    public synchronized Map<String, Long> organizations() {
        checkOpen();
        var organizations = new HashMap<String, Long>();
        byOrganization.forEach((name, log) -> organizations.put(name, (long) log.size()));
        return organizations;
    }

    @Override
    public synchronized List<Entry> read(long fromPosition, int countMax, long bytesMax) {
        checkOpen();
        if (fromPosition > entries.size()) {
            throw new IllegalArgumentException(
                    "position %d is after the end %d".formatted(fromPosition, entries.size()));
        }
        return bounded(entries, fromPosition, countMax, bytesMax);
    }

    @Override
    public synchronized List<Entry> readEach(long[] wanted) {
        checkOpen();
        var found = new ArrayList<Entry>(wanted.length);
        for (long position : wanted) {
            found.add(entries.get(Math.toIntExact(position)));
        }
        return found;
    }

    @Override
    public synchronized List<Entry> readOf(
            String organization, long fromSequence, int countMax, long bytesMax) {
        checkOpen();
        List<Entry> log = byOrganization.getOrDefault(organization, List.of());
        return bounded(log, Math.min(fromSequence, log.size()), countMax, bytesMax);
    }

    private static List<Entry> bounded(List<Entry> log, long from, int countMax, long bytesMax) {
        if (from < 0 || countMax < 1) {
            throw new IllegalArgumentException("cannot read %d from %d".formatted(countMax, from));
        }
        int start = Math.toIntExact(from);
        int stop = start;
        long bytes = 0;
        while (stop < log.size() && stop - start < countMax) {
            bytes += log.get(stop).bytes();
            if (stop > start && bytes > bytesMax) {
                break;
            }
            stop++;
        }
        return List.copyOf(log.subList(start, stop));
    }

    @Override
    public synchronized OptionalLong find(String organization, UUID id) {
        checkOpen();
        Long position = positions.getOrDefault(organization, Map.of()).get(id);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
