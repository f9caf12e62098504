package dev.indelible.core.access;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A registry that forgets everything with its process. For tests and as the simplest correct
/// example.
public final class MemoryRegistry implements Registry {
    private final Map<String, Organization> organizations = new TreeMap<>();
    private final Map<String, Key> keys = new TreeMap<>();

    @Override
    public synchronized boolean create(Organization organization) {
        return organizations.putIfAbsent(organization.id(), organization) == null;
    }

    @Override
    public synchronized Optional<Organization> organization(String id) {
        return Optional.ofNullable(organizations.get(id));
    }

    @Override
    public synchronized List<Organization> organizations() {
        return List.copyOf(organizations.values());
    }

    @Override
    public synchronized void put(Key key) {
        keys.put(key.id(), key);
    }

    @Override
    public synchronized Optional<Key> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public synchronized List<Key> keys() {
        return keys.values().stream()
                .sorted(Comparator.comparingLong(Key::createdMillis).thenComparing(Key::id))
                .toList();
    }

    @Override
    public synchronized boolean revoke(String keyId) {
        return keys.computeIfPresent(keyId, (_, key) -> key.withRevocation()) != null;
    }
}
