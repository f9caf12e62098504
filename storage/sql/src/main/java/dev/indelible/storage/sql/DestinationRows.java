package dev.indelible.storage.sql;

import dev.indelible.core.delivery.Destination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Rows of destinations, there and back.
final class DestinationRows {
    private static final Inserts DESTINATION =
            new Inserts(
                    "destination",
                    List.of("id"),
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
                            "leaving"));
    private static final Inserts EARLIER_FILTER =
            new Inserts(
                    "earlier_filter", List.of("destination", "before_position"), List.of("filter"));
    private DestinationRows() {}

    static void write(Handle handle, Destination destination) {
        Optional<Destination.Pause> pause = destination.pause();
        DESTINATION.write(
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
                destination.leaving() ? 1 : 0);
        handle.execute("DELETE FROM earlier_filter WHERE destination = ?", destination.id());
        for (Destination.Earlier one : destination.earlier()) {
            EARLIER_FILTER.write(handle, destination.id(), one.beforePosition(), one.filter());
        }
    }

    /// All, by creation, then id.
    static List<Destination> destinations(Handle handle) {
        Map<String, List<Destination.Earlier>> earlier =
                handle.select("SELECT * FROM earlier_filter ORDER BY before_position")
                        .map((row, _) -> Map.entry(row.getString("destination"), earlier(row)))
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return handle.select("SELECT * FROM destination ORDER BY created_ms, id")
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
                row.getInt("leaving") == 1);
    }
}
