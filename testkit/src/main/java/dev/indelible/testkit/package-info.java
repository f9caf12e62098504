/// Contract tests for every port, and what tests need that is no product: fixtures, a simulated
/// disk.
@NullUnmarked
package dev.indelible.testkit;

import org.jspecify.annotations.NullUnmarked;
