package dev.indelible.storage.sql;

import dev.indelible.core.access.Registry;
import dev.indelible.testkit.RegistryContract;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class SqlRegistryTest extends RegistryContract {
    @TempDir Path folder;
    private SqlStore store;

    @Override
    protected Registry open() {
        store = SqlStore.open(folder.resolve("registry with a blank.sqlite"));
        return store.registry();
    }

    @Override
    protected Registry reopen() {
        store.close();
        return open();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
