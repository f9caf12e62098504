package dev.indelible.testkit;

import dev.indelible.core.search.MemorySavedSearches;
import dev.indelible.core.search.SavedSearches;

class MemorySavedSearchesTest extends SavedSearchesContract {
    @Override
    protected SavedSearches open() {
        return new MemorySavedSearches();
    }
}
