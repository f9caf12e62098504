package dev.indelible.testkit;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.MemoryDeliveryStore;

class MemoryDeliveryStoreTest extends DeliveryStoreContract {
    @Override
    protected DeliveryStore open() {
        return new MemoryDeliveryStore();
    }

    @Override
    protected DeliveryStore reopen() {
        throw new IllegalStateException("memory forgets");
    }

    @Override
    protected boolean survivesRestart() {
        return false;
    }
}
