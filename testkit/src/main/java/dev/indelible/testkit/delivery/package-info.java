/// What deliveries are tested with: receivers that keep what they were sent and answer badly on
/// purpose, crashes at every write and send, the contract of sinks, and the oracle that compares
/// promises, journal and receivers.
@NullUnmarked
package dev.indelible.testkit.delivery;

import org.jspecify.annotations.NullUnmarked;
