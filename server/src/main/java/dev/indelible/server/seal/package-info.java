/// What sealing needs from outside: keys, the library that signs, and the way to witnesses.
@NullMarked
package dev.indelible.server.seal;

import org.jspecify.annotations.NullMarked;
