package dev.indelible.core.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who asks, proven by a key.
///
/// @param keyId id of the key
/// @param name the key's name
/// @param organization absent for a key of the whole instance
public record Caller(String keyId, String name, @Nullable String organization, Set<Role> roles) {

    boolean may(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMINISTRATOR);
    }
}
