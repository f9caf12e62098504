/// The command line: the server, and what people and scripts ask of one.
@NullMarked
package dev.indelible.cli;

import org.jspecify.annotations.NullMarked;
