package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Channel;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An event as StackRox's `v1.Audit.Message`, byte for byte as its integrations write it:
/// protojson, fields in the order of their numbers, default values left out. An event that StackRox
/// itself sent leaves as its own message. Pure functions; any thread.
public final class StackRoxMessage {
    private static final String MESSAGE_TYPE = "v1.Audit.Message";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private StackRoxMessage() {}

    /// The body of the generic webhook: `{"k":"v","audit": {…}}`, one space in it.
    ///
    /// @param extraFields before the message, sorted by name
    public static byte[] webhook(AuditEvent event, SortedMap<String, String> extraFields) {
        var json = new StringBuilder(1024).append('{');
        for (Map.Entry<String, String> field : extraFields.entrySet()) {
            GoText.go(json, field.getKey());
            json.append(':');
            GoText.go(json, field.getValue());
            json.append(',');
        }
        Node own = own(event);
        boolean isAlert = own.at("alert", "policy").isObject();
        json.append(isAlert ? "\"alert\": " : "\"audit\": ");
        json.append(isAlert ? own.at("alert").json().toString() : message(event, own));
        return json.append('}').toString().getBytes(UTF_8);
    }

    /// What stands under `event` in the body for Splunk: the message with its type.
    public static String splunkEvent(AuditEvent event) {
        Node own = own(event);
        if (own.at("alert", "policy").isObject()) {
            return own.at("alert").json().toString();
        }
        String message = message(event, own);
        String rest = message.equals("{}") ? "}" : "," + message.substring(1);
        return "{\"@type\":\"" + MESSAGE_TYPE + "\"" + rest;
    }

    /// The message alone.
    public static String message(AuditEvent event) {
        return message(event, own(event));
    }

    private static String message(AuditEvent event, Node own) {
        Node audit = audit(own);
        if (!audit.isObject()) {
            return mapped(event);
        }
        String json = audit.json().toString();
        String type = "{\"@type\":\"" + MESSAGE_TYPE + "\"";
        if (!json.startsWith(type)) {
            return json;
        }
        String rest = json.substring(type.length());
        return "{" + (rest.startsWith(",") ? rest.substring(1) : rest);
    }

    /// What StackRox sent, if the event came from there and still has it.
    private static Node own(AuditEvent event) {
        Detail detail = event.detail();
        Json original = detail == null ? null : detail.original();
        if (original == null || !"stackrox".equals(event.format())) {
            return Node.absent();
        }
        return Node.of(original);
    }

    /// The message in it; absent if it is none in protojson, such as the numbers of its syslog
    /// form.
    private static Node audit(Node own) {
        Node message = StackRox.message(own);
        boolean isProtoJson = message.at("time").isText() && !message.at("status").isNumber();
        return isProtoJson && !message.at("alert").isObject() ? message : Node.absent();
    }

    private static String mapped(AuditEvent event) {
        var json = new StringBuilder(512);
        var message = new Members(json);
        if (event.time() != null) {
            message.text("time", timestamp(event.time().instant()));
        }
        message.text("status", status(event.outcome()));
        Detail detail = event.detail();
        if (detail != null && event.outcome() != Outcome.SUCCESS) {
            message.text("statusReason", detail.reason());
        }
        if (event.actor().type() != ActorType.ANONYMOUS) {
            message.raw("user", user(event.actor()));
        }
        message.raw("request", request(event));
        message.text("method", method(event.channel()));
        message.text("interaction", interaction(event.operation()));
        message.end();
        return json.toString();
    }

    static @Nullable String status(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "REQUEST_SUCCEEDED";
            case DENIED -> "AUTH_FAILED";
            case FAILURE -> "REQUEST_FAILED";
            case UNKNOWN -> null;
        };
    }

    static @Nullable String method(@Nullable Channel channel) {
        return switch (channel) {
            case CLI -> "CLI";
            case UI -> "UI";
            case API, SYSTEM -> "API";
            case null -> null;
        };
    }

    /// StackRox has no word for reading; what it cannot say is its default, which is left out.
    private static @Nullable String interaction(Operation operation) {
        return switch (operation) {
            case CREATE -> "CREATE";
            case UPDATE, EXECUTE -> "UPDATE";
            case DELETE -> "DELETE";
            case READ, OTHER -> null;
        };
    }

    /// Protojson's timestamp: UTC, with 0, 3, 6 or 9 digits of a second.
    static String timestamp(Instant time) {
        String seconds = SECONDS.format(time);
        int nanos = time.get(ChronoField.NANO_OF_SECOND);
        if (nanos == 0) {
            return seconds + "Z";
        }
        if (nanos % 1_000_000 == 0) {
            return "%s.%03dZ".formatted(seconds, nanos / 1_000_000);
        }
        return nanos % 1000 == 0
                ? "%s.%06dZ".formatted(seconds, nanos / 1000)
                : "%s.%09dZ".formatted(seconds, nanos);
    }

    static @Nullable String username(Actor actor) {
        return actor.email() == null ? actor.id() : actor.email();
    }

    static @Nullable String friendlyName(Actor actor) {
        boolean isPerson = actor.type() == ActorType.USER && actor.email() != null;
        return actor.name() != null && isPerson
                ? "%s (%s)".formatted(actor.name(), actor.email())
                : actor.name();
    }

    private static String user(Actor actor) {
        var json = new StringBuilder();
        var user = new Members(json);
        user.text("username", username(actor));
        user.text("friendlyName", friendlyName(actor));
        String access = access(actor.permissions());
        if (access != null) {
            user.raw("permissions", "{\"resourceToAccess\":" + access + "}");
        }
        if (!actor.roles().isEmpty()) {
            var roles = new StringBuilder("[");
            for (String role : actor.roles()) {
                roles.append(roles.length() > 1 ? "," : "");
                var one = new Members(roles);
                one.text("name", role);
                one.end();
            }
            user.raw("roles", roles.append(']').toString());
        }
        user.end();
        return json.toString();
    }

    /// Permissions, if they are said in StackRox's words; null if not.
    private static @Nullable String access(@Nullable Json permissions) {
        if (permissions == null) {
            return null;
        }
        var sorted = new TreeMap<String, String>();
        for (Map.Entry<String, Node> member : Node.of(permissions).members()) {
            String access = member.getValue().text();
            if (!access.matches("NO_ACCESS|READ_ACCESS|READ_WRITE_ACCESS")) {
                return null;
            }
            sorted.put(member.getKey(), access);
        }
        if (sorted.isEmpty()) {
            return null;
        }
        var json = new StringBuilder();
        var members = new Members(json);
        sorted.forEach(members::text);
        members.end();
        return json.toString();
    }

    private static String request(AuditEvent event) {
        Detail detail = event.detail();
        Detail.Request asked = detail == null ? null : detail.request();
        var json = new StringBuilder();
        var request = new Members(json);
        String endpoint = asked == null ? null : asked.endpoint();
        request.text("endpoint", endpoint == null ? event.action() : endpoint);
        request.text("method", asked == null ? null : asked.method());
        if (asked != null && asked.payload() != null) {
            request.raw("payload", any(asked.payload()));
        }
        Client client = event.client();
        request.raw("sourceHeaders", "{}");
        request.text("sourceIp", client == null ? null : client.ip());
        request.end();
        return json.toString();
    }

    /// A payload as protojson writes an `Any`: one that names its type stays, another is a `Value`.
    private static String any(Json payload) {
        try {
            if (Node.of(payload).at("@type").isText()) {
                return payload.toString();
            }
        } catch (InvalidEventException e) {
            throw new IllegalStateException("a stored payload is no JSON", e);
        }
        return "{\"@type\":\"google.protobuf.Value\",\"value\":" + payload + "}";
    }

    /// The members of one object; those that are null or empty are left out, as protojson does.
    static final class Members {
        private final StringBuilder json;
        private boolean isFirst = true;

        Members(StringBuilder json) {
            this.json = json.append('{');
        }

        void text(String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                name(name);
                GoText.proto(json, value);
            }
        }

        void raw(String name, String value) {
            name(name);
            json.append(value);
        }

        private void name(String name) {
            json.append(isFirst ? "" : ",");
            isFirst = false;
            GoText.proto(json, name);
            json.append(':');
        }

        void end() {
            json.append('}');
        }
    }
}
