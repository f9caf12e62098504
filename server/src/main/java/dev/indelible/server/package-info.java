/// The running process: settings, wiring by hand, start and stop.
@NullMarked
package dev.indelible.server;

import org.jspecify.annotations.NullMarked;
