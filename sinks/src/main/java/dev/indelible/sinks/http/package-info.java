/// Outgoing HTTP: what may be reached, total deadlines, bounded answers, and what an answer means.
@NullMarked
package dev.indelible.sinks.http;

import org.jspecify.annotations.NullMarked;
