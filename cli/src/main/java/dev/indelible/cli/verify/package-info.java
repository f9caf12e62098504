/// Checks what a server claims: an event's evidence, a whole log, a log over time. Believes nothing
/// but keys: everything else is hashed anew, by code that shares no line with the server's sealing
/// but the proof library.
@NullMarked
package dev.indelible.cli.verify;

import org.jspecify.annotations.NullMarked;
