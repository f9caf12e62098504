package dev.indelible.formats;

import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import dev.indelible.event.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who acted, while a format reads it. Over-long members stay out and are noted.
final class ActorDraft {
    private final Notes notes;
    private final String member;
    private ActorType type = ActorType.USER;
    private @Nullable String id;
    private @Nullable String email;
    private @Nullable String name;
    private @Nullable Json permissions;
    private final List<String> roles = new ArrayList<>();
    private final List<ActorDraft> onBehalfOf = new ArrayList<>();

    ActorDraft(Notes notes, String member) {
        this.notes = notes;
        this.member = member;
    }

    ActorDraft type(ActorType type) {
        this.type = type;
        return this;
    }

    boolean is(ActorType type) {
        return this.type == type;
    }

    ActorDraft id(Node node) {
        return id(notes.text(node));
    }

    ActorDraft id(@Nullable String text) {
        id = notes.shortText(member + ".id", text);
        return this;
    }

    /// The e-mail address, if it is one; otherwise nothing changes.
    ActorDraft email(Node node) {
        return node.isText() ? email(node.text()) : this;
    }

    ActorDraft email(String text) {
        if (email == null && text.indexOf('@') > 0 && text.indexOf(' ') < 0) {
            email = notes.shortText(member + ".email", text);
        }
        return this;
    }

    ActorDraft name(Node node) {
        return name(notes.text(node));
    }

    ActorDraft name(@Nullable String text) {
        name = notes.shortText(member + ".name", text);
        return this;
    }

    /// Roles: texts, or one text.
    ActorDraft roles(Node node) {
        if (node.isArray()) {
            node.items().forEach(item -> role(notes.text(item)));
        } else {
            role(notes.text(node));
        }
        return this;
    }

    ActorDraft role(@Nullable String role) {
        String fitting = notes.shortText(member + ".roles", role);
        if (fitting == null) {
            return this;
        }
        if (roles.size() == dev.indelible.event.Limits.LIST_ITEMS_MAX) {
            notes.add("more than %d roles".formatted(roles.size()));
        } else if (!roles.contains(fitting)) {
            roles.add(fitting);
        }
        return this;
    }

    ActorDraft permissions(Node node) {
        if (node.isObject()) {
            permissions = notes.copy(node);
        }
        return this;
    }

    /// The next one for whom this actor acted, to be filled.
    ActorDraft onBehalfOf() {
        var step = new ActorDraft(notes, member + ".onBehalfOf");
        onBehalfOf.add(step);
        return step;
    }

    boolean isNamed() {
        return id != null || email != null || name != null;
    }

    /// Somebody nameless is nobody.
    Actor build() {
        List<Actor> steps = new ArrayList<>();
        for (ActorDraft step : onBehalfOf) {
            if (steps.size() == dev.indelible.event.Limits.DELEGATION_STEPS_MAX) {
                notes.add("more than %d steps of delegation".formatted(steps.size()));
                break;
            }
            if (step.isNamed()) {
                steps.add(step.build());
            }
        }
        boolean nobody = !isNamed() && type == ActorType.USER;
        return new Actor(
                nobody ? ActorType.ANONYMOUS : type, id, email, name, roles, permissions, steps);
    }
}
