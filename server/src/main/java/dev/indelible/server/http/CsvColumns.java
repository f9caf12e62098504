package dev.indelible.server.http;

import dev.indelible.core.journal.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// The columns of a CSV export that somebody chose: `actor`, `target` and `client` as people read
/// them, the members of parts that have names of their own in searches, and any other member of an
/// event by its path, such as `detail.request.endpoint`.
record CsvColumns(List<String> names) {
    private static final int COLUMNS_MAX = 64;

    /// All but what each sender has of its own.
    private static final Set<String> KNOWN =
            new LinkedHashSet<>(
                    List.of(
                            ("time received sequence id key organization folder project action operation"
                                            + " category outcome severity service channel region"
                                            + " correlationId timeFrom format unforeseen erased"
                                            + " actor actorType actor.type actor.id actor.email"
                                            + " actor.name actor.roles actor.permissions"
                                            + " actor.onBehalfOf target targetType targets client"
                                            + " client.ip client.userAgent client.requestId"
                                            + " client.sessionId client.traceparent requestId"
                                            + " sessionId detail actorId actorEmail actorName ip"
                                            + " userAgent description")
                                    .split(" ", -1)));

    /// Below these any name is one.
    private static final List<String> FREE = List.of("detail.", "actor.permissions.");

    CsvColumns {
        names = List.copyOf(names);
        if (names.isEmpty() || names.size() > COLUMNS_MAX || names.contains("")) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "columns are 1 to %d names between commas, such as time,actor,detail.reason"
                            .formatted(COLUMNS_MAX));
        }
        names.stream().filter(name -> !isKnown(name)).findFirst().ifPresent(CsvColumns::refuse);
    }

    private static boolean isKnown(String name) {
        return KNOWN.contains(name) || FREE.stream().anyMatch(name::startsWith);
    }

    private static void refuse(String name) {
        throw new ProblemAnswer(
                400,
                "parameter-invalid",
                "column '%s' is none of: %s, and what is in detail, such as detail.reason"
                        .formatted(Texts.shown(name), String.join(", ", KNOWN)));
    }

    static CsvColumns of(String text) {
        return new CsvColumns(List.of(text.split(",", -1)));
    }

    /// The first line.
    String header() {
        return line(name -> name) + "\r\n";
    }

    String row(Entry entry) {
        JsonNode event = EventTree.of(entry.text());
        return line(name -> value(event, name));
    }

    private String line(Function<String, String> cell) {
        return names.stream()
                .map(name -> CsvRows.cell(cell.apply(name)))
                .collect(Collectors.joining(","));
    }

    private static String value(JsonNode event, String name) {
        return switch (name) {
            case "actor" -> firstOf(event.path("actor"), "name", "email", "id");
            case "actorType" -> EventTree.text(event.path("actor").path("type"));
            case "target" -> each(event, target -> firstOf(target, "name", "id"));
            case "targetType" -> each(event, target -> EventTree.text(target.path("type")));
            case "client", "ip" -> EventTree.text(event.path("client").path("ip"));
            case "requestId", "sessionId", "userAgent" ->
                    EventTree.text(event.path("client").path(name));
            // As an export without chosen columns calls them.
            case "actorId" -> EventTree.text(event.path("actor").path("id"));
            case "actorEmail" -> EventTree.text(event.path("actor").path("email"));
            case "actorName" -> EventTree.text(event.path("actor").path("name"));
            case "description" -> EventTree.text(event.path("detail").path("description"));
            default -> EventTree.text(at(event, name));
        };
    }

    private static String firstOf(JsonNode node, String... members) {
        return List.of(members).stream()
                .map(member -> EventTree.text(node.path(member)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String each(JsonNode event, Function<JsonNode, String> text) {
        return StreamSupport.stream(event.path("targets").spliterator(), false)
                .map(text)
                .collect(Collectors.joining("; "));
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode node = event;
        for (String member : path.split("\\.", -1)) {
            node = node.path(member);
        }
        return node;
    }
}
