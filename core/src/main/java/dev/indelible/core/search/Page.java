package dev.indelible.core.search;

import dev.indelible.core.journal.Entry;
import java.util.List;
import java.util.Optional;

/// One page of events.
///
/// @param next cursor of the next page; absent after the last
public record Page(List<Entry> entries, Optional<String> next) {}
