/// Receivers of deliveries that misbehave on purpose, and what they saw.
@NullUnmarked
package dev.indelible.testkit.delivery;

import org.jspecify.annotations.NullUnmarked;
