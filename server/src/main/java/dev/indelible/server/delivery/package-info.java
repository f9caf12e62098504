/// Integrations: destinations as people set them up, their secrets, and the threads of their lanes.
@NullMarked
package dev.indelible.server.delivery;

import org.jspecify.annotations.NullMarked;
