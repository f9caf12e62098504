/// A folder of files as a port, so that a simulation can lose, tear and fill it.
@NullMarked
package dev.indelible.core.disk;

import org.jspecify.annotations.NullMarked;
