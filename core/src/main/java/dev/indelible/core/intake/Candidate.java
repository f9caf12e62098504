package dev.indelible.core.intake;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.SentEvent;

/// One event of a request as its format read it.
public sealed interface Candidate {
    /// Understood.
    record Understood(SentEvent event) implements Candidate {}

    /// Not an event, and why.
    record Refused(InvalidEventException reason) implements Candidate {}
}
