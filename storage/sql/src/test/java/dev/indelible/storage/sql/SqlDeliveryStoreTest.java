package dev.indelible.storage.sql;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.testkit.DeliveryStoreContract;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class SqlDeliveryStoreTest extends DeliveryStoreContract {
    @TempDir Path folder;
    private SqlStore store;

    @Override
    protected DeliveryStore open() {
        store = SqlStore.openDelivery(folder.resolve("delivery.sqlite"));
        return store.delivery();
    }

    @Override
    protected DeliveryStore reopen() {
        store.close();
        return open();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
