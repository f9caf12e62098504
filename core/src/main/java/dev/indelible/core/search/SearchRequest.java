package dev.indelible.core.search;

import java.util.Optional;

/// One page of hits.
///
/// @param after the last hit of the page before
/// @param endPosition only events below this position
/// @param limit hits at most, 1 or more
public record SearchRequest(
        Query query, Order order, Optional<SearchIndex.Hit> after, long endPosition, int limit) {
    public SearchRequest {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has one row or more, not " + limit);
        }
    }
}
