package dev.indelible.core.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An API credential as the registry keeps it: never a secret, only hashes.
///
/// @param id letters and digits; no secret
/// @param level where its roles hold
/// @param name for people
/// @param secrets the newest first; several while a rotation overlaps
public record Key(
        String id, Level level, String name, Set<Role> roles, Life life, List<KeySecret> secrets) {

    public Key {
        if (roles.isEmpty() || secrets.isEmpty()) {
            throw new IllegalArgumentException("a key has a role and a secret");
        }
        roles = Set.copyOf(EnumSet.copyOf(roles));
        secrets = List.copyOf(secrets);
    }

    /// When what happened to a key; milliseconds since 1970.
    ///
    /// @param expires absent if it does not
    /// @param revoked absent if it is not
    /// @param used about when it was last used; absent if never
    public record Life(
            long created, @Nullable Long expires, @Nullable Long revoked, @Nullable Long used) {
        /// Of a key made now.
        static Life from(long created, @Nullable Long expires) {
            return new Life(created, expires, null, null);
        }
    }

    Set<Grant> grants() {
        return roles.stream().map(role -> new Grant(role, level)).collect(Collectors.toSet());
    }

    public boolean isRevoked() {
        return life.revoked() != null;
    }

    boolean isExpired(long nowMillis) {
        return life.expires() != null && nowMillis >= life.expires();
    }

    /// The same key, valid no longer.
    public Key revoked(long nowMillis) {
        return with(new Life(life.created(), life.expires(), nowMillis, life.used()));
    }

    /// The same key, used then.
    public Key used(long millis) {
        return with(new Life(life.created(), life.expires(), life.revoked(), millis));
    }

    private Key with(Life changed) {
        return new Key(id, level, name, roles, changed, secrets);
    }

    /// The same key under another name.
    Key named(String other) {
        return new Key(id, level, other, roles, life, secrets);
    }

    Key with(List<KeySecret> changed) {
        return new Key(id, level, name, roles, life, changed);
    }
}
