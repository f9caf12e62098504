package dev.indelible.storage.lucene;

import dev.indelible.core.search.Field;
import dev.indelible.core.search.SearchIndex.ValueCount;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;

/// Adds up the tallies of many segments and keeps the most frequent values: all segments are walked
/// through side by side in the order of values, so no more is held than what is kept.
final class TopValues {
    private static final Comparator<ValueCount> BEST_FIRST =
            Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);

    private final PriorityQueue<ValueCount> kept = new PriorityQueue<>(BEST_FIRST.reversed());
    private final String prefix;
    private final int limit;

    /// @param prefix only values that begin so, in any case
    TopValues(String prefix, int limit) {
        this.prefix = Field.folded(prefix);
        this.limit = limit;
    }

    List<ValueCount> of(List<ValueCounter.Tally> tallies) throws IOException {
        var walks =
                new PriorityQueue<>(
                        Math.max(1, tallies.size()),
                        Comparator.comparing(ValueCounter.Tally::value));
        for (ValueCounter.Tally tally : tallies) {
            if (tally.next()) {
                walks.add(tally);
            }
        }
        var value = new BytesRefBuilder();
        while (!walks.isEmpty()) {
            long count = 0;
            value.copyBytes(walks.element().value());
            while (!walks.isEmpty() && walks.element().value().bytesEquals(value.get())) {
                ValueCounter.Tally walk = walks.remove();
                count += walk.count();
                if (walk.next()) {
                    walks.add(walk);
                }
            }
            offer(value.get(), count);
        }
        return kept.stream().sorted(BEST_FIRST).toList();
    }

    private void offer(BytesRef value, long count) {
        if (kept.size() >= limit && count < kept.element().count()) {
            return;
        }
        var candidate = new ValueCount(value.utf8ToString(), count);
        if (!prefix.isEmpty() && !Field.folded(candidate.value()).startsWith(prefix)) {
            return;
        }
        kept.add(candidate);
        if (kept.size() > limit) {
            kept.remove();
        }
    }
}
