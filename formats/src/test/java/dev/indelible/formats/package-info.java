@NullMarked
package dev.indelible.formats;

import org.jspecify.annotations.NullMarked;
