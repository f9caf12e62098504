package dev.indelible.core.disk;

import java.io.IOException;

/// The device has no room. Everything forced before is still there.
public final class DiskFullException extends IOException {
    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }

    public DiskFullException(String message) {
        super(message);
    }
}
