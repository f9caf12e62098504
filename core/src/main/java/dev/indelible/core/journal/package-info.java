/// The only truth: accepted events, durable and in order. One writer numbers and appends them; any
/// number of followers read on from their bookmarks.
@NullMarked
package dev.indelible.core.journal;

import org.jspecify.annotations.NullMarked;
