package dev.indelible.storage.sql;

import dev.indelible.core.delivery.Destination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Rows of destinations, there and back.
///
/// @param filters the table of their earlier filters
record DestinationRows(String table, String filters) {
    /// As they are.
    static final DestinationRows PRESENT = new DestinationRows("destination", "earlier_filter");

    /// As intents would have them.
    static final DestinationRows INTENDED = new DestinationRows("intended", "intended_filter");

    private static final List<String> OTHERS =
            List.of(
                    "organization",
                    "name",
                    "type",
                    "filter",
                    "settings",
                    "secrets",
                    "epoch",
                    "start_position",
                    "created_ms",
                    "changed_ms",
                    "changed_by",
                    "paused_by",
                    "paused_ms",
                    "paused_reason",
                    "leaving_at");

    void write(Handle handle, Destination destination) {
        Optional<Destination.Pause> pause = destination.pause();
        new Inserts(table, List.of("id"), OTHERS)
                .write(
                handle,
                destination.id(),
                destination.organization(),
                destination.name(),
                destination.type(),
                destination.filter(),
                destination.settings(),
                destination.secrets(),
                destination.epoch(),
                destination.startPosition(),
                destination.createdMillis(),
                destination.changedMillis(),
                destination.changedBy(),
                pause.map(Destination.Pause::by).orElse(null),
                pause.map(Destination.Pause::sinceMillis).orElse(null),
                pause.map(Destination.Pause::reason).orElse(null),
                destination.leaving() ? destination.leavingAt().getAsLong() : null);
        handle.execute("DELETE FROM " + filters + " WHERE destination = ?", destination.id());
        var filter =
                new Inserts(filters, List.of("destination", "before_position"), List.of("filter"));
        for (Destination.Earlier one : destination.earlier()) {
            filter.write(handle, destination.id(), one.beforePosition(), one.filter());
        }
    }

    void delete(Handle handle, String destination) {
        handle.execute("DELETE FROM " + filters + " WHERE destination = ?", destination);
        handle.execute("DELETE FROM " + table + " WHERE id = ?", destination);
    }

    /// All, by creation, then id.
    List<Destination> all(Handle handle) {
        Map<String, List<Destination.Earlier>> earlier =
                handle.select("SELECT * FROM " + filters + " ORDER BY before_position")
                        .map((row, _) -> Map.entry(row.getString("destination"), earlier(row)))
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return handle.select("SELECT * FROM " + table + " ORDER BY created_ms, id")
                .map((row, _) ->
                        destination(row, earlier.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    private static Destination.Earlier earlier(ResultSet row) throws SQLException {
        return new Destination.Earlier(row.getString("filter"), row.getLong("before_position"));
    }

    private static Destination destination(ResultSet row, List<Destination.Earlier> earlier)
            throws SQLException {
        String pausedBy = row.getString("paused_by");
        return new Destination(
                row.getString("id"),
                row.getString("organization"),
                row.getString("name"),
                row.getString("type"),
                row.getString("filter"),
                row.getString("settings"),
                row.getString("secrets"),
                row.getLong("epoch"),
                row.getLong("start_position"),
                row.getLong("created_ms"),
                row.getLong("changed_ms"),
                row.getString("changed_by"),
                pausedBy == null
                        ? Optional.empty()
                        : Optional.of(
                                new Destination.Pause(
                                        pausedBy,
                                        row.getLong("paused_ms"),
                                        row.getString("paused_reason"))),
                earlier,
                leavingAt(row));
    }

    private static OptionalLong leavingAt(ResultSet row) throws SQLException {
        long position = row.getLong("leaving_at");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
    }
}
