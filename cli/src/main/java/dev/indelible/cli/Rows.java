package dev.indelible.cli;

import tools.jackson.databind.JsonNode;

/// Events as lines that a person reads.
final class Rows {
    static final String HEADER =
            "%-24s %-28s %-30s %-28s %-8s %s"
                    .formatted("TIME", "ACTOR", "ACTION", "TARGET", "OUTCOME", "IP");

    private Rows() {}

    static String of(JsonNode event) {
        JsonNode actor = event.path("actor");
        JsonNode target = event.path("targets").path(0);
        return String.join(
                        " ",
                        Terminal.column(text(event, "time"), 24),
                        Terminal.column(first(actor, "email", "id", "name", "type"), 28),
                        Terminal.column(text(event, "action"), 30),
                        Terminal.column(first(target, "name", "id", "type"), 28),
                        Terminal.outcome(Terminal.column(text(event, "outcome"), 8)),
                        Terminal.safe(text(event.path("client"), "ip")))
                .stripTrailing();
    }

    private static String first(JsonNode node, String... names) {
        for (String name : names) {
            String text = text(node, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
