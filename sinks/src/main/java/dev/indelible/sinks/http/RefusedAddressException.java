package dev.indelible.sinks.http;

import java.io.IOException;

/// The address of a destination may not be reached; nothing was sent to it.
public final class RefusedAddressException extends IOException {
    RefusedAddressException(String message) {
        super(message);
    }
}
