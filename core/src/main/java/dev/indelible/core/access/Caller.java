package dev.indelible.core.access;

import dev.indelible.event.Client;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who asks, proven by a key, by a sign-in or by an issuer's token.
///
/// @param id of the key, or what the issuer calls the person or program
/// @param name for people
/// @param email of a person, if the issuer tells it
/// @param client from where
/// @param secret by which of its secrets a key was proven; absent for all others
/// @param viewing to what a viewer token narrows it; absent for all others
public record Caller(
        String id,
        Kind kind,
        String name,
        @Nullable String email,
        Set<Grant> grants,
        Client client,
        @Nullable KeySecret secret,
        @Nullable Viewing viewing) {

    /// Id of Indelible itself, in the `key` and as the `service` of what it writes; no key has it.
    public static final String PLATFORM_ID = "indelible";

    static final Client NOWHERE = new Client(null, null, null, null, null);

    public Caller {
        grants = Set.copyOf(grants);
    }

    /// A caller that was proven by no secret of ours, and that no viewer token narrows.
    public Caller(
            String id,
            Kind kind,
            String name,
            @Nullable String email,
            Set<Grant> grants,
            Client client) {
        this(id, kind, name, email, grants, client, null, null);
    }

    /// What stands behind a caller.
    public enum Kind {
        KEY,
        PERSON,
        /// A program that an issuer vouches for.
        PROGRAM,
        /// Indelible itself, for what it does by its own clock.
        PLATFORM
    }

    /// Whoever has this key, from nowhere yet.
    public static Caller ofKey(String id, String name, Set<Grant> grants) {
        return new Caller(id, Kind.KEY, name, null, grants, NOWHERE);
    }

    /// The same key, proven by this secret.
    Caller by(KeySecret proven) {
        return new Caller(id, kind, name, email, grants, client, proven, viewing);
    }

    /// Indelible itself: may nothing, is only told of.
    public static Caller platform() {
        return new Caller(PLATFORM_ID, Kind.PLATFORM, "Indelible", null, Set.of(), NOWHERE);
    }

    /// The same caller, asking from here.
    public Caller from(Client from) {
        return new Caller(id, kind, name, email, grants, from, secret, viewing);
    }

    /// The same caller with no more than these grants, through a filter.
    Caller narrowed(Set<Grant> to, Viewing through) {
        return new Caller(id, kind, name, email, to, client, secret, through);
    }

    /// Whether any grant gives this right, on whatever level.
    public boolean mayAnywhere(Right right) {
        return grants.stream().anyMatch(grant -> grant.role().has(right));
    }

    /// Whether the caller has this right on the whole instance.
    public boolean mayEverywhere(Right right) {
        return grants.stream()
                .anyMatch(grant -> grant.level().isInstance() && grant.role().has(right));
    }

    /// The roles, on whatever level.
    public Set<Role> roles() {
        var roles = EnumSet.noneOf(Role.class);
        grants.forEach(grant -> roles.add(grant.role()));
        return roles;
    }

    /// Whether any grant is in this organization or on the whole instance.
    public boolean isIn(String organization) {
        return grants.stream()
                .map(Grant::level)
                .anyMatch(level -> level.isInstance() || organization.equals(level.organization()));
    }

    /// The one organization that all grants are in; absent if there are several, or one is on the
    /// instance.
    public @Nullable String organization() {
        if (grants.stream().anyMatch(grant -> grant.level().isInstance())) {
            return null;
        }
        Set<String> organizations =
                grants.stream()
                        .map(grant -> String.valueOf(grant.level().organization()))
                        .collect(Collectors.toCollection(TreeSet::new));
        return organizations.size() == 1 ? organizations.iterator().next() : null;
    }
}
