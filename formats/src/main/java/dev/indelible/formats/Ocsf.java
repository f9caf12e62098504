package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.event.Severity;
import dev.indelible.event.Target;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An event in the Open Cybersecurity Schema Framework 1.7.0: Authentication (3002) for sign-ins,
/// Account Change (3001) where a user, role or the like is acted upon, API Activity (6003) for all
/// else. What the classes have no attribute for stands under `unmapped`. Pure functions; any
/// thread.
public final class Ocsf {
    private static final String VERSION = "1.7.0";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> ACCOUNTS =
            Set.of("user", "role", "account", "service-account", "serviceaccount", "group");
    private static final int OTHER = 99;

    private Ocsf() {}

    /// A class of events, and the numbers of what may happen in it.
    private enum EventClass {
        ACCOUNT_CHANGE(3001, 3),
        AUTHENTICATION(3002, 3),
        API_ACTIVITY(6003, 6);

        final int uid;
        final int category;

        EventClass(int uid, int category) {
            this.uid = uid;
            this.category = category;
        }
    }

    /// One event.
    ///
    /// @param event what these parts tell
    /// @param id of the event
    /// @param receivedMillis when it was taken
    /// @param number its place among all that the receiver gets, for `metadata.sequence`
    public static byte[] event(
            AuditEvent event, Parts parts, String id, long receivedMillis, long number) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            EventClass eventClass = eventClass(event);
            int activity = activity(event, eventClass);
            json.writeStartObject();
            json.writeNumberProperty("activity_id", activity);
            if (activity == OTHER) {
                json.writeStringProperty("activity_name", event.action());
            }
            json.writeNumberProperty("category_uid", eventClass.category);
            json.writeNumberProperty("class_uid", eventClass.uid);
            json.writeNumberProperty("type_uid", eventClass.uid * 100L + activity);
            EventTime time = event.time();
            json.writeNumberProperty(
                    "time", time == null ? receivedMillis : time.instant().toEpochMilli());
            json.writeNumberProperty("severity_id", severity(event.severity()));
            status(json, event);
            metadata(json, event, id, receivedMillis, number);
            json.writeObjectPropertyStart("actor");
            json.writeName("user");
            user(json, event.actor());
            json.writeEndObject();
            switch (eventClass) {
                case AUTHENTICATION -> {
                    json.writeName("user");
                    user(json, event.actor());
                }
                case ACCOUNT_CHANGE -> account(json, event.targets().getFirst());
                case API_ACTIVITY -> resources(json, event);
            }
            api(json, event);
            source(json, event.client());
            request(json, event);
            unmapped(json, event, parts);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static EventClass eventClass(AuditEvent event) {
        if (event.category() == Category.SIGN_IN) {
            return EventClass.AUTHENTICATION;
        }
        boolean isChange = event.operation() != Operation.READ;
        boolean isAccount =
                !event.targets().isEmpty()
                        && event.targets().getFirst().type() != null
                        && ACCOUNTS.contains(
                                event.targets().getFirst().type().toLowerCase(Locale.ROOT))
                        && (event.targets().getFirst().id() != null
                                || event.targets().getFirst().name() != null);
        return isChange && isAccount ? EventClass.ACCOUNT_CHANGE : EventClass.API_ACTIVITY;
    }

    private static int activity(AuditEvent event, EventClass eventClass) {
        String action = event.action().toLowerCase(Locale.ROOT);
        return switch (eventClass) {
            case AUTHENTICATION ->
                    action.contains("logout") || action.contains("logoff")
                            ? 2
                            : action.contains("login") || action.contains("logon") ? 1 : OTHER;
            case ACCOUNT_CHANGE ->
                    switch (event.operation()) {
                        case CREATE -> 1;
                        case DELETE -> 6;
                        case READ, UPDATE, EXECUTE, OTHER -> OTHER;
                    };
            case API_ACTIVITY ->
                    switch (event.operation()) {
                        case CREATE -> 1;
                        case READ -> 2;
                        case UPDATE -> 3;
                        case DELETE -> 4;
                        case EXECUTE, OTHER -> OTHER;
                    };
        };
    }

    private static int severity(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case NOTICE -> 2;
            case WARNING -> 3;
            case ERROR -> 4;
            case CRITICAL -> 5;
        };
    }

    private static void status(JsonGenerator json, AuditEvent event) {
        int status =
                switch (event.outcome()) {
                    case SUCCESS -> 1;
                    case FAILURE, DENIED -> 2;
                    case UNKNOWN -> 0;
                };
        json.writeNumberProperty("status_id", status);
        if (event.outcome() == Outcome.DENIED) {
            json.writeStringProperty("status_code", "denied");
        }
        Detail detail = event.detail();
        if (detail != null) {
            text(json, "status_detail", detail.reason());
            text(json, "message", detail.description());
        }
    }

    private static void metadata(
            JsonGenerator json, AuditEvent event, String id, long receivedMillis, long number) {
        json.writeObjectPropertyStart("metadata");
        json.writeStringProperty("version", VERSION);
        json.writeObjectPropertyStart("product");
        json.writeStringProperty("name", "Indelible");
        json.writeStringProperty("vendor_name", "Indelible");
        json.writeEndObject();
        json.writeStringProperty("uid", id);
        json.writeNumberProperty("sequence", number);
        json.writeNumberProperty("logged_time", receivedMillis);
        text(json, "event_code", event.action());
        text(json, "log_provider", event.service());
        text(json, "tenant_uid", event.organization());
        text(json, "correlation_uid", event.correlationId());
        json.writeEndObject();
    }

    private static void user(JsonGenerator json, Actor actor) {
        json.writeStartObject();
        boolean isNamed = actor.id() != null || actor.name() != null;
        text(json, "uid", actor.id());
        text(
                json,
                "name",
                isNamed
                        ? actor.name()
                        : actor.email() == null ? actor.type().label() : actor.email());
        text(json, "email_addr", actor.email());
        int type =
                switch (actor.type()) {
                    case USER -> 1;
                    case PLATFORM -> 3;
                    case SERVICE_ACCOUNT -> 4;
                    case ANONYMOUS -> 0;
                };
        json.writeNumberProperty("type_id", type);
        json.writeEndObject();
    }

    private static void account(JsonGenerator json, Target target) {
        json.writeObjectPropertyStart("user");
        text(json, "uid", target.id());
        text(json, "name", target.name());
        text(json, "type", target.type());
        json.writeNumberProperty("type_id", "user".equals(target.type()) ? 1 : OTHER);
        json.writeEndObject();
    }

    private static void resources(JsonGenerator json, AuditEvent event) {
        if (event.targets().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("resources");
        for (Target target : event.targets()) {
            json.writeStartObject();
            text(json, "uid", target.id());
            text(json, "name", target.name());
            text(json, "type", target.type());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void api(JsonGenerator json, AuditEvent event) {
        json.writeObjectPropertyStart("api");
        json.writeStringProperty("operation", event.action());
        Client client = event.client();
        if (client != null && client.requestId() != null) {
            json.writeObjectPropertyStart("request");
            json.writeStringProperty("uid", client.requestId());
            json.writeEndObject();
        }
        if (event.service() != null) {
            json.writeObjectPropertyStart("service");
            json.writeStringProperty("name", event.service());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Required, with at least one attribute; what is no address is a name.
    private static void source(JsonGenerator json, @Nullable Client client) {
        json.writeObjectPropertyStart("src_endpoint");
        String ip = client == null ? null : client.ip();
        boolean isAddress = ip != null && ip.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
        json.writeStringProperty(isAddress ? "ip" : "name", ip == null ? "unknown" : ip);
        json.writeEndObject();
    }

    private static void request(JsonGenerator json, AuditEvent event) {
        Client client = event.client();
        Detail detail = event.detail();
        Detail.Request request = detail == null ? null : detail.request();
        String agent = client == null ? null : client.userAgent();
        if (agent == null && request == null) {
            return;
        }
        json.writeObjectPropertyStart("http_request");
        text(json, "user_agent", agent);
        if (request != null) {
            text(json, "http_method", request.method());
            if (request.endpoint() != null) {
                json.writeObjectPropertyStart("url");
                json.writeStringProperty("url_string", request.endpoint());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /// Whatever the classes have no attribute for, so that nothing is left out.
    private static void unmapped(JsonGenerator json, AuditEvent event, Parts parts) {
        json.writeObjectPropertyStart("unmapped");
        text(json, "category", event.category() == null ? null : event.category().label());
        text(json, "channel", event.channel() == null ? null : event.channel().label());
        text(json, "folder", event.folder());
        text(json, "project", event.project());
        text(json, "region", event.region());
        text(json, "format", event.format());
        for (Part part : List.of(Part.ACTOR, Part.TARGETS, Part.CLIENT, Part.DETAIL)) {
            byte[] bytes = parts.get(part);
            if (bytes != null) {
                json.writeName(part.member());
                json.writeRawValue(new String(bytes, UTF_8));
            }
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
