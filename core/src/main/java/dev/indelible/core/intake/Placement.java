package dev.indelible.core.intake;

import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.SentEvent;
import java.util.Optional;

/// Under which circumstances a request's events come.
///
/// @param key id of the credential that sent them
/// @param organizations into which organization an event goes
/// @param idempotencyKey names events without an id, together with their place in the request
public record Placement(
        String key, Organizations organizations, Optional<String> idempotencyKey, BatchMode mode) {

    /// The access rules' word on where an event may go.
    @FunctionalInterface
    public interface Organizations {
        /// The organization of an event.
        ///
        /// @param named the one that the event names, if any
        /// @throws dev.indelible.core.ops.AuditException if the sender may not write there
        String of(Optional<String> named);

        /// The event as it may go there: with the folder or project that the rules give it.
        ///
        /// @throws dev.indelible.core.ops.AuditException if the sender may not write to the folder
        ///   or project that it names
        default SentEvent placed(SentEvent sent, String organization) {
            return sent;
        }

        /// Why no new event may go where this one goes; empty if it may. One that is in the log
        /// already is told so all the same.
        default Optional<Rejected> closing(SentEvent placed, String organization) {
            return Optional.empty();
        }
    }
}
