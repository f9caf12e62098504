/// How much each key and each organization may ask, so that one's flood is not another's outage.
@NullMarked
package dev.indelible.core.quota;

import org.jspecify.annotations.NullMarked;
