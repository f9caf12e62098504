package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Optional;

/// One page of events.
///
/// @param entries fewer than were asked for if some cannot be read any more
/// @param next cursor of the next page; absent after the last, unless the order is
///   [Order#RECEIVED], where more may come at any time
/// @param more whether there were more when the page was made
/// @param endPosition where its window ends: nothing that was received from there on is in it
public record Page(List<Entry> entries, Optional<String> next, boolean more, long endPosition) {}
