package dev.indelible.testkit;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.search.MemoryIndex;
import dev.indelible.core.search.SearchIndex;

class MemoryIndexTest extends SearchIndexContract {
    @Override
    protected SearchIndex open(Journal journal) {
        return new MemoryIndex();
    }
}
