package dev.indelible.event;

/// The way by which the actor came.
public enum Channel {
    UI,
    API,
    CLI,
    SYSTEM;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
