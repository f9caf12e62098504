package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.NewKey;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Role;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keys: made, listed, rotated, revoked.
final class KeysResource implements Endpoint.Resource {
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final Access access;
    private final Trail trail;
    private final SmallBodies bodies;

    KeysResource(Access access, Trail trail, Bodies bodies) {
        this.access = access;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/keys", this::list).needing(Right.ADMINISTER),
                Endpoint.post("/v1/keys", this::create).needing(Right.ADMINISTER),
                Endpoint.post("/v1/keys/{id}/rotate", this::rotate).needing(Right.ADMINISTER),
                Endpoint.delete("/v1/keys/{id}", this::revoke).needing(Right.ADMINISTER));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Optional<String> organization = Parameters.of(request, "organization").text("organization");
        Caller caller = Authentication.caller(request);
        List<Map<String, Object>> keys =
                access.keys(caller, organization).stream()
                        .map(key -> {
                            Map<String, Object> members = Members.of(key, access.lastUse(key));
                            members.put("rotatable", access.mayRotate(caller, key));
                            return members;
                        })
                        .toList();
        Answers.ok(response, Map.of("keys", keys));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        SmallBodies.Members body =
                bodies.read(
                        request, "organization", "folder", "project", "name", "roles", "validFor");
        NewKey created =
                access.createKey(
                        caller,
                        Levels.of(body),
                        body.required("name"),
                        Levels.roles(body.texts("roles")),
                        body.text("validFor").map(KeysResource::validity).orElse(null),
                        trail.teller(caller, key -> act("key.create", Operation.CREATE, key)));
        send(response, 201, created);
    }

    private static Act act(String action, Operation operation, Key key) {
        String roles =
                key.roles().stream().map(Role::label).sorted().collect(Collectors.joining(" "));
        return Act.of(action, operation, key.level())
                .on("key", key.id(), key.name())
                .labelled("roles", roles);
    }

    private static void send(ServerResponse response, int status, NewKey created) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", created.key().id());
        members.put("secret", created.secret());
        Long expires = created.key().life().expires();
        if (expires != null) {
            members.put("expires", EventTime.ofMillis(expires).toString());
        }
        Answers.send(response, status, Answers.JSON, members);
    }

    private static Duration validity(String text) {
        Duration validity = duration(text);
        if (validity.isZero()) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "a key that is valid for no time is none; give a 'validFor' such as P90D, or leave it out");
        }
        return validity;
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.toDays() <= 36_500) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Told below, as for one out of range.
        }
        throw new ProblemAnswer(
                400,
                "parameter-invalid",
                "'%s' is not a duration such as P90D or PT12H, of up to 36,500 days"
                        .formatted(Texts.shown(text)));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        Duration overlap =
                bodies.readOptional(request, "overlap")
                        .text("overlap")
                        .map(KeysResource::duration)
                        .orElse(OVERLAP);
        NewKey rotated =
                access.rotateKey(
                        caller,
                        id(request),
                        overlap,
                        trail.teller(
                                caller,
                                key ->
                                        act("key.rotate", Operation.UPDATE, key)
                                                .labelled("overlap", overlap.toString())));
        send(response, 200, rotated);
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.revokeKey(
                caller,
                id(request),
                trail.withdrawing(caller, key -> act("key.revoke", Operation.DELETE, key)));
        Answers.empty(response);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }
}
