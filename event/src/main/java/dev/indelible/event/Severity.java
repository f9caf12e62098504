package dev.indelible.event;

/// How much attention it deserves, least first.
public enum Severity {
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
