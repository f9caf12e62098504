package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.LagHistory;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import dev.indelible.server.delivery.Declarations;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Draft;
import dev.indelible.server.delivery.Drafts;
import dev.indelible.server.delivery.FaultySettings;
import dev.indelible.server.delivery.Integrations;
import dev.indelible.server.delivery.Trials;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/v1/integrations`: destinations as people set them up.
final class IntegrationsResource implements Endpoint.Resource {
    private static final String ONE = "/v1/integrations/{id}";
    private static final String LAG_MINUTES = "lagMinutes";
    private static final int REASON_CHARS_MAX = 500;

    /// Of all integrations in one answer: two megabytes.
    private static final int LISTED_MINUTES_MAX = 100_000;

    private final DeliveryDesk desk;
    private final Access access;
    private final SmallBodies bodies;

    IntegrationsResource(DeliveryDesk desk, Access access, Bodies bodies) {
        this.desk = desk;
        this.access = access;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/integrations", this::list).needing(Right.INTEGRATE),
                Endpoint.post("/v1/integrations", this::create).needing(Right.INTEGRATE),
                Endpoint.get(ONE, this::one).needing(Right.INTEGRATE),
                Endpoint.put(ONE, this::change).needing(Right.INTEGRATE),
                Endpoint.delete(ONE, this::remove).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/test", this::test).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/pause", this::pause).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/resume", this::resume).needing(Right.INTEGRATE),
                Endpoint.post(ONE + "/retry", this::retry).needing(Right.INTEGRATE));
    }

    /// Where integrations of this organization are managed; the instance where it is absent.
    private static Level level(@Nullable String organization) {
        return organization == null ? Level.INSTANCE : Level.organization(organization);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var parameters = Parameters.of(request, "organization", LAG_MINUTES);
        Optional<String> only = parameters.text("organization");
        int lagMinutes = lagMinutes(parameters);
        Caller caller = Authentication.caller(request);
        access.require(caller, Right.INTEGRATE, level(only.orElse(caller.organization())));
        List<Destination> found =
                desk.deliveries().destinations().stream()
                        .filter(destination -> mayKnow(access, caller, destination))
                        .filter(destination ->
                                only.isEmpty() || only.get().equals(destination.organization()))
                        .sorted(
                                java.util.Comparator.comparingLong(Destination::createdMillis)
                                        .thenComparing(Destination::id))
                        .toList();
        if ((long) found.size() * lagMinutes > LISTED_MINUTES_MAX) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "%d minutes of %d integrations are more than %d; ask for fewer, or for one organization or integration"
                            .formatted(lagMinutes, found.size(), LISTED_MINUTES_MAX));
        }
        List<Map<String, Object>> integrations =
                found.stream()
                        .map(destination -> IntegrationJson.of(desk, destination, lagMinutes))
                        .toList();
        Answers.ok(response, Map.of("integrations", integrations));
    }

    private void create(ServerRequest request, ServerResponse response) {
        boolean tries = Parameters.of(request, "test").flag("test", "only");
        Caller caller = Authentication.caller(request);
        try {
            Draft draft = draft(request, caller);
            if (tries) {
                Trials.Trial trial = desk.trials().test(caller, draft);
                Answers.ok(response, IntegrationJson.exchange(trial.event(), trial.exchange()));
                return;
            }
            Destination created = desk.integrations().create(Optional.of(caller), draft);
            Answers.send(response, 201, Answers.JSON, IntegrationJson.of(desk, created));
        } catch (FaultySettings e) {
            refuse(response, e);
        }
    }

    /// The body; one that names no organization means the caller's own.
    private Draft draft(ServerRequest request, Caller caller) {
        Draft asked = Drafts.read(bodies.any(request));
        String organization =
                asked.organization() == null ? caller.organization() : asked.organization();
        access.require(caller, Right.INTEGRATE, level(organization));
        return new Draft(
                organization,
                asked.name(),
                asked.type(),
                asked.enabled(),
                asked.filter(),
                asked.start(),
                asked.settings());
    }

    private static void refuse(ServerResponse response, FaultySettings e) {
        Map<String, Object> document =
                Problems.document(400, "settings-invalid", String.valueOf(e.getMessage()));
        document.put(
                "faults",
                e.faults().stream()
                        .map(fault -> {
                            var members = new LinkedHashMap<String, Object>();
                            members.put("member", fault.member());
                            members.put("detail", fault.sentence());
                            return members;
                        })
                        .toList());
        Answers.send(response, 400, Answers.PROBLEM_JSON, document);
    }

    private Destination asked(ServerRequest request) {
        return asked(request, desk, access);
    }

    /// The integration that the path names, if the caller may know of it.
    static Destination asked(ServerRequest request, DeliveryDesk desk, Access access) {
        String id = request.path().pathParameters().get("id");
        Caller caller = Authentication.caller(request);
        return desk.deliveries()
                .destination(id)
                .filter(destination -> mayKnow(access, caller, destination))
                .orElseThrow(() -> {
                    access.requireAnywhere(caller, Right.INTEGRATE);
                    // As if it were not there: ids of others tell nothing.
                    return new Denied(
                            Problem.NOT_FOUND,
                            "there is no integration '%s'".formatted(Texts.shown(id)));
                });
    }

    static boolean mayKnow(Access access, Caller caller, Destination destination) {
        return access.may(caller, Right.INTEGRATE, level(destination.organization()));
    }

    private void one(ServerRequest request, ServerResponse response) {
        int lagMinutes = lagMinutes(Parameters.of(request, LAG_MINUTES));
        Answers.ok(response, IntegrationJson.of(desk, asked(request), lagMinutes));
    }

    private static int lagMinutes(Parameters parameters) {
        return parameters.integer(LAG_MINUTES, 0, 0, LagHistory.MINUTES_MAX);
    }

    private Destination changeable(ServerRequest request) {
        Destination destination = asked(request);
        // What left the file is nobody's but for whoever deletes it by hand, or lets it drain.
        if (Declarations.declares(destination) && !destination.leaving()) {
            throw new ProblemAnswer(
                    409,
                    "declared",
                    "this integration comes from the integrations file; change it there");
        }
        return destination;
    }

    private void change(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination old = changeable(request);
        Caller caller = Authentication.caller(request);
        try {
            Draft draft = draft(bodies.any(request), old);
            Destination changed = desk.integrations().change(Optional.of(caller), old.id(), draft);
            Answers.ok(response, IntegrationJson.of(desk, changed));
        } catch (FaultySettings e) {
            refuse(response, e);
        }
    }

    /// A change; one that names no organization means the one it has, and one that does not say
    /// whether it is enabled leaves it so.
    private static Draft draft(JsonNode body, Destination old) {
        Draft asked = Drafts.read(body);
        return new Draft(
                asked.organization() == null ? old.organization() : asked.organization(),
                asked.name(),
                asked.type(),
                body.has("enabled") ? asked.enabled() : old.pause().isEmpty(),
                asked.filter(),
                Optional.empty(),
                asked.settings());
    }

    private void remove(ServerRequest request, ServerResponse response) {
        String pending = Parameters.of(request, "pending").text("pending").orElse("drain");
        if (!pending.equals("drain") && !pending.equals("abandon")) {
            throw new ProblemAnswer(
                    400, "parameter-invalid", "parameter 'pending' is 'drain' or 'abandon'");
        }
        Destination old = changeable(request);
        boolean ended =
                desk.integrations()
                        .remove(
                                Optional.of(Authentication.caller(request)),
                                old.id(),
                                pending.equals("drain")
                                        ? Integrations.Pending.DRAIN
                                        : Integrations.Pending.ABANDON);
        response.status(ended ? 204 : 202).send();
    }

    private void test(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        Optional<JsonNode> change = bodies.anyOptional(request);
        try {
            Trials.Trial trial;
            if (change.isEmpty()) {
                trial = desk.trials().test(caller, asked(request));
            } else {
                Destination old = changeable(request);
                trial = desk.trials().test(caller, old, draft(change.get(), old));
            }
            Answers.ok(response, IntegrationJson.exchange(trial.event(), trial.exchange()));
        } catch (FaultySettings e) {
            refuse(response, e);
        }
    }

    private void pause(ServerRequest request, ServerResponse response) {
        String reason = Parameters.of(request, "reason").text("reason").orElse("");
        if (reason.length() > REASON_CHARS_MAX) {
            throw new ProblemAnswer(
                    400, "parameter-invalid", "a reason has 500 characters at most");
        }
        // Also one of the file: whoever sees that a receiver suffers may stop it at once.
        Destination old = asked(request);
        Destination paused =
                desk.integrations().pause(Authentication.caller(request), old.id(), reason);
        Answers.ok(response, IntegrationJson.of(desk, paused));
    }

    private void resume(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination old = asked(request);
        if (IntegrationJson.isPausedByFile(old)) {
            throw new ProblemAnswer(
                    409,
                    "declared",
                    "the integrations file pauses this integration by 'enabled: false'; change it there");
        }
        Destination resumed = desk.integrations().resume(Authentication.caller(request), old.id());
        Answers.ok(response, IntegrationJson.of(desk, resumed));
    }

    private void retry(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Destination tried =
                desk.integrations().retry(Authentication.caller(request), asked(request).id());
        Answers.ok(response, IntegrationJson.of(desk, tried));
    }
}
