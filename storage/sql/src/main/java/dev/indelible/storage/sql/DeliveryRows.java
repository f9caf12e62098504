package dev.indelible.storage.sql;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.LeftOut;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Positions;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Resend;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Rows of the delivery store, there and back.
final class DeliveryRows {
    private static final Inserts LANE =
            new Inserts(
                    "lane",
                    List.of("destination", "lane"),
                    List.of(
                            "planned_position",
                            "planned_sequence",
                            "next_number",
                            "cursor_position",
                            "delivered",
                            "chain",
                            "batch_count_max",
                            "state",
                            "since_ms",
                            "failures",
                            "attempts",
                            "next_try_ms",
                            "confirmed_ms",
                            "error_ms",
                            "error_kind",
                            "error_status",
                            "error_reason",
                            "error_excerpt",
                            "replay_from",
                            "replay_to",
                            "replay_by",
                            "replay_started_ms",
                            "replay_state",
                            "replay_skipped",
                            "replay_expired",
                            "replay_refused"));
    private static final Inserts PLAN =
            new Inserts(
                    "plan",
                    List.of("destination", "lane", "batch_id"),
                    List.of(
                            "epoch",
                            "first_position",
                            "last_position",
                            "positions",
                            "first_number",
                            "renderer",
                            "body_hash",
                            "state",
                            "attempts",
                            "reason",
                            "planned_ms",
                            "settled_ms",
                            "receipt",
                            "chain"));
    private static final Inserts PARKED =
            new Inserts(
                    "parked",
                    List.of("destination", "number"),
                    List.of(
                            "position",
                            "event",
                            "organization",
                            "status",
                            "reason",
                            "excerpt",
                            "attempts",
                            "parked_ms",
                            "state",
                            "settled_ms",
                            "settled_by",
                            "note",
                            "receipt"));
    private static final Inserts RESEND =
            new Inserts(
                    "resend",
                    List.of("destination", "number"),
                    List.of("batch_id", "renderer", "original", "body"));
    private static final Inserts HOUR =
            new Inserts(
                    "delivered_hour",
                    List.of("destination", "start_ms"),
                    List.of("first_number", "last_number", "tree"));
    private static final Inserts LAG =
            new Inserts("lag", List.of("destination", "minute_ms"), List.of("events", "seconds"));

    private DeliveryRows() {}

    static void refuseGoingBack(Handle handle, DeliveryStore.Step step) {
        Progress progress = step.progress();
        require(handle, progress.destination());
        handle.select(
                        "SELECT cursor_position FROM lane WHERE destination = ? AND lane = ?",
                        progress.destination(),
                        progress.lane())
                .mapTo(Long.class)
                .findOne()
                .filter(before -> before > progress.confirmedPosition())
                .ifPresent(before -> {
                    throw new IllegalArgumentException(
                            "lane %s of %s is past %d already, at %d"
                                    .formatted(
                                            progress.lane(),
                                            progress.destination(),
                                            progress.confirmedPosition(),
                                            before));
                });
        for (Plan plan : step.plans()) {
            handle.select(
                            "SELECT state FROM plan"
                                    + " WHERE destination = ? AND lane = ? AND batch_id = ?",
                            plan.destination(),
                            plan.lane(),
                            plan.batchId())
                    .mapTo(String.class)
                    .findOne()
                    .filter(state -> !state.equals(Plan.State.PLANNED.name()))
                    .filter(state -> !state.equals(plan.state().name()))
                    .ifPresent(state -> {
                        throw new IllegalArgumentException(
                                "batch %s has ended: %s".formatted(plan.batchId(), state));
                    });
        }
    }

    static void require(Handle handle, String destination) {
        if (handle.select("SELECT 1 FROM destination WHERE id = ?", destination)
                .mapTo(Integer.class)
                .findOne()
                .isEmpty()) {
            throw new IllegalArgumentException("there is no destination " + destination);
        }
    }

    static int cancel(Handle handle, String destination, String lane) {
        return handle.execute(
                "UPDATE lane SET replay_state = 'CANCELLED'"
                        + " WHERE destination = ? AND lane = ? AND replay_state = 'RUNNING'",
                destination,
                lane);
    }

    /// How a replay ended, if it did.
    private static Optional<String> ended(Handle handle, Progress progress) {
        return progress.replay().isEmpty()
                ? Optional.empty()
                : handle.select(
                                "SELECT replay_state FROM lane WHERE destination = ? AND lane = ?"
                                        + " AND replay_state <> 'RUNNING'",
                                progress.destination(),
                                progress.lane())
                        .mapTo(String.class)
                        .findOne();
    }

    static void write(Handle handle, Progress progress) {
        Optional<String> ended = ended(handle, progress);
        Condition condition = progress.condition();
        Optional<Condition.Failure> error = condition.error();
        Optional<Progress.Replay> replay = progress.replay();
        LANE.write(
                handle,
                progress.destination(),
                progress.lane(),
                progress.plannedPosition(),
                progress.plannedSequence(),
                progress.nextDestinationSequence(),
                progress.confirmedPosition(),
                progress.delivered(),
                progress.chain(),
                progress.batchCountMax(),
                condition.state().name(),
                condition.sinceMillis(),
                condition.failures(),
                condition.attempts(),
                condition.nextTryMillis(),
                condition.confirmedMillis(),
                error.map(Condition.Failure::millis).orElse(null),
                error.map(Condition.Failure::kind).orElse(null),
                error.map(failure -> failure.refusal().status()).orElse(null),
                error.map(failure -> failure.refusal().reason()).orElse(null),
                error.map(failure -> failure.refusal().excerpt()).orElse(null),
                replay.map(Progress.Replay::fromPosition).orElse(null),
                replay.map(Progress.Replay::toPosition).orElse(null),
                replay.map(Progress.Replay::by).orElse(null),
                replay.map(Progress.Replay::startedMillis).orElse(null),
                ended.or(() -> replay.map(range -> range.state().name())).orElse(null),
                replay.map(range -> range.leftOut().skipped()).orElse(0L),
                replay.map(range -> range.leftOut().expired()).orElse(0L),
                replay.map(range -> range.leftOut().refused()).orElse(0L));
    }

    static Progress progress(ResultSet row) throws SQLException {
        String kind = row.getString("error_kind");
        Optional<Condition.Failure> error =
                kind == null
                        ? Optional.empty()
                        : Optional.of(
                                new Condition.Failure(
                                        row.getLong("error_ms"),
                                        kind,
                                        new Answer.Refusal(
                                                row.getInt("error_status"),
                                                row.getString("error_reason"),
                                                row.getString("error_excerpt"))));
        var condition =
                new Condition(
                        Condition.State.valueOf(row.getString("state")),
                        row.getLong("since_ms"),
                        row.getInt("failures"),
                        row.getLong("attempts"),
                        error,
                        row.getLong("next_try_ms"),
                        row.getLong("confirmed_ms"));
        String replay = row.getString("replay_state");
        return new Progress(
                row.getString("destination"),
                row.getString("lane"),
                row.getLong("planned_position"),
                row.getLong("planned_sequence"),
                row.getLong("next_number"),
                row.getLong("cursor_position"),
                row.getLong("delivered"),
                row.getString("chain"),
                row.getInt("batch_count_max"),
                condition,
                replay == null
                        ? Optional.empty()
                        : Optional.of(
                                new Progress.Replay(
                                        row.getLong("replay_from"),
                                        row.getLong("replay_to"),
                                        row.getString("replay_by"),
                                        row.getLong("replay_started_ms"),
                                        Progress.Replay.State.valueOf(replay),
                                        new LeftOut(
                                                row.getLong("replay_skipped"),
                                                row.getLong("replay_expired"),
                                                row.getLong("replay_refused")))));
    }

    static void write(Handle handle, Plan plan) {
        PLAN.write(
                handle,
                plan.destination(),
                plan.lane(),
                plan.batchId(),
                plan.epoch(),
                plan.positions().first(),
                plan.positions().last(),
                plan.positions().toBytes(),
                plan.firstDestinationSequence(),
                plan.renderer(),
                plan.bodyHash(),
                plan.state().name(),
                plan.attempts(),
                plan.reason(),
                plan.plannedMillis(),
                plan.settledMillis(),
                plan.receipt(),
                plan.chain());
    }

    static Plan plan(ResultSet row) throws SQLException {
        return new Plan(
                row.getString("destination"),
                row.getString("lane"),
                row.getString("batch_id"),
                row.getLong("epoch"),
                Positions.fromBytes(row.getBytes("positions")),
                row.getLong("first_number"),
                row.getString("renderer"),
                row.getString("body_hash"),
                Plan.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getString("reason"),
                row.getLong("planned_ms"),
                row.getLong("settled_ms"),
                row.getString("receipt"),
                row.getString("chain"));
    }

    static void write(Handle handle, Parked parked) {
        PARKED.write(
                handle,
                parked.destination(),
                parked.destinationSequence(),
                parked.position(),
                parked.eventId().toString(),
                parked.organization(),
                parked.refusal().status(),
                parked.refusal().reason(),
                parked.refusal().excerpt(),
                parked.attempts(),
                parked.parkedMillis(),
                parked.state().name(),
                parked.settledMillis(),
                parked.by(),
                parked.note(),
                parked.receipt());
    }

    static Parked parked(ResultSet row) throws SQLException {
        return new Parked(
                row.getString("destination"),
                row.getLong("number"),
                row.getLong("position"),
                UUID.fromString(row.getString("event")),
                row.getString("organization"),
                new Answer.Refusal(
                        row.getInt("status"), row.getString("reason"), row.getString("excerpt")),
                row.getInt("attempts"),
                row.getLong("parked_ms"),
                Parked.State.valueOf(row.getString("state")),
                row.getLong("settled_ms"),
                row.getString("settled_by"),
                row.getString("note"),
                row.getString("receipt"));
    }

    static void write(Handle handle, Resend resend) {
        RESEND.write(
                handle,
                resend.destination(),
                resend.destinationSequence(),
                resend.batchId(),
                resend.renderer(),
                resend.original(),
                resend.body());
    }

    static Resend resend(ResultSet row) throws SQLException {
        return new Resend(
                row.getString("destination"),
                row.getLong("number"),
                row.getString("batch_id"),
                row.getString("renderer"),
                row.getString("original"),
                row.getBytes("body"));
    }

    static void write(Handle handle, Hour hour) {
        HOUR.write(
                handle,
                hour.destination(),
                hour.startMillis(),
                hour.first(),
                hour.last(),
                hour.tree());
    }

    static Hour hour(ResultSet row) throws SQLException {
        return new Hour(
                row.getString("destination"),
                row.getLong("start_ms"),
                row.getLong("first_number"),
                row.getLong("last_number"),
                row.getString("tree"));
    }

    static void write(Handle handle, Lag lag) {
        LAG.write(handle, lag.destination(), lag.minuteMillis(), lag.events(), lag.seconds());
    }

    static Lag lag(ResultSet row) throws SQLException {
        return new Lag(
                row.getString("destination"),
                row.getLong("minute_ms"),
                row.getLong("events"),
                row.getDouble("seconds"));
    }
}
