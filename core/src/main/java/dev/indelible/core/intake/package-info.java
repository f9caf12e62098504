/// From a sent event to a durable one: naming, placing, admission, results.
@NullMarked
package dev.indelible.core.intake;

import org.jspecify.annotations.NullMarked;
