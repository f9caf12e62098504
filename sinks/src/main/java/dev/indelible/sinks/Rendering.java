package dev.indelible.sinks;

import dev.indelible.core.delivery.Batch;

/// Makes the bytes of a batch, the same for ever under the same name.
public interface Rendering {
    /// Such as `webhook-native/1`.
    String name();

    byte[] render(Batch batch);
}
