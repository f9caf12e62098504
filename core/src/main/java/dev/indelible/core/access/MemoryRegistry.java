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
    private final Map<List<String>, Folder> folders = byIds();
    private final Map<List<String>, Project> projects = byIds();
    private final Map<String, Key> keys = new TreeMap<>();
    private final Map<String, GivenGrant> grants = new TreeMap<>();

    private static <T> Map<List<String>, T> byIds() {
        Comparator<List<String>> first = Comparator.comparing(List::getFirst);
        return new TreeMap<>(first.thenComparing(List::getLast));
    }

    @Override
    public synchronized boolean create(Organization organization) {
        return organizations.putIfAbsent(organization.id(), organization) == null;
    }

    @Override
    public synchronized void replace(Organization organization) {
        replace(organizations, organization.id(), organization);
    }

    private static <K, T> void replace(Map<K, T> all, K id, T value) {
        if (all.replace(id, value) == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
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
    public synchronized boolean create(Folder folder) {
        return folders.putIfAbsent(List.of(folder.organization(), folder.id()), folder) == null;
    }

    @Override
    public synchronized void replace(Folder folder) {
        replace(folders, List.of(folder.organization(), folder.id()), folder);
    }

    @Override
    public synchronized List<Folder> folders(String organization) {
        return folders.values().stream()
                .filter(folder -> folder.organization().equals(organization))
                .toList();
    }

    @Override
    public synchronized boolean create(Project project) {
        return projects.putIfAbsent(List.of(project.organization(), project.id()), project) == null;
    }

    @Override
    public synchronized void replace(Project project) {
        replace(projects, List.of(project.organization(), project.id()), project);
    }

    @Override
    public synchronized List<Project> projects(String organization) {
        return projects.values().stream()
                .filter(project -> project.organization().equals(organization))
                .toList();
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
                .sorted(
                        Comparator.comparingLong((Key key) -> key.life().created())
                                .thenComparing(Key::id))
                .toList();
    }

    @Override
    public synchronized void used(Map<String, Long> millis) {
        millis.forEach((id, used) -> keys.computeIfPresent(id, (_, key) -> key.used(used)));
    }

    @Override
    public synchronized void add(GivenGrant grant) {
        if (grants.putIfAbsent(grant.id(), grant) != null) {
            throw new IllegalArgumentException("grant %s is there".formatted(grant.id()));
        }
    }

    @Override
    public synchronized boolean removeGrant(String id) {
        return grants.remove(id) != null;
    }

    @Override
    public synchronized List<GivenGrant> grants() {
        return grants.values().stream()
                .sorted(
                        Comparator.comparingLong(GivenGrant::createdMillis)
                                .thenComparing(GivenGrant::id))
                .toList();
    }
}
