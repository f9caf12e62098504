/// Delivers each event that a destination's filter lets through, at least once, in order, and can
/// prove it.
@NullMarked
package dev.indelible.core.delivery;

import org.jspecify.annotations.NullMarked;
