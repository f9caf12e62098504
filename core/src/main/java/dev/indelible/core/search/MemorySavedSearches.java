package dev.indelible.core.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Saved searches in memory; a restart forgets them.
public final class MemorySavedSearches implements SavedSearches {
    private static final Comparator<SavedSearch> ORDER =
            Comparator.comparing((SavedSearch search) -> search.asked().name())
                    .thenComparing(SavedSearch::id);

    private final Map<String, SavedSearch> searches = new ConcurrentHashMap<>();

    public MemorySavedSearches() {}

    @Override
    public void put(SavedSearch search) {
        searches.put(search.id(), search);
    }

    @Override
    public Optional<SavedSearch> find(String id) {
        return Optional.ofNullable(searches.get(id));
    }

    @Override
    public List<SavedSearch> of(String organization) {
        return searches.values().stream()
                .filter(search -> search.organization().equals(organization))
                .sorted(ORDER)
                .toList();
    }

    @Override
    public boolean remove(String id) {
        return searches.remove(id) != null;
    }
}
