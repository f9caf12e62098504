package dev.indelible.server.http;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Publications;
import dev.indelible.core.sealing.WitnessPolicy;
import java.time.Duration;
import java.util.Map;
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

    /// What is published; at a start it waits until that is known.
    @Override
    public Publications publications() {
        return publications.opened();
    }

    /// Waits until these logs are published up to these sizes, even if a start is not yet done.
    ///
    /// @return whether they are; not if it took longer
    boolean awaitSizes(Map<String, Long> sizes, Duration timeout) {
        return publications.awaitSizes(sizes, timeout);
    }

    /// Under which names this instance signs and whom it asks to cosign.
    public record Identity(Origins origins, WitnessPolicy witnesses) {}
}
