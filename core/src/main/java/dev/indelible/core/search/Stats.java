package dev.indelible.core.search;

import java.util.List;
import java.util.Map;

/// Counts of the events that match.
///
/// @param fromNanos where the first bucket begins, nanoseconds since 1970
/// @param widthNanos of each bucket
/// @param histogram events per bucket
/// @param split the same for the most frequent values of one field, most frequent first; empty
///   unless asked for
/// @param top most frequent values by field
public record Stats(
        long total,
        long fromNanos,
        long widthNanos,
        List<Long> histogram,
        Map<String, List<Long>> split,
        Map<Field, List<SearchIndex.ValueCount>> top) {}
