package dev.indelible.storage.sql;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Resend;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rows of intents, there and back.
final class IntentRows {
    private static final Inserts INTENT =
            new Inserts(
                    "intent",
                    List.of("destination", "subject"),
                    List.of(
                            "event",
                            "log",
                            "task",
                            "lane",
                            "number",
                            "from_position",
                            "to_position",
                            "millis",
                            "who",
                            "reason"));

    private IntentRows() {}

    static void write(Handle handle, Intent intent) {
        switch (intent.task()) {
            case Intent.Put(Destination destination) -> {
                DestinationRows.INTENDED.delete(handle, destination.id());
                DestinationRows.INTENDED.write(handle, destination);
                write(handle, intent, "put", null, null, null, null, null, null, null);
            }
            case Intent.End() ->
                    write(handle, intent, "end", null, null, null, null, null, null, null);
            case Intent.Gap(long leavingAt, String part) ->
                    write(handle, intent, "gap", part, leavingAt, null, null, null, null, null);
            case Intent.Begin(String lane, Progress.Replay range) ->
                    write(
                            handle,
                            intent,
                            "begin",
                            lane,
                            null,
                            range.fromPosition(),
                            range.toPosition(),
                            range.startedMillis(),
                            range.by(),
                            null);
            case Intent.Cancel(String lane) ->
                    write(handle, intent, "cancel", lane, null, null, null, null, null, null);
            case Intent.Skip(long number, long millis, String by, String reason) ->
                    write(handle, intent, "skip", null, number, null, null, millis, by, reason);
            case Intent.Send(long number) ->
                    write(handle, intent, "send", null, number, null, null, null, null, null);
        }
    }

    private static void write(Handle handle, Intent intent, @Nullable Object... of) {
        Object[] values = new Object[4 + of.length];
        values[0] = intent.destination();
        values[1] = intent.task().subject();
        values[2] = intent.event().toString();
        values[3] = intent.log();
        System.arraycopy(of, 0, values, 4, of.length);
        INTENT.write(handle, values);
    }

    static List<Intent> all(Handle handle) {
        Map<String, Destination> intended =
                DestinationRows.INTENDED.all(handle).stream()
                        .collect(Collectors.toMap(Destination::id, Function.identity()));
        return handle.select("SELECT * FROM intent ORDER BY rowid")
                .map((row, _) ->
                        new Intent(
                                UUID.fromString(row.getString("event")),
                                row.getString("log"),
                                row.getString("destination"),
                                task(row, intended)))
                .list();
    }

    private static Intent.Task task(ResultSet row, Map<String, Destination> intended)
            throws SQLException {
        String task = row.getString("task");
        return switch (task) {
            case "put" ->
                    new Intent.Put(
                            Objects.requireNonNull(intended.get(row.getString("destination"))));
            case "end" -> new Intent.End();
            case "gap" -> new Intent.Gap(row.getLong("number"), row.getString("lane"));
            case "begin" ->
                    new Intent.Begin(
                            row.getString("lane"),
                            new Progress.Replay(
                                    row.getLong("from_position"),
                                    row.getLong("to_position"),
                                    row.getString("who"),
                                    row.getLong("millis"),
                                    Progress.Replay.State.RUNNING));
            case "cancel" -> new Intent.Cancel(row.getString("lane"));
            case "skip" ->
                    new Intent.Skip(
                            row.getLong("number"),
                            row.getLong("millis"),
                            row.getString("who"),
                            row.getString("reason"));
            case "send" -> new Intent.Send(row.getLong("number"));
            default -> throw new IllegalStateException("no task of a release is " + task);
        };
    }

    static int delete(Handle handle, Intent intent) {
        int deleted =
                handle.execute(
                        "DELETE FROM intent WHERE destination = ? AND subject = ? AND event = ?",
                        intent.destination(),
                        intent.task().subject(),
                        intent.event().toString());
        if (deleted > 0 && intent.task() instanceof Intent.Put) {
            DestinationRows.INTENDED.delete(handle, intent.destination());
        }
        return deleted;
    }

    /// What was intended to be sent is being sent.
    static void begun(Handle handle, Resend resend) {
        handle.execute(
                "DELETE FROM intent WHERE destination = ? AND subject = ?",
                resend.destination(),
                Long.toString(resend.destinationSequence()));
    }

    /// All of a destination.
    static void delete(Handle handle, String destination) {
        DestinationRows.INTENDED.delete(handle, destination);
        handle.execute("DELETE FROM intent WHERE destination = ?", destination);
    }
}
