package dev.indelible.core.protection;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// A journal for who reads it without the right to see protected members. It can only be read.
public final class MaskedJournal implements Journal {
    private final Journal journal;
    private final Masking masking;

    private MaskedJournal(Journal journal, Masking masking) {
        this.journal = journal;
        this.masking = masking;
    }

    /// The journal as it may be read; itself where nothing is protected.
    public static Journal of(Journal journal, Masking masking) {
        return masking.isEmpty() ? journal : new MaskedJournal(journal, masking);
    }

    private List<Entry> shown(List<Entry> entries) {
        return entries.stream().map(masking::shown).toList();
    }

    @Override
    public List<Entry> read(long fromPosition, int countMax, long bytesMax) {
        return shown(journal.read(fromPosition, countMax, bytesMax));
    }

    @Override
    public List<Entry> readEach(long[] positions) {
        return shown(journal.readEach(positions));
    }

    @Override
    public List<Entry> readOf(String organization, long fromSequence, int countMax, long bytesMax) {
        return shown(journal.readOf(organization, fromSequence, countMax, bytesMax));
    }

    @Override
    public List<Entry> readSealedOf(
            String organization, long fromSequence, int countMax, long bytesMax) {
        return shown(journal.readSealedOf(organization, fromSequence, countMax, bytesMax));
    }

    @Override
    public long end() {
        return journal.end();
    }

    @Override
    public long nextSequence(String organization) {
        return journal.nextSequence(organization);
    }

    @Override
    public Map<String, Long> organizations() {
        return journal.organizations();
    }

    @Override
    public OptionalLong find(String organization, UUID id) {
        return journal.find(organization, id);
    }

    @Override
    public void append(List<Entry> entries) {
        throw new UnsupportedOperationException("a masked journal is read only");
    }

    @Override
    public long reduce(long fromPosition, UnaryOperator<Entry> reduction) {
        throw new UnsupportedOperationException("a masked journal is read only");
    }

    /// Whose journal it is closes it.
    @Override
    public void close() {}
}
