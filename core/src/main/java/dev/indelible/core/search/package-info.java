/// Questions about events: the query language, the pages of answers, the index that follows the
/// journal.
@NullMarked
package dev.indelible.core.search;

import org.jspecify.annotations.NullMarked;
