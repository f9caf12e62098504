package dev.indelible.event;

/// How it ended.
public enum Outcome {
    SUCCESS,
    FAILURE,
    DENIED,
    UNKNOWN;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
