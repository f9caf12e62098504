package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An event as the message of StackRox's syslog integration: CEF without any escaping, and in it
/// the message as Go's own JSON, with names in snake_case and numbers for words. A payload, which
/// there is a protobuf that only StackRox can make, is a `google.protobuf.StringValue` of its JSON.
/// Pure functions; any thread.
public final class StackRoxCef {
    private static final String HEADER =
            "CEF:0|StackRox|Kubernetes Security Platform|4.11.2|AuditLog|";

    private StackRoxCef() {}

    /// The message behind the syslog header.
    ///
    /// @param extraFields at the end, sorted by name
    public static String message(
            AuditEvent event, long receivedMillis, SortedMap<String, String> extraFields) {
        Node message = Node.of(Json.parse(StackRoxMessage.message(event)));
        Node request = message.at("request");
        Instant time =
                event.time() == null
                        ? Instant.ofEpochMilli(receivedMillis)
                        : event.time().instant();
        String roles =
                message.at("user", "roles").items().stream()
                        .map(role -> role.at("name").text())
                        .collect(Collectors.joining(","));
        var text =
                new StringBuilder(HEADER)
                        .append("AuditLog|3|rt=")
                        .append(time.toEpochMilli())
                        .append(" spriv=")
                        .append(roles)
                        .append(" suser=")
                        .append(message.at("user", "username").text())
                        .append(" request=")
                        .append(request.at("endpoint").text())
                        .append(" requestMethod=")
                        .append(request.at("method").text())
                        .append(" outcome=")
                        .append(or(message.at("status"), "UNKNOWN_STATUS"))
                        .append(" requestClientApplication=")
                        .append(or(message.at("method"), "UNKNOWN_METHOD"))
                        .append(" stackroxKubernetesSecurityPlatformAuditLog=");
        json(text, message, time);
        extraFields.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    private static String or(Node node, String otherwise) {
        return node.text().isEmpty() ? otherwise : node.text();
    }

    private static void json(StringBuilder json, Node message, Instant time) {
        var members = new Go(json);
        var seconds = new Go(members.begin("time"));
        seconds.number("seconds", time.getEpochSecond());
        seconds.number("nanos", time.getNano());
        seconds.end();
        members.number(
                "status",
                switch (message.at("status").text()) {
                    case "REQUEST_SUCCEEDED" -> 1;
                    case "AUTH_FAILED" -> 2;
                    case "REQUEST_FAILED" -> 3;
                    default -> 0;
                });
        members.text("status_reason", message.at("statusReason").text());
        if (message.at("user").isObject()) {
            user(members.begin("user"), message.at("user"));
        }
        request(members.begin("request"), message.at("request"));
        members.number(
                "method",
                switch (message.at("method").text()) {
                    case "CLI" -> 1;
                    case "UI" -> 2;
                    case "API" -> 3;
                    default -> 0;
                });
        members.number(
                "interaction",
                switch (message.at("interaction").text()) {
                    case "CREATE" -> 1;
                    case "UPDATE" -> 2;
                    case "DELETE" -> 3;
                    default -> 0;
                });
        members.end();
    }

    private static void user(StringBuilder json, Node user) {
        var members = new Go(json);
        members.text("username", user.at("username").text());
        members.text("friendly_name", user.at("friendlyName").text());
        if (user.at("permissions").isObject()) {
            access(members.begin("permissions"), user.at("permissions"), "");
        }
        if (!user.at("roles").items().isEmpty()) {
            StringBuilder roles = members.begin("roles").append('[');
            boolean isFirst = true;
            for (Node role : user.at("roles").items()) {
                roles.append(isFirst ? "" : ",");
                isFirst = false;
                access(roles, role, role.at("name").text());
            }
            roles.append(']');
        }
        members.end();
    }

    private static void access(StringBuilder json, Node node, String name) {
        var members = new Go(json);
        members.text("name", name);
        var sorted = new TreeMap<String, Node>();
        for (Map.Entry<String, Node> one : node.at("resourceToAccess").members()) {
            sorted.put(one.getKey(), one.getValue());
        }
        if (!sorted.isEmpty()) {
            // A map, whose values are there even if they are 0.
            StringBuilder map = members.begin("resource_to_access");
            char separator = '{';
            for (Map.Entry<String, Node> one : sorted.entrySet()) {
                GoText.go(map.append(separator), one.getKey());
                map.append(':')
                        .append(
                                switch (one.getValue().text()) {
                                    case "READ_ACCESS" -> 1;
                                    case "READ_WRITE_ACCESS" -> 2;
                                    default -> 0;
                                });
                separator = ',';
            }
            map.append('}');
        }
        members.end();
    }

    private static void request(StringBuilder json, Node request) {
        var members = new Go(json);
        members.text("endpoint", request.at("endpoint").text());
        members.text("method", request.at("method").text());
        if (request.at("payload").isObject()) {
            var payload = new Go(members.begin("payload"));
            payload.text("type_url", "google.protobuf.StringValue");
            payload.text("value", stringValue(request.at("payload").json()));
            payload.end();
        }
        if (request.at("sourceHeaders").isObject()) {
            Node told = request.at("sourceHeaders");
            var headers = new Go(members.begin("source_headers"));
            headers.text("x_forwarded_for", told.at("xForwardedFor").text());
            headers.text("remote_addr", told.at("remoteAddr").text());
            headers.text("request_addr", told.at("requestAddr").text());
            headers.end();
        }
        members.text("source_ip", request.at("sourceIp").text());
        members.end();
    }

    /// The protobuf in Base64: field 1, length-delimited.
    private static String stringValue(Json payload) {
        byte[] text = payload.toString().getBytes(UTF_8);
        var protobuf = new ByteArrayOutputStream(text.length + 8);
        protobuf.write(0x0a);
        int length = text.length;
        while (length > 0x7f) {
            protobuf.write(length & 0x7f | 0x80);
            length >>>= 7;
        }
        protobuf.write(length);
        protobuf.writeBytes(text);
        return Base64.getEncoder().encodeToString(protobuf.toByteArray());
    }

    /// The members of one object, as `encoding/json` writes a struct with `omitempty`.
    private static final class Go {
        private final StringBuilder json;
        private boolean isFirst = true;

        Go(StringBuilder json) {
            this.json = json.append('{');
        }

        StringBuilder begin(String name) {
            json.append(isFirst ? "\"" : ",\"").append(name).append("\":");
            isFirst = false;
            return json;
        }

        void text(String name, String value) {
            if (!value.isEmpty()) {
                GoText.go(begin(name), value);
            }
        }

        void number(String name, long value) {
            if (value != 0) {
                begin(name).append(value);
            }
        }

        void end() {
            json.append('}');
        }
    }
}
