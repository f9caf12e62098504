package dev.indelible.cli;

import dev.indelible.cli.verify.RefusedException;
import dev.indelible.cli.verify.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where policies come from.
final class Policies {
    private Policies() {}

    /// The policy in a file that the person gave.
    ///
    /// @throws CommandFailure if it is none
    static Trust pinned(Path file) {
        try {
            return Trust.of(Files.readAllBytes(file), file.toString(), Trust.Origin.PINNED);
        } catch (IOException | RefusedException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "%s is no policy that can be read: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    /// A policy that came with what is checked.
    static Trust givenAlong(byte[] policy, String name) {
        return Trust.of(policy, name, Trust.Origin.GIVEN_ALONG);
    }
}
