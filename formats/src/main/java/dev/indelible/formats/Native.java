package dev.indelible.formats;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.Detail;
import dev.indelible.event.Json;
import java.util.Set;

/// How a native event looks among foreign ones: an object with a text `action`, every other member
/// one that a sender may give, and `actor`, `client` and `detail` objects and `targets` an array
/// where they are there. What looks so is read strictly.
final class Native {
    private static final Set<String> TEXTS =
            Set.of(
                    "id",
                    "time",
                    "action",
                    "operation",
                    "category",
                    "outcome",
                    "severity",
                    "organization",
                    "folder",
                    "project",
                    "service",
                    "channel",
                    "region",
                    "correlationId");
    private static final Set<String> OBJECTS = Set.of("actor", "client", "detail");

    private Native() {}

    static boolean looksLike(Node event) {
        return event.members().stream()
                        .allMatch(member ->
                                TEXTS.contains(member.getKey())
                                        || hasShape(member.getKey(), member.getValue()))
                && event.names().contains("action")
                && event.at("action").isText();
    }

    private static boolean hasShape(String name, Node value) {
        return (OBJECTS.contains(name) && (value.isObject() || value.isNull()))
                || (name.equals("targets") && (value.isArray() || value.isNull()));
    }

    /// The inner event with what it leaves out told by the outer one, whose original it keeps.
    static AuditEvent merged(AuditEvent inner, AuditEvent outer) {
        Detail detail = inner.detail();
        Detail outerDetail = outer.detail();
        Json original = outerDetail == null ? null : outerDetail.original();
        return inner.toBuilder()
                .id(inner.id() == null ? outer.id() : inner.id())
                .time(inner.time() == null ? outer.time() : inner.time())
                .service(inner.service() == null ? outer.service() : inner.service())
                .format(outer.format())
                .unforeseen(outer.unforeseen())
                .detail(
                        detail == null
                                ? outerDetail
                                : new Detail(
                                        detail.description(),
                                        detail.reason(),
                                        detail.request(),
                                        detail.response(),
                                        detail.changes(),
                                        detail.labels(),
                                        original))
                .build();
    }
}
