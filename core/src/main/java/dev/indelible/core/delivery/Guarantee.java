package dev.indelible.core.delivery;

import java.util.Locale;

/// How much a confirmation of a destination is worth, the strongest first.
public enum Guarantee {
    /// The receiver says that it is stored for good.
    STORED,
    /// The receiver says that it took it.
    ACCEPTED,
    /// It was written to a connection; the protocol has no answer.
    SENT;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
