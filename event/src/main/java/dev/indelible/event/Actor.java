package dev.indelible.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who acted.
///
/// @param permissions what the actor was allowed, as its system tells it: a JSON object
/// @param onBehalfOf for whom, nearest first; at most [Limits#DELEGATION_STEPS_MAX], themselves
///   without delegation
public record Actor(
        ActorType type,
        @Nullable String id,
        @Nullable String email,
        @Nullable String name,
        List<String> roles,
        @Nullable Json permissions,
        List<Actor> onBehalfOf) {

    /// Nobody had signed in, or nobody was named.
    public static final Actor ANONYMOUS = of(ActorType.ANONYMOUS, null, null, null);

    public Actor {
        Check.text("actor.id", id);
        Check.text("actor.email", email);
        Check.text("actor.name", name);
        roles = Check.list("actor.roles", roles, Limits.LIST_ITEMS_MAX);
        roles.forEach(role -> Check.text("actor.roles", role));
        onBehalfOf = Check.list("actor.onBehalfOf", onBehalfOf, Limits.DELEGATION_STEPS_MAX);
    }

    public static Actor of(
            ActorType type, @Nullable String id, @Nullable String email, @Nullable String name) {
        return new Actor(type, id, email, name, List.of(), null, List.of());
    }
}
