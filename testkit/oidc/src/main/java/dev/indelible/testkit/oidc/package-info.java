/// A real OpenID provider for tests.
@NullMarked
package dev.indelible.testkit.oidc;

import org.jspecify.annotations.NullMarked;
