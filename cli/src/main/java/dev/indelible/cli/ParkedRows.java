package dev.indelible.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Parked events as lines that a person reads. On a narrow terminal the number and the reason stay
/// longest: by the one an event is skipped, the other says whether it should be.
final class ParkedRows {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("NUMBER", 10, 10, 6, Table.NUMBER),
                    new Table.Column("STATE", 7, 7, 4, Table.TEXT),
                    new Table.Column("EVENT", 36, 36, 2, Table.TEXT),
                    new Table.Column("STATUS", 6, 6, 3, Table.NUMBER),
                    new Table.Column("REASON", 40, 16, 5, Table.TEXT));

    private ParkedRows() {}

    /// Prints a page, the first one below its header.
    ///
    /// @param begun the table of the first page
    /// @return it, or nothing as long as there was no event
    static Optional<Table> print(JsonNode parked, Optional<Table> begun, PrintStream out) {
        if (parked.isEmpty()) {
            return begun;
        }
        Table table =
                begun.orElseGet(() -> {
                    Table first = table(TerminalWidth.ofOutput(), parked);
                    out.println(first.header());
                    return first;
                });
        for (JsonNode event : parked) {
            out.println(table.row(values(event)));
        }
        return Optional.of(table);
    }

    static Table table(OptionalInt terminal, JsonNode parked) {
        return Table.of(COLUMNS, terminal, parked.valueStream().map(ParkedRows::values).toList());
    }

    static List<String> values(JsonNode event) {
        return List.of(
                Long.toString(event.path("destinationSequence").asLong(0)),
                event.path("state").asString(""),
                event.path("event").asString(""),
                Integer.toString(event.path("status").asInt(0)),
                event.path("reason").asString(""));
    }
}
