/// Who may do what: organizations, keys, roles, and the scopes that only this room makes.
@NullMarked
package dev.indelible.core.access;

import org.jspecify.annotations.NullMarked;
