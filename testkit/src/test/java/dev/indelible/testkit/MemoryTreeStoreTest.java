package dev.indelible.testkit;

import dev.indelible.core.sealing.MemoryTreeStore;
import dev.indelible.core.sealing.TreeStore;

class MemoryTreeStoreTest extends TreeStoreContract {
    @Override
    protected TreeStore open() {
        return new MemoryTreeStore();
    }

    @Override
    protected TreeStore reopen() {
        return new MemoryTreeStore();
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
