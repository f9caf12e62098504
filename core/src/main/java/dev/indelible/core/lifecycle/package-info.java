/// How long events are kept and how they go: retention, holds that stop it, erasure of a person.
@NullMarked
package dev.indelible.core.lifecycle;

import org.jspecify.annotations.NullMarked;
