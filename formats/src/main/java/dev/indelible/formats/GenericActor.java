package dev.indelible.formats;

import dev.indelible.event.ActorType;
import java.util.List;
import java.util.Locale;

/// Guesses who acted from a text or an object of any system.
final class GenericActor {
    private static final String[] ID = {
        "id",
        "user_id",
        "userId",
        "gid",
        "profileId",
        "uid",
        "uuid",
        "actor_id",
        "sub",
        "principalId",
        "arn",
        "key",
        "login",
        "username",
        "userName"
    };
    private static final String[] EMAIL = {
        "email",
        "email_address",
        "emailAddress",
        "mail",
        "login",
        "userPrincipalName",
        "alternateId",
        "user_email",
        "username",
        "userName",
        "principalEmail",
        "name"
    };
    private static final String[] NAME = {
        "name",
        "displayName",
        "display_name",
        "friendlyName",
        "full_name",
        "username",
        "userName",
        "login"
    };
    private static final List<String> INSIDE =
            List.of("user", "person", "session", "attributes", "account", "principal", "api_key");

    private GenericActor() {}

    /// Fills the actor from this value, if it names anybody.
    static void fill(Node who, ActorDraft actor) {
        Node one = who.firstItem();
        if (one.isScalar()) {
            actor.id(one).name(one).email(one).type(type(one.text()));
            return;
        }
        Node named = named(one, 0);
        Node id = scalar(named, ID).or(scalar(one, ID));
        actor.id(id.or(scalar(named, EMAIL))).name(scalar(named, NAME).or(scalar(one, NAME)));
        for (String name : EMAIL) {
            actor.email(named.at(name));
        }
        if (!actor.isNamed()) {
            actor.name(scalar(one, new String[] {"type", "actor_type", "kind"}));
        }
        String kind = one.first("type", "actor_type", "kind", "userType", "actorType").text();
        actor.type(type(kind)).roles(scalar(named, new String[] {"role", "roleName"}));
        if (named.at("roles").isArray()) {
            named.at("roles")
                    .items()
                    .forEach(role -> actor.roles(role.isObject() ? role.at("name") : role));
        }
    }

    /// The object that has the identity: this one, or one a little inside.
    private static Node named(Node object, int depth) {
        if (scalar(object, ID).isPresent()
                && (depth > 0 || INSIDE.stream().noneMatch(name -> object.at(name).isObject()))) {
            return object;
        }
        for (String name : INSIDE) {
            Node inside = object.at(name);
            if (inside.isObject() && depth < Limits.GENERIC_DEPTH_MAX) {
                Node found = named(inside, depth + 1);
                boolean isKnown = scalar(found, ID).isPresent() || scalar(found, EMAIL).isPresent();
                if (isKnown && !(depth == 0 && name.equals("attributes") && hasId(object))) {
                    return found;
                }
            }
        }
        return object;
    }

    private static boolean hasId(Node object) {
        return scalar(object, ID).isPresent();
    }

    private static Node scalar(Node object, String[] names) {
        for (String name : names) {
            Node member = object.at(name);
            if (member.isScalar() && Generic.says(member)) {
                return member;
            }
        }
        return Node.absent();
    }

    private static ActorType type(String kind) {
        String lowerCase = kind.toLowerCase(Locale.ROOT);
        if (lowerCase.equals("anonymous") || lowerCase.equals("system:anonymous")) {
            return ActorType.ANONYMOUS;
        }
        if (lowerCase.equals("system") || lowerCase.equals("platform") || lowerCase.endsWith("$")) {
            return ActorType.PLATFORM;
        }
        for (String program : List.of("service", "bot", "application", "api_key", "machine")) {
            if (lowerCase.startsWith(program) || lowerCase.endsWith("[" + program + "]")) {
                return ActorType.SERVICE_ACCOUNT;
            }
        }
        return ActorType.USER;
    }
}
