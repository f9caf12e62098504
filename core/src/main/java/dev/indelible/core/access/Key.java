package dev.indelible.core.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An API credential as the registry keeps it: never the secret, only its hash.
public final class Key {
    private final String id;
    private final @Nullable String organization;
    private final String name;
    private final Set<Role> roles;
    private final long createdMillis;
    private final boolean revoked;
    private final byte[] secretHash;

    /// A key.
    ///
    /// @param id letters, digits and dashes; no secret
    /// @param organization absent for a key of the whole instance
    /// @param name for people
    /// @param secretHash SHA-256 of the secret, copied
    public Key(
            String id,
            @Nullable String organization,
            String name,
            Set<Role> roles,
            long createdMillis,
            byte[] secretHash) {
        this(id, organization, name, roles, createdMillis, secretHash, false);
    }

    private Key(
            String id,
            @Nullable String organization,
            String name,
            Set<Role> roles,
            long createdMillis,
            byte[] secretHash,
            boolean revoked) {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a key has a role");
        }
        this.id = id;
        this.organization = organization;
        this.name = name;
        this.roles = Set.copyOf(EnumSet.copyOf(roles));
        this.createdMillis = createdMillis;
        this.secretHash = secretHash.clone();
        this.revoked = revoked;
    }

    /// The same key, no longer valid.
    public Key withRevocation() {
        return new Key(id, organization, name, roles, createdMillis, secretHash, true);
    }

    public String id() {
        return id;
    }

    /// Absent for a key of the whole instance.
    public @Nullable String organization() {
        return organization;
    }

    public String name() {
        return name;
    }

    public Set<Role> roles() {
        return roles;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public boolean revoked() {
        return revoked;
    }

    /// A copy.
    public byte[] secretHash() {
        return secretHash.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key
                && id.equals(key.id)
                && Objects.equals(organization, key.organization)
                && name.equals(key.name)
                && roles.equals(key.roles)
                && createdMillis == key.createdMillis
                && revoked == key.revoked
                && Arrays.equals(secretHash, key.secretHash);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Key[" + id + " " + organization + " " + roles + "]";
    }
}
