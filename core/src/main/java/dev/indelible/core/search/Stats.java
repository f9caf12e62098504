package dev.indelible.core.search;

import java.util.List;
import java.util.Map;

/// Counts of the events that match.
///
/// @param fromNanos where the first bucket begins, nanoseconds since 1970
/// @param widthNanos of each bucket
/// @param histogram events per bucket
/// @param top most frequent values by field
public record Stats(
        long total,
        long fromNanos,
        long widthNanos,
        List<Long> histogram,
        Map<Field, List<SearchIndex.ValueCount>> top) {}
