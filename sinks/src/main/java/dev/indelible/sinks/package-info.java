/// How each kind of destination is spoken to.
@NullMarked
package dev.indelible.sinks;

import org.jspecify.annotations.NullMarked;
