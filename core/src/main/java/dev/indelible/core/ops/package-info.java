/// What every room may use: failures, limits, workers.
@NullMarked
package dev.indelible.core.ops;

import org.jspecify.annotations.NullMarked;
