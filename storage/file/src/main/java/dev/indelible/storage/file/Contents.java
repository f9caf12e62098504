package dev.indelible.storage.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/// What a raw file holds, and where. Any thread asks.
sealed interface Contents permits GrowingContents, KeptContents {

    /// Where the records are, those that count.
    RecordPlaces places() throws IOException;

    /// How many records count, those that cannot be read too.
    int count();

    /// Whether each of them can be read.
    boolean areWhole();

    /// The organization's first sequence here that can be read, 0 where it has none.
    long firstSequence(String organization);

    /// The sequence after the organization's last event here, 0 where it has none.
    long nextSequence(String organization);

    /// The same for each organization that has events here. A copy.
    Map<String, Long> nextSequences();

    /// Where an organization's events are from a sequence on, at most so many, counted from the
    /// file's first position; -1 for one that cannot be read.
    int[] positions(String organization, long fromSequence, int countMax) throws IOException;

    /// What it has of each organization; writes their positions. Of a file that changes no more.
    Shares shares(ByteArrayOutputStream positions) throws IOException;

    /// Gives back what it holds.
    void close();
}
