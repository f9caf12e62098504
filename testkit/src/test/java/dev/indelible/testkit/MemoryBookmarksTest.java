package dev.indelible.testkit;

import dev.indelible.core.journal.Bookmarks;
import dev.indelible.core.journal.MemoryBookmarks;

class MemoryBookmarksTest extends BookmarksContract {
    @Override
    protected Bookmarks open() {
        return new MemoryBookmarks();
    }

    @Override
    protected Bookmarks reopen() {
        return new MemoryBookmarks();
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
