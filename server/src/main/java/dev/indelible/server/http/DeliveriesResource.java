package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents.Decision;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.SentEvent;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Places;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What integrations delivered, set aside and send again: replays, parked events, statements.
final class DeliveriesResource implements Endpoint.Resource {
    private static final String ONE = "/v1/integrations/{id}";
    private static final String PARKED = ONE + "/parked/{destinationSequence}";
    private static final int PARKED_ROWS_MAX = 100;
    private static final long DAY_MILLIS = 86_400_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final DeliveryDesk desk;
    private final Access access;
    private final SmallBodies bodies;

    DeliveriesResource(DeliveryDesk desk, Access access, Bodies bodies) {
        this.desk = desk;
        this.access = access;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ONE + "/replay", this::replays),
                Endpoint.post(ONE + "/replay", this::replay),
                Endpoint.delete(ONE + "/replay/{replay}", this::cancel),
                Endpoint.get(ONE + "/deliveries", this::deliveries),
                Endpoint.get(ONE + "/parked", this::parked),
                Endpoint.post(ONE + "/parked", this::sendAll),
                Endpoint.get(PARKED, this::readParked),
                Endpoint.post(PARKED + "/send", this::send),
                Endpoint.post(PARKED + "/skip", this::skip),
                Endpoint.get(ONE + "/manifest", this::manifest),
                Endpoint.post(ONE + "/verify", this::verify));
    }

    private Destination asked(ServerRequest request) {
        return IntegrationsResource.asked(request, desk, access);
    }

    private void replays(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        List<Map<String, Object>> replays =
                desk.deliveries().replayed(asked(request).id()).stream()
                        .map(IntegrationJson::replay)
                        .toList();
        Answers.ok(response, Map.of("replays", replays));
    }

    private void replay(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        Caller caller = Authentication.caller(request);
        SmallBodies.Members body = bodies.read(request, "from", "to");
        long confirmed =
                desk.deliveries()
                        .live(destination.id())
                        .orElseThrow()
                        .progress()
                        .confirmedPosition();
        long from = position(destination, body.required("from"));
        long to =
                Math.min(
                        confirmed,
                        body.text("to").map(text -> position(destination, text)).orElse(confirmed));
        if (from >= to) {
            throw new ProblemAnswer(
                    400, "range-empty", "nothing that was confirmed lies in this range");
        }
        String lane = desk.integrations().newReplayId();
        var range =
                new Progress.Replay(
                        from,
                        to,
                        caller.name(),
                        desk.clock().millis(),
                        Progress.Replay.State.RUNNING);
        desk.integrations()
                .record(
                        caller,
                        destination,
                        "integration.replay",
                        "replay %s of '%s' from %s"
                                .formatted(lane, destination.name(), body.required("from")));
        desk.deliveries().replay(destination.id(), lane, range);
        Progress started =
                desk.deliveries().replayed(destination.id()).stream()
                        .filter(progress -> progress.lane().equals(lane))
                        .findFirst()
                        .orElseThrow();
        Answers.send(response, 202, Answers.JSON, IntegrationJson.replay(started));
    }

    private long position(Destination destination, String text) {
        try {
            return Places.position(desk.journal(), destination.organization(), text);
        } catch (NumberFormatException | InvalidEventException e) {
            throw new ProblemAnswer(
                    400,
                    "body-invalid",
                    "a replay begins at a time such as 2026-01-01T00:00:00Z, or at sequence:42, not at '%s'"
                            .formatted(Texts.shown(text)));
        }
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        String lane = request.path().pathParameters().get("replay");
        if (!desk.deliveries().cancelReplay(destination.id(), lane)) {
            throw new ProblemAnswer(404, "not-found", "no such replay is running");
        }
        desk.integrations()
                .record(
                        Authentication.caller(request),
                        destination,
                        "integration.cancel-replay",
                        "cancelled replay %s of '%s'".formatted(lane, destination.name()));
        response.status(204).send();
    }

    private void deliveries(ServerRequest request, ServerResponse response) {
        int limit = Parameters.of(request, "limit").integer("limit", 100, 1, 1000);
        List<Map<String, Object>> deliveries =
                desk.store().recent(asked(request).id(), limit).stream()
                        .map(IntegrationJson::delivery)
                        .toList();
        Answers.ok(response, Map.of("deliveries", deliveries));
    }

    private void parked(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "state", "after");
        List<Parked.State> wanted =
                parameters
                        .text("state")
                        .map(IntegrationJson::parkedState)
                        .map(List::of)
                        .orElse(List.of(Parked.State.PARKED, Parked.State.SENDING));
        int after = parameters.integer("after", 0, 0, Integer.MAX_VALUE);
        String id = asked(request).id();
        List<Parked> rows =
                wanted.stream()
                        .flatMap(state ->
                                desk.store().parked(id, state, after, PARKED_ROWS_MAX).stream())
                        .sorted(Comparator.comparingLong(Parked::destinationSequence))
                        .limit(PARKED_ROWS_MAX)
                        .toList();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("parked", rows.stream().map(IntegrationJson::parked).toList());
        document.put(
                "next",
                rows.size() < PARKED_ROWS_MAX ? null : rows.getLast().destinationSequence());
        Answers.ok(response, document);
    }

    private Parked asked(ServerRequest request, Destination destination) {
        String text = request.path().pathParameters().get("destinationSequence");
        try {
            return desk.parked().open(destination.id(), Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new ProblemAnswer(404, "not-found", "no event of this number is parked");
        }
    }

    private void readParked(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Parked parked = asked(request, asked(request));
        Answers.send(response, 200, Answers.JSON, document(parked));
    }

    private byte[] document(Parked parked) {
        Entry entry = desk.parked().entry(parked);
        return Answers.json(json -> {
            json.writeStartObject();
            IntegrationJson.parked(parked)
                    .forEach((name, value) -> {
                        json.writeName(name);
                        Answers.write(json, value);
                    });
            json.writeName("original");
            json.writeRawValue(new String(entry.text(), UTF_8));
            json.writeEndObject();
        });
    }

    private void send(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        Parked parked = asked(request, destination);
        JsonNode body = bodies.any(request, Limits.BATCH_BYTES_MAX);
        String reason = body.path("reason").asString("");
        JsonNode edited = body.path("event");
        Entry original = desk.parked().entry(parked);
        Entry entry = original;
        Caller caller = Authentication.caller(request);
        if (edited.isObject()) {
            if (reason.isBlank()) {
                throw new ProblemAnswer(400, "body-invalid", "an edited event needs a 'reason'");
            }
            entry = edited(original, edited);
            desk.integrations()
                    .record(
                            caller,
                            destination,
                            "integration.edit-parked",
                            "edited event %s, number %d, for '%s': %s"
                                    .formatted(
                                            entry.id(),
                                            parked.destinationSequence(),
                                            destination.name(),
                                            reason));
        }
        var decision = new Decision(caller.name(), reason);
        Answer answer = desk.parked().send(destination, parked, original, entry, decision);
        var document = new LinkedHashMap<String, Object>();
        document.put("outcome", IntegrationJson.outcome(answer));
        document.put("reason", IntegrationJson.reason(answer));
        desk.store()
                .parked(destination.id(), parked.destinationSequence())
                .ifPresent(now -> document.put("parked", IntegrationJson.parked(now)));
        Answers.ok(response, document);
    }

    /// What a person made of an event; id, organization and numbers stay.
    private static Entry edited(Entry entry, JsonNode event) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(event);
            SentEvent sent = EventReader.read(bytes, 0, bytes.length);
            UUID id = sent.id();
            if (id != null && !id.equals(entry.id())) {
                throw new ProblemAnswer(400, "body-invalid", "the id of an event stays");
            }
            return new Entry(
                    entry.position(),
                    entry.sequence(),
                    entry.receivedMillis(),
                    new Draft(
                            entry.organization(),
                            entry.id(),
                            entry.draft().key(),
                            entry.draft().seed(),
                            sent.placed(
                                    entry.id(),
                                    EventTime.ofMillis(entry.receivedMillis()),
                                    entry.organization())));
        } catch (InvalidEventException e) {
            throw new ProblemAnswer(400, "event-invalid", String.valueOf(e.getMessage()));
        }
    }

    private void skip(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        Parked parked = asked(request, destination);
        String reason = bodies.read(request, "reason").required("reason");
        Caller caller = Authentication.caller(request);
        desk.integrations()
                .record(
                        caller,
                        destination,
                        "integration.skip-parked",
                        "'%s' does not get event %s, number %d: %s"
                                .formatted(
                                        destination.name(),
                                        parked.eventId(),
                                        parked.destinationSequence(),
                                        reason));
        desk.parked().skip(parked, new Decision(caller.name(), reason));
        Parked now =
                desk.store().parked(destination.id(), parked.destinationSequence()).orElseThrow();
        Answers.ok(response, IntegrationJson.parked(now));
    }

    private void sendAll(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        String reason = bodies.read(request, "reason").text("reason").orElse("");
        var decision = new Decision(Authentication.caller(request).name(), reason);
        long sent = 0;
        long refused = 0;
        List<Parked> rows =
                desk.store().parked(destination.id(), Parked.State.PARKED, 0, PARKED_ROWS_MAX);
        for (Parked parked : rows) {
            Entry entry = desk.parked().entry(parked);
            Answer answer = desk.parked().send(destination, parked, entry, entry, decision);
            if (answer instanceof Answer.Confirmed) {
                sent++;
            } else if (answer instanceof Answer.Refused) {
                refused++;
            } else {
                break;
            }
        }
        long left = desk.store().parkedCount(destination.id(), Parked.State.PARKED);
        var document = new LinkedHashMap<String, Object>();
        document.put("sent", sent);
        document.put("refused", refused);
        document.put("sending", desk.store().parkedCount(destination.id(), Parked.State.SENDING));
        document.put("left", left - refused);
        Answers.ok(response, document);
    }

    private void manifest(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "from", "to");
        long now = desk.clock().millis();
        long from = parameters.text("from").map(this::time).orElse(now - DAY_MILLIS);
        long to = parameters.text("to").map(this::time).orElse(now + 1);
        Answers.ok(response, Manifests.of(desk, asked(request), from, to));
    }

    private long time(String text) {
        try {
            return EventTime.parse(text).instant().toEpochMilli();
        } catch (InvalidEventException e) {
            throw new ProblemAnswer(400, "parameter-invalid", String.valueOf(e.getMessage()));
        }
    }

    private void verify(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        JsonNode body = bodies.any(request, Limits.BATCH_BYTES_MAX);
        var ids = new HashSet<UUID>();
        try {
            for (JsonNode id : body.path("ids")) {
                ids.add(UUID.fromString(id.asString("")));
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemAnswer(400, "body-invalid", "'ids' is an array of event ids");
        }
        long first = body.path("first").asLong(1);
        long last = body.path("last").asLong(Long.MAX_VALUE);
        Statements.Comparison comparison = desk.statements().compare(destination, ids, first, last);
        var document = new LinkedHashMap<String, Object>();
        document.put("complete", comparison.missingCount() == 0 && comparison.extraCount() == 0);
        document.put("expected", comparison.expected());
        document.put("received", comparison.received());
        document.put("missingCount", comparison.missingCount());
        document.put(
                "missing",
                comparison.missing().stream()
                        .map(missing ->
                                Map.of(
                                        "destinationSequence",
                                        missing.destinationSequence(),
                                        "id",
                                        missing.id().toString()))
                        .toList());
        document.put("extraCount", comparison.extraCount());
        document.put("extra", comparison.extra().stream().map(UUID::toString).toList());
        document.put("parked", comparison.parked());
        document.put(
                "confirmationsIntact", desk.statements().chainFault(destination.id()).isEmpty());
        Answers.ok(response, document);
    }
}
