/// Signed batches over HTTP.
@NullMarked
package dev.indelible.sinks.webhook;

import org.jspecify.annotations.NullMarked;
