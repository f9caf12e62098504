/// What deliveries are tested with: receivers that misbehave by seed, crashes at every write and
/// send, and the oracle that compares promises, journal and receivers.
@NullMarked
package dev.indelible.testkit.delivery;

import org.jspecify.annotations.NullMarked;
