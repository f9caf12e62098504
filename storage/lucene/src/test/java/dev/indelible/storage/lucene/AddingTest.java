package dev.indelible.storage.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.testkit.SearchEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class AddingTest {
    private final Courtesy courtesy = new Courtesy(() -> true);
    private final MemoryJournal journal = new MemoryJournal();
    private final List<Entry> entries = new SearchEvents(new Random(6)).next(journal, 1_003);

    private static Set<Long> positions(IndexWriter writer) throws IOException {
        var positions = new HashSet<Long>();
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                NumericDocValues values = leaf.reader().getNumericDocValues(Names.POSITION);
                while (values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
                    assertThat(positions.add(values.longValue())).isTrue();
                }
            }
        }
        return positions;
    }

    @Test
    void eachIsAddedOnceInHoweverManyParts() throws IOException {
        for (int threads = 1; threads <= 6; threads++) {
            try (var writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig());
                    var adding = new Adding(5, 200, courtesy)) {
                adding.add(writer, entries, threads);

                assertThat(positions(writer))
                        .containsExactlyInAnyOrderElementsOf(
                                entries.stream().map(Entry::position).toList());
            }
        }
    }

    @Test
    void whatFailsInOnePartFailsWhenAllHaveEnded() throws IOException {
        var broken = new ArrayList<Entry>(entries);
        broken.set(300, null);
        try (var writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig());
                var adding = new Adding(2, 200, courtesy)) {
            assertThatThrownBy(() -> adding.add(writer, broken, 2))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(NullPointerException.class);
            assertThat(writer.getDocStats().maxDoc).isEqualTo(300 + 1_003 - 501);

            adding.add(writer, entries.subList(0, 400), 2);
        }
    }
}
