package dev.indelible.testkit;

import dev.indelible.core.access.MemoryRegistry;
import dev.indelible.core.access.Registry;

class MemoryRegistryTest extends RegistryContract {
    @Override
    protected Registry open() {
        return new MemoryRegistry();
    }

    @Override
    protected Registry reopen() {
        return new MemoryRegistry();
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
