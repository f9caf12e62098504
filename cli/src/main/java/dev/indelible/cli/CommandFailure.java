package dev.indelible.cli;

import org.jspecify.annotations.Nullable;

/// A command that cannot go on, with what to tell the person and how to exit.
final class CommandFailure extends RuntimeException {
    private final int exitCode;

    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
