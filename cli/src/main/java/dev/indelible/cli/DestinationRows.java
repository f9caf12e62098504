package dev.indelible.cli;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Integrations as lines that a person reads, each with what ails it.
final class DestinationRows {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("ID", 18, 17, 3, Table.TEXT),
                    new Table.Column("NAME", 24, 12, 8, Table.TEXT),
                    new Table.Column("TYPE", 9, 7, 2, Table.TEXT),
                    new Table.Column("STATE", 16, 16, 7, Table.TEXT),
                    new Table.Column("GUARANTEE", 9, 9, 1, Table.TEXT),
                    new Table.Column("BEHIND", 10, 10, 5, Table.NUMBER),
                    new Table.Column("SECONDS", 9, 9, 4, Table.NUMBER),
                    new Table.Column("PARKED", 7, 7, 6, Table.NUMBER));

    private DestinationRows() {}

    static void print(JsonNode integrations, PrintStream out) {
        var table =
                Table.of(
                        COLUMNS,
                        TerminalWidth.ofOutput(),
                        integrations.valueStream().map(DestinationRows::values).toList());
        out.println(table.header());
        for (JsonNode one : integrations) {
            out.println(table.row(values(one)));
            String trouble = one.path("status").path("trouble").asString("");
            if (!trouble.isEmpty()) {
                out.println("  " + Terminal.safe(trouble));
            }
        }
    }

    private static List<String> values(JsonNode one) {
        JsonNode status = one.path("status");
        return List.of(
                one.path("id").asString(""),
                one.path("name").asString(""),
                one.path("type").asString(""),
                status.path("state").asString(""),
                status.path("guarantee").asString(""),
                Long.toString(status.path("lagEvents").asLong(0)),
                "%.1f".formatted(status.path("lagSeconds").asDouble(0)),
                Long.toString(status.path("parked").asLong(0)));
    }
}
