/// What settings say of redaction and protected members.
@NullMarked
package dev.indelible.server.protection;

import org.jspecify.annotations.NullMarked;
