package dev.indelible.core.search;

import java.util.List;
import java.util.Optional;

/// Searches that people keep.
///
/// Law for implementers: what a method has done is durable when it returns, and the next call of
/// any thread sees it. Any thread. Every implementation passes `SavedSearchesContract`.
public interface SavedSearches {

    /// Adds a search, or puts it in the place of the one with the same id.
    void put(SavedSearch search);

    /// The search of this id.
    Optional<SavedSearch> find(String id);

    /// All of an organization, by name, then id.
    List<SavedSearch> of(String organization);

    /// Removes a search.
    ///
    /// @return whether there was one
    boolean remove(String id);
}
