/// What Indelible writes about itself: every change, every read, every refusal.
@NullMarked
package dev.indelible.core.trail;

import org.jspecify.annotations.NullMarked;
