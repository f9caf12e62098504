package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Rehearsal;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.delivery.Whereabouts;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.Query;
import dev.indelible.event.InvalidEventException;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Places;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// What integrations delivered and deliver again: replays, statements.
final class DeliveriesResource implements Endpoint.Resource {
    private static final String ONE = "/v1/integrations/{id}";
    private static final long DAY_MILLIS = 86_400_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int UUID_CHARS = 36;

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
                Endpoint.get(ONE + "/replay", this::replays).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/replay", this::replay).needing(Right.INTEGRATE),
                Endpoint.delete(ONE + "/replay/{replay}", this::cancel).needing(Right.INTEGRATE),
                Endpoint.get(ONE + "/deliveries", this::deliveries).needing(Right.INTEGRATE),
                Endpoint.get("/v1/events/{id}/deliveries", this::deliveriesOfEvent)
                        .needing(Right.INTEGRATE),
                Endpoint.get(ONE + "/manifest", this::manifest).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/verify", this::verify).needing(Right.INTEGRATE));
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
        SmallBodies.Members body = bodies.read(request, "from", "to", "preview");
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
        var range =
                new Progress.Replay(
                        from,
                        to,
                        caller.name(),
                        desk.clock().millis(),
                        Progress.Replay.State.RUNNING);
        if (body.flag("preview").orElse(false)) {
            var would = Rehearsal.of(desk.journal(), desk.store(), destination, range);
            Answers.ok(
                    response,
                    Map.of(
                            "events", would.events(),
                            "bytes", would.bytes(),
                            "more", would.isMore()));
            return;
        }
        if (from >= to) {
            throw new ProblemAnswer(
                    400, "range-empty", "nothing that was confirmed lies in this range");
        }
        desk.deliveries().requireReplayRoom(destination.id());
        String lane = desk.integrations().newReplayId();
        desk.integrations().replay(caller, destination.id(), lane, range, body.required("from"));
        Progress started =
                desk.deliveries().replayed(destination.id()).stream()
                        .filter(progress -> progress.lane().equals(lane))
                        .findFirst()
                        .orElseThrow();
        Answers.send(response, 202, Answers.JSON, IntegrationJson.replay(started));
    }

    private long position(Destination destination, String text) {
        try {
            return Places.replayed(desk.journal(), desk.store(), destination, text);
        } catch (NumberFormatException | InvalidEventException e) {
            throw new ProblemAnswer(
                    400,
                    "body-invalid",
                    "a replay begins at a time such as 2026-01-01T00:00:00Z, at sequence:42 or at destinationSequence:42, not at '%s'"
                            .formatted(Texts.shown(text)));
        }
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        String lane = request.path().pathParameters().get("replay");
        if (!desk.integrations()
                .cancelReplay(Authentication.caller(request), destination.id(), lane)) {
            throw new ProblemAnswer(404, "not-found", "no such replay is running");
        }
        response.status(204).send();
    }

    private void deliveries(ServerRequest request, ServerResponse response) {
        int limit = Parameters.of(request, "limit").integer("limit", 100, 1, 1000);
        List<Map<String, Object>> deliveries =
                desk.deliveries().recent(asked(request).id(), limit).stream()
                        .map(IntegrationJson::delivery)
                        .toList();
        Answers.ok(response, Map.of("deliveries", deliveries));
    }

    /// Where one event went: not what is in it.
    private void deliveriesOfEvent(ServerRequest request, ServerResponse response) {
        Caller caller = Authentication.caller(request);
        String organization =
                Parameters.of(request, "organization")
                        .text("organization")
                        .or(() -> Optional.ofNullable(caller.organization()))
                        .orElseThrow(() -> Parameters.organizationMissing(request));
        access.require(caller, Right.INTEGRATE, Level.organization(organization));
        UUID id = EventsResource.uuid(request.path().pathParameters().get("id"));
        long position =
                desk.journal()
                        .find(organization, id)
                        .orElseThrow(() -> EventsResource.unseen(id.toString()));
        Entry entry = desk.journal().readEach(new long[] {position}).getFirst();
        List<Map<String, Object>> deliveries =
                desk.deliveries().destinations().stream()
                        .filter(destination ->
                                IntegrationsResource.mayKnow(access, caller, destination))
                        .filter(destination ->
                                destination.organization() == null
                                        || destination.organization().equals(organization))
                        .sorted(Comparator.comparing(Destination::name))
                        .map(destination ->
                                IntegrationJson.whereabouts(
                                        destination,
                                        Whereabouts.of(desk.store(), destination, entry)))
                        .toList();
        Answers.ok(response, Map.of("deliveries", deliveries));
    }

    private void manifest(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "from", "to", "after");
        Query.Time range = Criteria.range(parameters.text("from"), parameters.text("to"));
        long to = Math.floorDiv(range.toNanos(), NANOS_PER_MILLI);
        long from =
                parameters.text("from").isPresent()
                        ? Math.floorDiv(range.fromNanos(), NANOS_PER_MILLI)
                        : dayBefore(to);
        long after = parameters.number("after", 0, 0, Long.MAX_VALUE);
        Answers.ok(response, Manifests.of(desk, asked(request), from, to, after));
    }

    /// Where it begins if nothing is said: a day ago, or a day before an end that is earlier.
    private long dayBefore(long toMillis) {
        long dayAgo = desk.clock().millis() - DAY_MILLIS;
        return toMillis < dayAgo ? toMillis - DAY_MILLIS : dayAgo;
    }

    private static Set<UUID> ids(JsonNode array) {
        if (!array.isArray()) {
            throw new ProblemAnswer(400, "body-invalid", "'ids' is an array of event ids");
        }
        var ids = new HashSet<UUID>();
        for (JsonNode id : array) {
            String text = id.asString("");
            try {
                if (!id.isString() || text.length() != UUID_CHARS) {
                    throw new IllegalArgumentException("shortened or lengthened");
                }
                ids.add(UUID.fromString(text));
            } catch (IllegalArgumentException e) {
                throw new ProblemAnswer(
                        400,
                        "body-invalid",
                        "'ids' is an array of event ids, and '%s' is none"
                                .formatted(Texts.shown(id.isString() ? text : id.toString())));
            }
        }
        return ids;
    }

    private static long number(JsonNode body, String name, long absent) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new ProblemAnswer(
                    400,
                    "body-invalid",
                    "'%s' is a destinationSequence, 1 or more, not %s"
                            .formatted(name, Texts.shown(value.toString())));
        }
        return value.longValue();
    }

    private void verify(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        var body = bodies.optional(request, Limits.BATCH_BYTES_MAX, "ids", "first", "last");
        Set<UUID> ids = ids(body.path("ids"));
        long first = number(body, "first", 1);
        long last = number(body, "last", Long.MAX_VALUE);
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
        document.put("parkedCount", comparison.parkedCount());
        document.put("parked", comparison.parked());
        document.put(
                "confirmationsIntact", desk.statements().chainFault(destination.id()).isEmpty());
        Answers.ok(response, document);
    }
}
