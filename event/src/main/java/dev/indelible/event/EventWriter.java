package dev.indelible.event;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Events to JSON: the bytes of their parts. Stateless; any thread.
public final class EventWriter {
    private EventWriter() {}

    /// The core: the top-level scalars in this fixed order, of which `id` and `time` are the first
    /// when present. [EventText#sameContent] counts on that.
    public static byte[] core(AuditEvent event) {
        return write(json -> {
            json.writeStartObject();
            text(json, "id", event.id() == null ? null : event.id().toString());
            text(json, "time", event.time() == null ? null : event.time().toString());
            text(json, "timeFrom", event.timeFrom());
            text(json, "action", event.action());
            text(json, "operation", event.operation().label());
            text(json, "category", event.category() == null ? null : event.category().label());
            text(json, "outcome", event.outcome().label());
            text(json, "severity", event.severity().label());
            text(json, "organization", event.organization());
            text(json, "folder", event.folder());
            text(json, "project", event.project());
            text(json, "service", event.service());
            text(json, "channel", event.channel() == null ? null : event.channel().label());
            text(json, "region", event.region());
            text(json, "correlationId", event.correlationId());
            text(json, "format", event.format());
            text(json, "unforeseen", event.unforeseen());
            json.writeEndObject();
        });
    }

    /// The other parts, where the event has them.
    public static Map<Part, byte[]> parts(AuditEvent event) {
        var parts = new EnumMap<Part, byte[]>(Part.class);
        parts.put(Part.ACTOR, write(json -> actor(json, event.actor())));
        if (!event.targets().isEmpty()) {
            parts.put(Part.TARGETS, write(json -> targets(json, event.targets())));
        }
        Client client = event.client();
        if (client != null) {
            parts.put(Part.CLIENT, write(json -> client(json, client)));
        }
        Detail detail = event.detail();
        if (detail != null) {
            parts.put(Part.DETAIL, write(json -> detail(json, detail)));
        }
        return parts;
    }

    private static void actor(JsonGenerator json, Actor actor) {
        json.writeStartObject();
        text(json, "type", actor.type().label());
        text(json, "id", actor.id());
        text(json, "email", actor.email());
        text(json, "name", actor.name());
        if (!actor.roles().isEmpty()) {
            json.writeArrayPropertyStart("roles");
            actor.roles().forEach(json::writeString);
            json.writeEndArray();
        }
        raw(json, "permissions", actor.permissions());
        if (!actor.onBehalfOf().isEmpty()) {
            json.writeArrayPropertyStart("onBehalfOf");
            actor.onBehalfOf().forEach(step -> actor(json, step));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void targets(JsonGenerator json, List<Target> targets) {
        json.writeStartArray();
        for (Target target : targets) {
            json.writeStartObject();
            text(json, "type", target.type());
            text(json, "id", target.id());
            text(json, "name", target.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void client(JsonGenerator json, Client client) {
        json.writeStartObject();
        text(json, "ip", client.ip());
        text(json, "userAgent", client.userAgent());
        text(json, "requestId", client.requestId());
        text(json, "sessionId", client.sessionId());
        text(json, "traceparent", client.traceparent());
        json.writeEndObject();
    }

    private static void detail(JsonGenerator json, Detail detail) {
        json.writeStartObject();
        text(json, "description", detail.description());
        text(json, "reason", detail.reason());
        Detail.Request request = detail.request();
        if (request != null) {
            json.writeObjectPropertyStart("request");
            text(json, "method", request.method());
            text(json, "endpoint", request.endpoint());
            raw(json, "params", request.params());
            raw(json, "payload", request.payload());
            json.writeEndObject();
        }
        Detail.Response response = detail.response();
        if (response != null) {
            json.writeObjectPropertyStart("response");
            if (response.code() != null) {
                json.writeNumberProperty("code", response.code());
            }
            if (response.size() != null) {
                json.writeNumberProperty("size", response.size());
            }
            json.writeEndObject();
        }
        changes(json, detail.changes());
        if (!detail.labels().isEmpty()) {
            json.writeObjectPropertyStart("labels");
            detail.labels().forEach((name, value) -> text(json, name, value));
            json.writeEndObject();
        }
        raw(json, "original", detail.original());
        json.writeEndObject();
    }

    private static void changes(JsonGenerator json, List<Detail.Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("changes");
        for (Detail.Change change : changes) {
            json.writeStartObject();
            text(json, "path", change.path());
            raw(json, "old", change.oldValue());
            raw(json, "new", change.newValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void raw(JsonGenerator json, String name, @Nullable Json value) {
        if (value != null) {
            json.writeName(name);
            json.writeRawValue(value.toString());
        }
    }

    /// A string with its quotes.
    static byte[] quoted(String value) {
        return write(json -> json.writeString(value));
    }

    private static byte[] write(Content content) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json =
                Syntax.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.write(json);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator json);
    }
}
