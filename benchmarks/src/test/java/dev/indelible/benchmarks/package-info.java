@NullMarked
package dev.indelible.benchmarks;

import org.jspecify.annotations.NullMarked;
