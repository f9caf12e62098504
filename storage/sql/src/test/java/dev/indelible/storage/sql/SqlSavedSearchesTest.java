package dev.indelible.storage.sql;

import dev.indelible.core.access.Organization;
import dev.indelible.core.search.SavedSearches;
import dev.indelible.testkit.SavedSearchesContract;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class SqlSavedSearchesTest extends SavedSearchesContract {
    @TempDir Path folder;
    private SqlStore store;

    @Override
    protected SavedSearches open() {
        store = SqlStore.open(folder.resolve("registry.sqlite"));
        for (String id : List.of("acme", "umbra")) {
            store.registry().create(new Organization(id, id, 1, false));
        }
        return store.savedSearches();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
