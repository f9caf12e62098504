package dev.indelible.core.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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
        Numbers.check(added, end(), this::nextSequence);
        for (Entry entry : added) {
            entries.add(entry);
            byOrganization.computeIfAbsent(entry.organization(), _ -> new ArrayList<>()).add(entry);
            positions
                    .computeIfAbsent(entry.organization(), _ -> new HashMap<>())
                    .put(entry.id(), entry.position());
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
        return bounded(entries, fromPosition, countMax, bytesMax, Entry::isExpired);
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
        return bounded(
                log, Math.min(fromSequence, log.size()), countMax, bytesMax, Entry::isExpired);
    }

    @Override
    public synchronized List<Entry> readSealedOf(
            String organization, long fromSequence, int countMax, long bytesMax) {
        checkOpen();
        List<Entry> log = byOrganization.getOrDefault(organization, List.of());
        return bounded(log, Math.min(fromSequence, log.size()), countMax, bytesMax, _ -> false);
    }

    private static List<Entry> bounded(
            List<Entry> log, long from, int countMax, long bytesMax, Predicate<Entry> passedOver) {
        if (from < 0 || countMax < 1) {
            throw new IllegalArgumentException("cannot read %d from %d".formatted(countMax, from));
        }
        var found = new ArrayList<Entry>();
        long bytes = 0;
        for (int i = Math.toIntExact(from); i < log.size() && found.size() < countMax; i++) {
            Entry entry = log.get(i);
            if (passedOver.test(entry)) {
                continue;
            }
            bytes += entry.bytes();
            if (!found.isEmpty() && bytes > bytesMax) {
                break;
            }
            found.add(entry);
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
        checkOpen();
        if (fromPosition < 0 || fromPosition > entries.size()) {
            throw new IllegalArgumentException(
                    "position %d is after the end %d".formatted(fromPosition, entries.size()));
        }
        for (int i = Math.toIntExact(fromPosition); i < entries.size(); i++) {
            Entry left = reduction.apply(entries.get(i));
            entries.set(i, left);
            byOrganization
                    .getOrDefault(left.organization(), List.of())
                    .set(Math.toIntExact(left.sequence()), left);
        }
        return entries.size();
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
