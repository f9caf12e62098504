/// Issuers: OpenID providers by whose word people sign in and programs ask.
@NullMarked
package dev.indelible.server.issuer;

import org.jspecify.annotations.NullMarked;
