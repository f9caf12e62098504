package dev.indelible.storage.sql;

import dev.indelible.core.journal.Bookmarks;
import dev.indelible.testkit.BookmarksContract;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class SqlBookmarksTest extends BookmarksContract {
    @TempDir Path folder;
    private SqlStore store;

    @Override
    protected Bookmarks open() {
        store = SqlStore.open(folder.resolve("registry with a blank.sqlite"));
        return store.bookmarks();
    }

    @Override
    protected Bookmarks reopen() {
        store.close();
        return open();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
