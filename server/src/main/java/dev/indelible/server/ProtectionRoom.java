package dev.indelible.server;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.protection.MaskedJournal;
import dev.indelible.core.protection.Masking;
import dev.indelible.core.protection.Redaction;
import dev.indelible.core.search.Lookups;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.core.search.Searches;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.Metrics;
import dev.indelible.server.protection.RedactionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What of events is not kept, and what not everybody sees.
record ProtectionRoom(Redaction redaction, Masking masking) {

    /// What the settings say.
    ///
    /// @param used whether there are events
    /// @throws IOException if the file of rules cannot be read or says what cannot be
    static ProtectionRoom open(Settings settings, Path data, RandomGenerator random, boolean used)
            throws IOException {
        Settings.Protection protection = settings.protection();
        return new ProtectionRoom(
                RedactionFile.redaction(protection.redaction()),
                DataFolder.masking(protection.members(), data, random, used));
    }

    /// Searches that show what the caller may see.
    ///
    /// @param awaited as [Searches] has it
    Searches searches(SearchIndex index, Journal journal, LongSupplier awaited, byte[] cursorKey) {
        return new Searches(index, journal, awaited, cursorKey, masking);
    }

    Lookups lookups(SearchIndex index, Journal journal, InstantSource clock) {
        return new Lookups(index, journal, masking, clock);
    }

    /// The journal for who may not see protected members.
    Journal shown(Journal journal) {
        return MaskedJournal.of(journal, masking);
    }

    void register(Metrics metrics) {
        metrics.rows(
                "indelible.redaction",
                Map.of("values", "Values taken out of events since the start, by rule"),
                this::rows);
    }

    /// What was taken out of events since the start, by rule.
    private List<Metrics.Row> rows() {
        return redaction.counts().entrySet().stream()
                .map(count ->
                        new Metrics.Row(
                                Map.of("rule", count.getKey()),
                                Map.of("values", (double) count.getValue())))
                .toList();
    }
}
