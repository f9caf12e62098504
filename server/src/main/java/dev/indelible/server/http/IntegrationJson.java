package dev.indelible.server.http;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.LagHistory;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Whereabouts;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventTime;
import dev.indelible.server.delivery.Declarations;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Standing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Integrations, their standing and their records as JSON members.
final class IntegrationJson {
    private IntegrationJson() {}

    static Map<String, Object> of(DeliveryDesk desk, Destination destination) {
        return of(desk, destination, 0);
    }

    /// @param lagMinutes how much of the history of its lag to tell; 0 for none
    static Map<String, Object> of(DeliveryDesk desk, Destination destination, int lagMinutes) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("id", destination.id());
        members.put("organization", destination.organization());
        members.put("name", destination.name());
        members.put("type", destination.type());
        members.put("enabled", destination.pause().isEmpty());
        members.put("filter", destination.filter());
        members.put("epoch", destination.epoch());
        members.put("created", time(destination.createdMillis()));
        members.put("changed", time(destination.changedMillis()));
        members.put("changedBy", destination.changedBy());
        members.put("declared", Declarations.declares(destination));
        members.put(destination.type(), desk.integrations().shown(destination));
        members.put("status", status(desk, destination));
        if (lagMinutes > 0) {
            members.put("lagHistory", history(desk.lags().last(destination.id(), lagMinutes)));
        }
        return unchecked(members);
    }

    /// In columns, because they are many.
    private static Map<String, Object> history(LagHistory.Span span) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("from", time(span.fromMillis()));
        members.put("stepSeconds", 60);
        members.put(
                "events",
                span.minutes().stream().map(lag -> lag.map(Lag::events).orElse(null)).toList());
        members.put(
                "seconds",
                span.minutes().stream().map(lag -> lag.map(Lag::seconds).orElse(null)).toList());
        return unchecked(members);
    }

    @SuppressWarnings("NullAway") // nulls are written as such
    private static Map<String, Object> unchecked(Map<String, @Nullable Object> members) {
        return members;
    }

    private static Map<String, Object> status(DeliveryDesk desk, Destination destination) {
        Standing standing = Standing.of(desk, destination);
        Condition condition = standing.view().progress().condition();
        var status = new LinkedHashMap<String, @Nullable Object>();
        status.put("state", standing.view().state().label());
        status.put("healthy", standing.healthy());
        status.put("since", time(standing.sinceMillis()));
        status.put("guarantee", standing.view().guarantee().label());
        status.put("trouble", standing.trouble().orElse(null));
        status.put("lagEvents", standing.lagEvents());
        status.put("lagSeconds", standing.lagSeconds());
        status.put("oldestUnconfirmed", optional(standing.oldestMillis()));
        status.put("confirmedTo", standing.confirmedTo());
        status.put("waiting", standing.view().waiting());
        status.put("delivered", standing.view().progress().delivered());
        status.put("parked", standing.parked());
        status.put("sending", standing.sending());
        status.put("sentLater", standing.sentLater());
        status.put("skipped", standing.skipped());
        status.put("attempts", condition.attempts());
        status.put("failures", condition.failures());
        status.put("breaker", condition.breakerOpen() ? "open" : "closed");
        status.put("lastConfirmed", optional(condition.confirmedMillis()));
        status.put("lastError", condition.error().map(IntegrationJson::failure).orElse(null));
        status.put("nextTry", optional(condition.nextTryMillis()));
        status.put(
                "paused", destination.pause().map(pause -> pause(destination, pause)).orElse(null));
        status.put("leaving", destination.leaving());
        status.put(
                "replays",
                desk.deliveries().replayed(destination.id()).stream()
                        .map(IntegrationJson::replay)
                        .toList());
        return unchecked(status);
    }

    /// Whether the file keeps one of its own paused: one that left it is nobody's.
    static boolean isPausedByFile(Destination destination) {
        return Declarations.declares(destination)
                && !destination.leaving()
                && destination.pause().filter(Declarations::isOfFile).isPresent();
    }

    private static Map<String, Object> pause(Destination destination, Destination.Pause pause) {
        var members = new LinkedHashMap<String, Object>();
        members.put("by", pause.by());
        members.put("since", time(pause.sinceMillis()));
        members.put("reason", pause.reason());
        members.put("declared", isPausedByFile(destination));
        return members;
    }

    private static Map<String, Object> failure(Condition.Failure failure) {
        var members = new LinkedHashMap<String, Object>();
        members.put("time", time(failure.millis()));
        members.put("kind", failure.kind());
        members.put("status", failure.refusal().status());
        members.put("reason", failure.refusal().reason());
        members.put("excerpt", failure.refusal().excerpt());
        return members;
    }

    static Map<String, Object> replay(Progress progress) {
        Progress.Replay replay = progress.replay().orElseThrow();
        long all = replay.toPosition() - replay.fromPosition();
        long done = progress.confirmedPosition() - replay.fromPosition();
        boolean over = replay.state() == Progress.Replay.State.DONE || all <= 0;
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("id", progress.lane());
        members.put("state", replay.state().name().toLowerCase(Locale.ROOT));
        members.put("deliveryState", progress.condition().state().label());
        members.put("by", replay.by());
        members.put("started", time(replay.startedMillis()));
        members.put("delivered", progress.delivered());
        members.put(
                "leftOut",
                Map.of(
                        "skipped", replay.leftOut().skipped(),
                        "expired", replay.leftOut().expired(),
                        "refused", replay.leftOut().refused()));
        members.put("done", over ? 1.0 : (double) done / all);
        members.put(
                "lastError",
                progress.condition().error().map(IntegrationJson::failure).orElse(null));
        return unchecked(members);
    }

    static Map<String, Object> exchange(Entry event, Sink.Exchange exchange) {
        var members = new LinkedHashMap<String, Object>();
        members.put("outcome", outcome(exchange.answer()));
        members.put("request", exchange.request());
        members.put("response", exchange.response());
        members.put("phases", exchange.phases());
        members.put("tls", exchange.tls());
        members.put("meaning", exchange.meaning());
        members.put("event", event.id().toString());
        return members;
    }

    static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Confirmed _ -> "confirmed";
            case Answer.Waiting _ -> "waiting";
            case Answer.Transient _ -> "transient";
            case Answer.Misconfigured _ -> "config";
            case Answer.Refused _ -> "refused";
        };
    }

    static String reason(Answer answer) {
        return switch (answer) {
            case Answer.Confirmed(String receipt) -> receipt;
            case Answer.Waiting _ -> "taken, and not acknowledged yet";
            case Answer.Transient(Answer.Refusal refusal, _) -> refusal.reason();
            case Answer.Misconfigured(Answer.Refusal refusal) -> refusal.reason();
            case Answer.Refused(Answer.Refusal refusal, _, _) -> refusal.reason();
        };
    }

    static Parked.State parkedState(String label) {
        return Arrays.stream(Parked.State.values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemAnswer(
                                400,
                                "parameter-invalid",
                                "parameter 'state' is parked, sending, sent or skipped"));
    }

    static Map<String, Object> parked(Parked parked) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("destinationSequence", parked.destinationSequence());
        members.put("event", parked.eventId().toString());
        members.put("organization", parked.organization());
        members.put("position", parked.position());
        members.put("status", parked.refusal().status());
        members.put("reason", parked.refusal().reason());
        members.put("excerpt", parked.refusal().excerpt());
        members.put("attempts", parked.attempts());
        members.put("parked", time(parked.parkedMillis()));
        members.put("state", parked.state().label());
        members.put("settled", optional(parked.settledMillis()));
        members.put("by", parked.by());
        members.put("note", parked.note());
        return unchecked(members);
    }

    static Map<String, Object> delivery(Plan plan) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("batchId", plan.batchId());
        members.put("lane", plan.lane());
        members.put("state", plan.state().name().toLowerCase(Locale.ROOT));
        members.put("events", plan.count());
        members.put("firstDestinationSequence", plan.firstDestinationSequence());
        members.put("lastDestinationSequence", plan.lastDestinationSequence());
        members.put("attempts", plan.attempts());
        members.put("bodyHash", plan.bodyHash());
        members.put("renderer", plan.renderer());
        members.put("reason", plan.reason());
        members.put("planned", time(plan.plannedMillis()));
        members.put("settled", optional(plan.settledMillis()));
        members.put("receipt", plan.receipt());
        members.put("chain", plan.chain());
        return unchecked(members);
    }

    static Map<String, Object> whereabouts(Destination destination, Whereabouts where) {
        var members = new LinkedHashMap<String, Object>();
        members.put("integration", destination.id());
        members.put("name", destination.name());
        members.put("type", destination.type());
        members.put("state", where.state().name().toLowerCase(Locale.ROOT));
        if (where.destinationSequence() > 0) {
            members.put("destinationSequence", where.destinationSequence());
        }
        if (where.millis() > 0) {
            members.put("since", time(where.millis()));
        }
        return members;
    }

    static String time(long millis) {
        return EventTime.ofMillis(millis).toString();
    }

    private static @Nullable String optional(long millis) {
        return millis == 0 ? null : time(millis);
    }
}
