/// Files with a line for each event.
@NullMarked
package dev.indelible.sinks.file;

import org.jspecify.annotations.NullMarked;
