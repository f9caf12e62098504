/// Indelible measured beside what a user would pick instead, with the same events on one machine.
@NullMarked
package dev.indelible.benchmarks;

import org.jspecify.annotations.NullMarked;
