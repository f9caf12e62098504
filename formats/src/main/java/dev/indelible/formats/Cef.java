package dev.indelible.formats;

import dev.indelible.event.Actor;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Severity;
import dev.indelible.event.Target;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event in ArcSight's Common Event Format 0, with its escapes. It has the members that the
/// format has a key for; the rest is found by `externalId`. Pure functions; any thread.
public final class Cef {
    private Cef() {}

    /// The line.
    ///
    /// @param id of the event
    /// @param sequence its place in the organization's log
    /// @param number its place among all that the receiver gets
    public static String line(
            AuditEvent event, String id, long receivedMillis, long sequence, long number) {
        var line = new StringBuilder(512).append("CEF:0|Indelible|Indelible|1|");
        header(line, event.action());
        header(line, event.action());
        line.append(severity(event.severity())).append('|');
        EventTime time = event.time();
        extension(
                line,
                "rt",
                Long.toString(time == null ? receivedMillis : time.instant().toEpochMilli()));
        extension(line, "externalId", id);
        extension(line, "act", event.action());
        extension(line, "outcome", event.outcome().label());
        actor(line, event.actor());
        client(line, event.client());
        detail(line, event.detail());
        extension(line, "deviceProcessName", event.service());
        labelled(line, "cn1", "sequence", Long.toString(sequence));
        labelled(line, "cn2", "destinationSequence", Long.toString(number));
        labelled(line, "cs1", "organization", event.organization());
        labelled(line, "cs2", "folder", event.folder());
        labelled(line, "cs3", "project", event.project());
        labelled(line, "cs4", "targets", targets(event));
        labelled(line, "cs5", "correlationId", event.correlationId());
        labelled(line, "cs6", "operation", event.operation().label());
        return line.substring(0, line.length() - 1);
    }

    private static void actor(StringBuilder line, Actor actor) {
        extension(line, "suid", actor.id());
        extension(line, "suser", actor.email() == null ? actor.name() : actor.email());
        if (!actor.roles().isEmpty()) {
            extension(line, "spriv", String.join(",", actor.roles()));
        }
    }

    private static void client(StringBuilder line, @Nullable Client client) {
        if (client != null) {
            String ip = client.ip();
            boolean isV4 = ip != null && ip.matches("\\d{1,3}(\\.\\d{1,3}){3}");
            boolean isV6 = ip != null && ip.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
            extension(line, isV4 ? "src" : isV6 ? "c6a2" : "shost", ip);
            extension(line, "c6a2Label", isV6 ? "Source IPv6 Address" : null);
            extension(line, "requestClientApplication", client.userAgent());
        }
    }

    private static void detail(StringBuilder line, @Nullable Detail detail) {
        if (detail != null) {
            extension(line, "msg", detail.description());
            extension(line, "reason", detail.reason());
            Detail.Request request = detail.request();
            if (request != null) {
                extension(line, "requestMethod", request.method());
                extension(line, "request", request.endpoint());
            }
        }
    }

    private static @Nullable String targets(AuditEvent event) {
        if (event.targets().isEmpty()) {
            return null;
        }
        return event.targets().stream().map(Cef::target).collect(Collectors.joining(","));
    }

    private static String target(Target target) {
        String thing = target.id() == null ? target.name() : target.id();
        return "%s:%s"
                .formatted(target.type() == null ? "" : target.type(), thing == null ? "" : thing);
    }

    private static int severity(Severity severity) {
        return switch (severity) {
            case INFO -> 2;
            case NOTICE -> 4;
            case WARNING -> 6;
            case ERROR -> 8;
            case CRITICAL -> 10;
        };
    }

    /// In the header `\` and `|` are escaped, and a line ends nowhere.
    private static void header(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '|') {
                line.append('\\');
            }
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        line.append('|');
    }

    /// In the extension `\`, `=` and the ends of lines are escaped, and `|` is not.
    private static void extension(StringBuilder line, String key, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        line.append(key).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '=' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        line.append(' ');
    }

    private static void labelled(
            StringBuilder line, String key, String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            extension(line, key, value);
            extension(line, key + "Label", label);
        }
    }
}
