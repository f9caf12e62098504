package dev.indelible.core.lifecycle;

import java.util.Map;
import java.util.TreeMap;

/// Notes that are forgotten with their process. For tests.
public final class MemoryNotes implements Notes {
    private final TreeMap<String, Map<String, String>> notes = new TreeMap<>();

    @Override
    public synchronized void put(String name, Map<String, String> note) {
        notes.put(name, Map.copyOf(note));
    }

    @Override
    public synchronized void remove(String name) {
        notes.remove(name);
    }

    @Override
    public synchronized Map<String, Map<String, String>> all() {
        return new TreeMap<>(notes);
    }
}
