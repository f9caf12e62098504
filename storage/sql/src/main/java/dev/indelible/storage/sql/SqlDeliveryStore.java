package dev.indelible.storage.sql;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Resend;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Destinations and their records in SQL.
final class SqlDeliveryStore implements DeliveryStore {
    /// Those that may name persons, beside events: what destinations are told, and what receivers
    /// said.
    static final List<String> PERSONAL =
            List.of(
                    "destination",
                    "earlier_filter",
                    "intent",
                    "intended",
                    "intended_filter",
                    "lane",
                    "parked",
                    "resend");

    private static final List<String> TABLES =
            List.of("lane", "plan", "parked", "resend", "delivered_hour", "lag");

    /// Rows that are deleted in one turn.
    private static final int PIECE_ROWS = 1_000;

    private final SqlStore store;

    /// How many parked events are in which state, by destination: asked for at each look at how
    /// deliveries are. Taken away after each write that may change it, and counted anew when asked.
    private final Map<String, Map<String, Long>> counts = new ConcurrentHashMap<>();

    SqlDeliveryStore(SqlStore store) {
        this.store = store;
    }

    @Override
    public void intend(Intent intent) {
        store.transaction(handle -> {
            IntentRows.write(handle, intent);
            return true;
        });
    }

    @Override
    public List<Intent> intents() {
        return store.transaction(IntentRows::all);
    }

    @Override
    public void forget(Intent intent) {
        store.transaction(handle -> IntentRows.delete(handle, intent));
    }

    @Override
    public void put(Destination destination) {
        store.transaction(handle -> {
            DestinationRows.PRESENT.write(handle, destination);
            return true;
        });
    }

    @Override
    public void form(String form) {
        store.transaction(handle -> {
            String before =
                    handle.select("SELECT form FROM form").mapTo(String.class).findOne().orElse("");
            if (before.equals(form)) {
                return 0;
            }
            handle.execute("DELETE FROM form");
            handle.execute("INSERT INTO form (form) VALUES (?)", form);
            return handle.execute("UPDATE destination SET epoch = epoch + 1");
        });
    }

    @Override
    public List<Destination> destinations() {
        return store.transaction(DestinationRows.PRESENT::all);
    }

    @Override
    public void remove(String destination) {
        store.transaction(handle -> {
            for (String table : TABLES) {
                handle.execute("DELETE FROM " + table + " WHERE destination = ?", destination);
            }
            IntentRows.delete(handle, destination);
            DestinationRows.PRESENT.delete(handle, destination);
            return true;
        });
        counts.remove(destination);
    }

    @Override
    public void record(Step step) {
        Progress progress = step.progress();
        store.transaction(handle -> {
            DeliveryRows.refuseGoingBack(handle, step);
            DeliveryRows.write(handle, progress);
            step.plans().forEach(plan -> DeliveryRows.write(handle, plan));
            step.parked().forEach(parked -> DeliveryRows.write(handle, parked));
            step.hours().forEach(hour -> DeliveryRows.write(handle, hour));
            return true;
        });
        if (!step.parked().isEmpty()) {
            counts.remove(progress.destination());
        }
    }

    @Override
    public boolean cancel(String destination, String lane) {
        return store.transaction(handle -> DeliveryRows.cancel(handle, destination, lane)) > 0;
    }

    /// Reads a row.
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String select, Reader<T> reader, Object... values) {
        return store.transaction(
                handle -> handle.select(select, values).map((row, _) -> reader.read(row)).list());
    }

    @Override
    public Optional<Progress> progress(String destination, String lane) {
        return rows(
                        "SELECT * FROM lane WHERE destination = ? AND lane = ?",
                        DeliveryRows::progress,
                        destination,
                        lane)
                .stream()
                .findFirst();
    }

    @Override
    public List<Progress> lanes(String destination) {
        return rows(
                "SELECT * FROM lane WHERE destination = ? ORDER BY rowid",
                DeliveryRows::progress,
                destination);
    }

    @Override
    public List<Plan> open(String destination, String lane) {
        return rows(
                "SELECT * FROM plan WHERE destination = ? AND lane = ?"
                        + " AND state = 'PLANNED' ORDER BY first_position",
                DeliveryRows::plan,
                destination,
                lane);
    }

    @Override
    public List<Plan> settled(String destination, String lane, long fromPosition, int countMax) {
        return rows(
                "SELECT * FROM plan WHERE destination = ? AND lane = ?"
                        + " AND state IN ('CONFIRMED', 'PARKED')"
                        + " AND last_position >= ?"
                        + " ORDER BY last_position LIMIT ?",
                DeliveryRows::plan,
                destination,
                lane,
                fromPosition,
                countMax);
    }

    @Override
    public List<Plan> recent(String destination, int countMax) {
        return rows(
                "SELECT * FROM plan WHERE destination = ?" + " ORDER BY rowid DESC LIMIT ?",
                DeliveryRows::plan,
                destination,
                countMax);
    }

    @Override
    public void put(Parked parked) {
        store.transaction(handle -> {
            DeliveryRows.require(handle, parked.destination());
            return put(handle, parked);
        });
        counts.remove(parked.destination());
    }

    private static int put(Handle handle, Parked parked) {
        DeliveryRows.write(handle, parked);
        return parked.state() == Parked.State.SENDING
                ? 0
                : handle.execute(
                        "DELETE FROM resend WHERE destination = ? AND number = ?",
                        parked.destination(),
                        parked.destinationSequence());
    }

    @Override
    public boolean replace(Parked read, Parked other) {
        return replace(read, handle -> put(handle, other));
    }

    @Override
    public boolean begin(Parked read, Parked sending, Resend resend) {
        return replace(
                read,
                handle -> {
                    put(handle, sending);
                    DeliveryRows.write(handle, resend);
                    IntentRows.begun(handle, resend);
                });
    }

    private boolean replace(Parked read, Consumer<Handle> write) {
        boolean replaced =
                store.transaction(handle -> {
                    if (!parked(handle, read.destination(), read.destinationSequence())
                            .equals(Optional.of(read))) {
                        return false;
                    }
                    write.accept(handle);
                    return true;
                });
        counts.remove(read.destination());
        return replaced;
    }

    @Override
    public Optional<Resend> resend(String destination, long destinationSequence) {
        return rows(
                        "SELECT * FROM resend WHERE destination = ? AND number = ?",
                        DeliveryRows::resend,
                        destination,
                        destinationSequence)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Parked> parked(String destination, long destinationSequence) {
        return store.transaction(handle -> parked(handle, destination, destinationSequence));
    }

    private static Optional<Parked> parked(
            Handle handle, String destination, long destinationSequence) {
        return handle.select(
                        "SELECT * FROM parked WHERE destination = ? AND number = ?",
                        destination,
                        destinationSequence)
                .map((row, _) -> DeliveryRows.parked(row))
                .findOne();
    }

    @Override
    public List<Parked> parked(
            String destination,
            Set<Parked.State> states,
            long afterDestinationSequence,
            int countMax) {
        return store.transaction(handle ->
                handle.createQuery(
                                "SELECT * FROM parked WHERE destination = :destination"
                                        + " AND state IN (<states>) AND number > :after"
                                        + " ORDER BY number LIMIT :count")
                        .bind("destination", destination)
                        .bindList("states", states.stream().map(Parked.State::name).toList())
                        .bind("after", afterDestinationSequence)
                        .bind("count", countMax)
                        .map((row, _) -> DeliveryRows.parked(row))
                        .list());
    }

    @Override
    public long parkedCount(String destination, Parked.State state) {
        return counts.computeIfAbsent(destination, this::counted).getOrDefault(state.name(), 0L);
    }

    private Map<String, Long> counted(String destination) {
        return store.transaction(handle ->
                handle
                        .select(
                                "SELECT state, count(*) FROM parked WHERE destination = ?"
                                        + " GROUP BY state",
                                destination)
                        .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Optional<Long> lowestParked(String destination) {
        return store.transaction(handle ->
                handle.select(
                                "SELECT position FROM parked WHERE destination = ?"
                                        + " AND state IN ('PARKED', 'SENDING') ORDER BY position LIMIT 1",
                                destination)
                        .mapTo(Long.class)
                        .findOne());
    }

    @Override
    public List<Hour> hours(String destination, long fromMillis, long toMillis) {
        return rows(
                "SELECT * FROM delivered_hour WHERE destination = ?"
                        + " AND start_ms >= ? AND start_ms < ? ORDER BY start_ms",
                DeliveryRows::hour,
                destination,
                fromMillis,
                toMillis);
    }

    @Override
    public Optional<Hour> hourBefore(String destination, long beforeMillis) {
        return rows(
                        "SELECT * FROM delivered_hour WHERE destination = ?"
                                + " AND start_ms < ? ORDER BY start_ms DESC LIMIT 1",
                        DeliveryRows::hour,
                        destination,
                        beforeMillis)
                .stream()
                .findFirst();
    }

    @Override
    public void sample(List<Lag> lags, long fromMillis) {
        store.transaction(handle -> {
            for (Lag lag : lags) {
                DeliveryRows.write(handle, lag);
                handle.execute(
                        "DELETE FROM lag WHERE destination = ? AND minute_ms < ?",
                        lag.destination(),
                        fromMillis);
            }
            // One may have been removed while others were looked at.
            return handle.execute(
                    "DELETE FROM lag WHERE destination NOT IN (SELECT id FROM destination)");
        });
    }

    @Override
    public List<Lag> lags(String destination, long fromMillis) {
        return rows(
                "SELECT * FROM lag WHERE destination = ? AND minute_ms >= ?"
                        + " ORDER BY minute_ms",
                DeliveryRows::lag,
                destination,
                fromMillis);
    }

    @Override
    public void prune(String destination, long position) {
        prune("plan", "state <> 'PLANNED' AND last_position < ?", destination, position);
        prune("parked", "state IN ('SENT', 'SKIPPED') AND position < ?", destination, position);
        counts.remove(destination);
    }

    /// In pieces, so that nobody waits long for a turn.
    private void prune(String table, String which, String destination, long position) {
        String delete =
                "DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s WHERE destination = ? AND %2$s LIMIT ?)"
                        .formatted(table, which);
        int deleted;
        do {
            deleted =
                    store.transaction(
                            handle -> handle.execute(delete, destination, position, PIECE_ROWS));
        } while (deleted == PIECE_ROWS);
    }
}
