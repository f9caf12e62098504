package dev.indelible.storage.file;

import dev.indelible.core.sealing.TreeStore;
import dev.indelible.testkit.TreeStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class FileTreeStoreTest extends TreeStoreContract {
    @TempDir Path folder;
    private FolderDisk disk;

    @Override
    protected TreeStore open() throws IOException {
        disk = FolderDisk.open(folder);
        return reopen();
    }

    @Override
    protected TreeStore reopen() {
        return new FileTreeStore(disk);
    }

    @AfterEach
    void closeDisk() throws IOException {
        disk.close();
    }
}
