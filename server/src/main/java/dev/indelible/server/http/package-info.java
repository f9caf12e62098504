/// HTTP in front of the rooms: one class per resource, one place for problems, one for bodies.
/// Nothing here decides; it reads a request, asks a room and writes the answer.
@NullMarked
package dev.indelible.server.http;

import org.jspecify.annotations.NullMarked;
