package dev.indelible.storage.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/// Runs calls on a channel that an interrupt would close.
final class Uninterrupted {
    private Uninterrupted() {}

    /// Something that opens a channel, uses it and closes it.
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /// The call's result; a call that an interrupt broke is made again. The interrupt itself is
    /// kept for the caller to see.
    static <T> T call(Call<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.run();
                } catch (ClosedByInterruptException _) {
                    Thread.interrupted();
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
