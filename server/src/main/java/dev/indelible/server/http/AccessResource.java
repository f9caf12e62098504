package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.NewKey;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Role;
import dev.indelible.event.EventTime;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Organizations, keys, and who asks.
final class AccessResource implements Endpoint.Resource {
    private final Access access;
    private final SmallBodies bodies;

    AccessResource(Access access, Bodies bodies) {
        this.access = access;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/organizations", this::listOrganizations),
                Endpoint.post("/v1/organizations", this::createOrganization),
                Endpoint.get("/v1/keys", this::listKeys),
                Endpoint.post("/v1/keys", this::createKey),
                Endpoint.delete("/v1/keys/{id}", this::revokeKey),
                Endpoint.get("/v1/whoami", this::whoami));
    }

    private void listOrganizations(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        List<Map<String, Object>> organizations =
                access.organizations(Authentication.caller(request)).stream()
                        .map(AccessResource::members)
                        .toList();
        Answers.ok(response, Map.of("organizations", organizations));
    }

    private void createOrganization(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body = bodies.read(request, "id", "name");
        Organization organization =
                access.createOrganization(
                        Authentication.caller(request),
                        body.required("id"),
                        body.text("name").orElse(null));
        Answers.send(response, 201, Answers.JSON, members(organization));
    }

    private static Map<String, Object> members(Organization organization) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", organization.id());
        members.put("name", organization.name());
        members.put("created", EventTime.ofMillis(organization.createdMillis()).toString());
        return members;
    }

    private void listKeys(ServerRequest request, ServerResponse response) {
        Optional<String> organization = Parameters.of(request, "organization").text("organization");
        List<Map<String, Object>> keys =
                access.keys(Authentication.caller(request), organization).stream()
                        .map(AccessResource::members)
                        .toList();
        Answers.ok(response, Map.of("keys", keys));
    }

    private static Map<String, Object> members(Key key) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", key.id());
        if (key.organization() != null) {
            members.put("organization", key.organization());
        }
        members.put("name", key.name());
        members.put("roles", labels(key.roles()));
        members.put("created", EventTime.ofMillis(key.createdMillis()).toString());
        members.put("revoked", key.revoked());
        return members;
    }

    private void createKey(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        SmallBodies.Members body = bodies.read(request, "organization", "name", "roles");
        NewKey created =
                access.createKey(
                        Authentication.caller(request),
                        body.text("organization").orElse(null),
                        body.required("name"),
                        roles(body.texts("roles")));
        var members = new LinkedHashMap<String, Object>();
        members.put("id", created.key().id());
        members.put("secret", created.secret());
        Answers.send(response, 201, Answers.JSON, members);
    }

    private static Set<Role> roles(List<String> labels) {
        var roles = EnumSet.noneOf(Role.class);
        for (String label : labels) {
            roles.add(
                    Role.find(label)
                            .orElseThrow(() ->
                                    new ProblemAnswer(
                                            400,
                                            "parameter-invalid",
                                            "role '%s' is none of: writer, reader, administrator"
                                                    .formatted(Texts.shown(label)))));
        }
        return roles;
    }

    private void revokeKey(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        access.revokeKey(Authentication.caller(request), request.path().pathParameters().get("id"));
        response.status(204);
        response.send();
    }

    private void whoami(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        var members = new LinkedHashMap<String, Object>();
        members.put("key", caller.id());
        members.put("name", caller.name());
        if (caller.organization() != null) {
            members.put("organization", caller.organization());
        }
        members.put("roles", labels(caller.roles()));
        Answers.ok(response, members);
    }

    private static List<String> labels(Set<Role> roles) {
        return roles.stream().map(Role::label).sorted().toList();
    }
}
