package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Right;
import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.ParkedEvents.Decision;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Parts;
import dev.indelible.event.SentEvent;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Departures;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What integrations set aside: parked events, read, sent after all, or skipped. Each read is in
/// the log of the organization whose event it is, before its answer.
final class ParkedResource implements Endpoint.Resource {
    private static final String ALL = "/v1/integrations/{id}/parked";
    private static final String ONE = ALL + "/{destinationSequence}";
    private static final int ROWS_MAX = 100;
    private static final long SEND_ALL_MILLIS = 20_000;

    /// What the server adds to an event, and nobody sends.
    private static final Set<String> ADDED =
            Set.of("timeFrom", "format", "unforeseen", "received", "sequence", "key");

    private static final JsonMapper JSON = new JsonMapper();

    private final DeliveryDesk desk;
    private final Access access;
    private final SmallBodies bodies;
    private final Reading reading;

    ParkedResource(DeliveryDesk desk, Access access, Bodies bodies, Reading reading) {
        this.desk = desk;
        this.access = access;
        this.bodies = new SmallBodies(bodies);
        this.reading = reading;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ALL, this::list).needing(Right.INTEGRATE),
                Endpoint.post(ALL, this::sendAll).needing(Right.INTEGRATE),
                Endpoint.get(ONE, this::read).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/send", this::send).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/skip", this::skip).needing(Right.INTEGRATE));
    }

    private Destination asked(ServerRequest request) {
        return IntegrationsResource.asked(request, desk, access);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "state", "after");
        Set<Parked.State> wanted =
                parameters
                        .text("state")
                        .map(IntegrationJson::parkedState)
                        .map(Set::of)
                        .orElse(Parked.State.OPEN);
        long after = parameters.number("after", 0, 0, Long.MAX_VALUE);
        String id = asked(request).id();
        List<Parked> rows = desk.store().parked(id, wanted, after, ROWS_MAX);
        reading.parked(request, rows);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("parked", rows.stream().map(IntegrationJson::parked).toList());
        document.put("next", rows.size() < ROWS_MAX ? null : rows.getLast().destinationSequence());
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

    private void read(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Parked parked = asked(request, asked(request));
        Entry entry = desk.parked().entry(parked);
        reading.event(request, "event.read", entry);
        Answers.send(response, 200, Answers.JSON, Answers.line(document(parked, entry)));
    }

    private static byte[] document(Parked parked, Entry entry) {
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
        JsonNode body = bodies.optional(request, Limits.BATCH_BYTES_MAX, "event", "reason");
        String reason = text(body.path("reason"));
        JsonNode edited = body.path("event");
        if (!edited.isMissingNode() && !edited.isObject()) {
            throw new ProblemAnswer(
                    400, "body-invalid", "'event' is the event as an object, or left out");
        }
        ParkedEvents.requireResumed(destination);
        Entry original = desk.parked().entry(parked);
        Entry entry = original;
        Caller caller = Authentication.caller(request);
        if (edited instanceof ObjectNode event) {
            if (reason.isBlank()) {
                throw new ProblemAnswer(400, "body-invalid", "an edited event needs a 'reason'");
            }
            entry = edited(original, event);
        }
        desk.parked().waiting(destination.id(), parked.destinationSequence());
        boolean asItIs = edited.isMissingNode();
        ParkedEvents.Announcer announcer =
                desk.integrations()
                        .announcer(
                                caller,
                                destination,
                                asItIs ? "integration.send-parked" : "integration.edit-parked",
                                "%s event %s, number %d, for '%s'%s"
                                        .formatted(
                                                asItIs ? "sent" : "edited",
                                                entry.id(),
                                                parked.destinationSequence(),
                                                destination.name(),
                                                reason.isBlank() ? "" : ": " + reason));
        var decision = new Decision(caller.name(), reason, announcer);
        Answer answer = desk.parked().send(destination, parked, original, entry, decision);
        var document = new LinkedHashMap<String, Object>();
        document.put("outcome", IntegrationJson.outcome(answer));
        document.put("reason", IntegrationJson.reason(answer));
        desk.store()
                .parked(destination.id(), parked.destinationSequence())
                .ifPresent(now -> document.put("parked", IntegrationJson.parked(now)));
        Answers.ok(response, document);
    }

    private static String text(JsonNode reason) {
        if (!reason.isMissingNode() && !reason.isNull() && !reason.isString()) {
            throw new ProblemAnswer(400, "body-invalid", "'reason' is a text");
        }
        return reason.asString("");
    }

    /// What a person made of an event; id, organization and numbers stay.
    private static Entry edited(Entry entry, ObjectNode event) {
        try {
            EventTime receipt = receipt(entry);
            if (event.has("timeFrom")
                    && event.path("time").asString("").equals(receipt.toString())) {
                event.remove("time"); // Its sender gave none.
            }
            event.remove(ADDED);
            byte[] bytes = JSON.writeValueAsBytes(event);
            SentEvent sent = EventReader.read(bytes, 0, bytes.length);
            UUID id = sent.id();
            if (id != null && !id.equals(entry.id())) {
                throw new ProblemAnswer(400, "body-invalid", "the id of an event stays");
            }
            AuditEvent told = sent.event();
            AuditEvent original = EventReader.event(entry.parts());
            Parts parts =
                    sent.complete(
                            told.toBuilder()
                                    .id(entry.id())
                                    .time(told.time() == null ? receipt : told.time())
                                    .timeFrom(told.time() == null ? "receipt" : null)
                                    .organization(entry.organization())
                                    .format(original.format())
                                    .unforeseen(original.unforeseen())
                                    .build());
            return new Entry(
                    entry.position(),
                    entry.sequence(),
                    entry.receivedMillis(),
                    new Draft(
                            entry.organization(),
                            entry.id(),
                            entry.draft().key(),
                            entry.draft().seed(),
                            parts));
        } catch (InvalidEventException e) {
            throw new ProblemAnswer(400, "event-invalid", String.valueOf(e.getMessage()));
        }
    }

    /// The time of an event whose sender gives none: the same as before.
    private static EventTime receipt(Entry entry) {
        AuditEvent original = EventReader.event(entry.parts());
        EventTime time = original.time();
        return original.timeFrom() == null || time == null
                ? EventTime.ofMillis(entry.receivedMillis())
                : time;
    }

    private void skip(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination destination = asked(request);
        Parked parked = asked(request, destination);
        String reason = bodies.read(request, "reason").required("reason");
        if (reason.isBlank()) {
            throw new ProblemAnswer(400, "body-invalid", "'reason' says why it is skipped");
        }
        desk.parked().waiting(destination.id(), parked.destinationSequence());
        Caller caller = Authentication.caller(request);
        ParkedEvents.Announcer announcer =
                desk.integrations()
                        .announcer(
                                caller,
                                destination,
                                "integration.skip-parked",
                                "'%s' does not get event %s, number %d: %s"
                                        .formatted(
                                                destination.name(),
                                                parked.eventId(),
                                                parked.destinationSequence(),
                                                reason));
        desk.parked().skip(parked, new Decision(caller.name(), reason, announcer));
        Parked now =
                desk.store().parked(destination.id(), parked.destinationSequence()).orElseThrow();
        Answers.ok(response, IntegrationJson.parked(now));
    }

    private void sendAll(ServerRequest request, ServerResponse response) {
        long after = Parameters.of(request, "after").number("after", 0, 0, Long.MAX_VALUE);
        Destination destination = asked(request);
        String reason = bodies.read(request, "reason").text("reason").orElse("");
        var decision = new Decision(Authentication.caller(request).name(), reason);
        long sent = 0;
        long refused = 0;
        List<Parked> rows =
                desk.store().parked(destination.id(), Parked.State.PARKED, after, ROWS_MAX);
        ParkedEvents.requireResumed(destination);
        recordSending(request, destination, rows, reason);
        @Nullable Long next = rows.size() == ROWS_MAX ? rows.getLast().destinationSequence() : null;
        long began = desk.clock().millis();
        for (Parked parked : rows) {
            Answer answer;
            try {
                Entry entry = desk.parked().entry(parked);
                answer = desk.parked().send(destination, parked, entry, entry, decision);
            } catch (Rejected e) {
                if (e.problem() == Problem.BEING_SENT || e.problem() == Problem.NOT_FOUND) {
                    continue; // Somebody else sends or sent it.
                }
                throw e;
            }
            if (answer instanceof Answer.Confirmed) {
                sent++;
            } else if (answer instanceof Answer.Refused) {
                refused++;
            } else if (answer instanceof Answer.Waiting) {
                // It goes on by itself; the next are not kept waiting for it too long.
                if (desk.clock().millis() - began > SEND_ALL_MILLIS) {
                    next = parked.destinationSequence();
                    break;
                }
            } else {
                next = null;
                break;
            }
        }
        long left = desk.store().parkedCount(destination.id(), Parked.State.PARKED);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("sent", sent);
        document.put("refused", refused);
        document.put("sending", desk.store().parkedCount(destination.id(), Parked.State.SENDING));
        document.put("left", left - refused);
        document.put("next", next);
        Answers.ok(response, document);
    }

    private void recordSending(
            ServerRequest request, Destination destination, List<Parked> rows, String reason) {
        if (rows.isEmpty()) {
            return;
        }
        List<Long> numbers = rows.stream().map(Parked::destinationSequence).toList();
        desk.integrations()
                .record(
                        Authentication.caller(request),
                        destination,
                        "integration.send-parked",
                        "sends %d parked events, number %s, for '%s'%s"
                                .formatted(
                                        rows.size(),
                                        Departures.ranges(numbers),
                                        destination.name(),
                                        reason.isBlank() ? "" : ": " + reason));
    }
}
