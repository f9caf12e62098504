package dev.indelible.cli;

import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Events as lines that a person reads.
final class Rows {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("TIME", 24, 20, 6, Table.TIME),
                    new Table.Column("ACTOR", 28, 16, 4, Table.TEXT),
                    new Table.Column("ACTION", 30, 14, 5, Table.TEXT),
                    new Table.Column("TARGET", 28, 12, 2, Table.TEXT),
                    new Table.Column("OUTCOME", 8, 7, 3, Rows::outcome),
                    new Table.Column("IP", 15, 11, 1, Table.TEXT));

    private Rows() {}

    /// A table for these events, and what comes after them.
    static Table table(OptionalInt terminal, JsonNode events) {
        return Table.of(COLUMNS, terminal, events.valueStream().map(Rows::values).toList());
    }

    /// A table for events that are still to come.
    static Table table(OptionalInt terminal) {
        return Table.usual(COLUMNS, terminal);
    }

    static List<String> values(JsonNode event) {
        return List.of(
                text(event, "time"),
                first(event.path("actor"), "email", "id", "name", "type"),
                text(event, "action"),
                first(event.path("targets").path(0), "name", "id", "type"),
                text(event, "outcome"),
                text(event.path("client"), "ip"));
    }

    private static String outcome(String value, int cells) {
        return Terminal.outcome(Terminal.column(value, cells));
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
