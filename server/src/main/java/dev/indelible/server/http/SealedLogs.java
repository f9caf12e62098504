package dev.indelible.server.http;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Publications;
import dev.indelible.core.sealing.WitnessPolicy;
import java.util.function.LongSupplier;

/// What answers about proofs are made of.
///
/// @param searchable the position of the journal up to which events are searchable
public record SealedLogs(
        Journal journal,
        Publications publications,
        Logs logs,
        LogKeys keys,
        Identity identity,
        LongSupplier searchable) {

    /// Under which names this instance signs and whom it asks to cosign.
    public record Identity(Origins origins, WitnessPolicy witnesses) {}
}
