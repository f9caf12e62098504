package dev.indelible.event;

import org.jspecify.annotations.Nullable;

/// What was acted upon.
public record Target(@Nullable String type, @Nullable String id, @Nullable String name) {
    public Target {
        Check.text("targets.type", type);
        Check.text("targets.id", id);
        Check.text("targets.name", name);
    }
}
