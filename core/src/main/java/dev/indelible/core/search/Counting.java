package dev.indelible.core.search;

import dev.indelible.core.ops.Limits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Counts of what a query finds, from an index. Stateless; any thread.
final class Counting {
    private Counting() {}

    /// All counts of a query that is already within a scope.
    ///
    /// @param spacing its bars end where it says if they were too many otherwise: a clock that is
    ///   years ahead spoils no chart
    static Stats stats(
            SearchIndex index,
            Query query,
            Spacing spacing,
            Set<Field> fields,
            int top,
            Optional<Field> split) {
        var values = new EnumMap<Field, List<SearchIndex.ValueCount>>(Field.class);
        for (Field field : fields) {
            values.put(field, index.topValues(query, field, "", top));
        }
        List<Long> range = index.timeRange(query);
        if (range.isEmpty()) {
            long narrowest = spacing.widthNanos().orElseGet(() -> Buckets.width(0, 0));
            return new Stats(0, 0, narrowest, List.of(), Map.of(), values);
        }
        long first = range.getFirst();
        long last = range.getLast();
        long width = spacing.widthNanos().orElseGet(() -> Buckets.width(first, last));
        long from = Math.floorDiv(first, width) * width;
        int buckets = buckets(from, last, width, Math.max(first, spacing.endNanos()));
        var bars = new LinkedHashMap<String, List<Long>>();
        split.ifPresent(field -> {
            for (var value : index.topValues(query, field, "", Limits.SPLIT_VALUES_MAX)) {
                var one = new Query.Is(field, Field.folded(value.value()));
                var both = new Query.And(List.of(query, one));
                bars.put(value.value(), bars(index, both, from, width, buckets));
            }
        });
        return new Stats(
                index.count(query),
                from,
                width,
                bars(index, query, from, width, buckets),
                bars,
                values);
    }

    private static int buckets(long fromNanos, long lastNanos, long widthNanos, long endNanos) {
        long all = Buckets.count(fromNanos, lastNanos, widthNanos);
        return Buckets.allowed(
                all <= Limits.HISTOGRAM_BUCKETS_MAX
                        ? all
                        : Buckets.count(fromNanos, Math.min(lastNanos, endNanos), widthNanos));
    }

    private static List<Long> bars(
            SearchIndex index, Query query, long fromNanos, long widthNanos, int buckets) {
        return Arrays.stream(index.histogram(query, fromNanos, widthNanos, buckets))
                .boxed()
                .toList();
    }
}
