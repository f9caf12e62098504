package dev.indelible.core.trail;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Viewing;
import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import java.util.List;

/// Callers as events name them.
public final class Actors {
    private Actors() {}

    /// The actor: a person as a person, with the roles that were proven.
    public static Actor of(Caller caller) {
        ActorType type =
                switch (caller.kind()) {
                    case KEY, PROGRAM -> ActorType.SERVICE_ACCOUNT;
                    case PERSON -> ActorType.USER;
                    case PLATFORM -> ActorType.PLATFORM;
                };
        List<String> roles = caller.roles().stream().map(role -> role.label()).toList();
        return new Actor(
                type, caller.id(), caller.email(), caller.name(), roles, null, onBehalfOf(caller));
    }

    /// Whom a viewer token is said to be for; only its key is proven.
    private static List<Actor> onBehalfOf(Caller caller) {
        Viewing viewing = caller.viewing();
        return viewing == null
                ? List.of()
                : List.of(Actor.of(ActorType.USER, viewing.subject(), null, null));
    }
}
