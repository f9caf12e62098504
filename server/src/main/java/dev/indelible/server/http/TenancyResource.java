package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Changed;
import dev.indelible.core.access.Folder;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Project;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Tenancy;
import dev.indelible.core.search.Searches;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Operation;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Organizations, folders and projects: made, listed, renamed, moved, closed.
final class TenancyResource implements Endpoint.Resource {
    private final Access access;
    private final Searches searches;
    private final Trail trail;
    private final SmallBodies bodies;

    TenancyResource(Access access, Searches searches, Trail trail, Bodies bodies) {
        this.access = access;
        this.searches = searches;
        this.trail = trail;
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/organizations", this::organizations),
                Endpoint.post("/v1/organizations", this::createOrganization)
                        .needing(Right.ADMINISTER),
                patch("/v1/organizations/{id}", this::changeOrganization),
                Endpoint.get("/v1/folders", this::folders),
                Endpoint.post("/v1/folders", this::createFolder).needing(Right.ADMINISTER),
                patch("/v1/folders/{id}", this::changeFolder),
                Endpoint.get("/v1/projects", this::projects),
                Endpoint.post("/v1/projects", this::createProject).needing(Right.ADMINISTER),
                patch("/v1/projects/{id}", this::changeProject));
    }

    private static Endpoint patch(String path, Handler handler) {
        return new Endpoint(Method.PATCH, path, Endpoint.Entry.KEY, handler)
                .needing(Right.ADMINISTER);
    }

    private Tenancy tenancy(ServerRequest request) {
        return access.tenancy(Authentication.caller(request));
    }

    private void organizations(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Tenancy tenancy = tenancy(request);
        List<Map<String, Object>> all =
                tenancy.organizations().stream()
                        .map(one -> Members.of(one, tenancy.mayOpen(one)))
                        .toList();
        Answers.ok(response, Map.of("organizations", all));
    }

    private void createOrganization(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.require(caller, Right.ADMINISTER, Level.INSTANCE);
        SmallBodies.Members body = bodies.read(request, "id", "name");
        Organization made =
                access.createOrganization(
                        caller,
                        body.required("id"),
                        body.text("name").orElse(null),
                        trail.teller(
                                caller,
                                organization ->
                                        act(
                                                "organization.create",
                                                Operation.CREATE,
                                                organization)));
        Answers.send(response, 201, Answers.JSON, Members.of(made));
    }

    private static Act act(String action, Operation operation, Organization organization) {
        return Act.of(action, operation, Level.organization(organization.id()))
                .on("organization", organization.id(), organization.name())
                .labelled("closed", Boolean.toString(organization.closed()));
    }

    private void changeOrganization(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        Tenancy.Change change = change(bodies.read(request, "name", "closed"), "none");
        Changed<Organization> changed =
                tenancy(request)
                        .changeOrganization(
                                id(request),
                                change,
                                trail.teller(
                                        caller, organization -> toldOrganization(organization)));
        Answers.ok(response, Members.of(changed.after()));
    }

    private static Act toldOrganization(Changed<Organization> changed) {
        Act act = act("organization.update", Operation.UPDATE, changed.after());
        return Members.changing(act, Members.of(changed.before()), Members.of(changed.after()));
    }

    private static Tenancy.Change change(SmallBodies.Members body, String place) {
        return new Tenancy.Change(body.text("name"), body.text(place), body.flag("closed"));
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    /// The organization that the request names, or the one that the caller belongs to.
    private static String organization(ServerRequest request) {
        String own = Authentication.caller(request).organization();
        return Parameters.of(request, "organization")
                .text("organization")
                .or(() -> Optional.ofNullable(own))
                .orElseThrow(() -> Parameters.organizationMissing(request));
    }

    private static String organization(ServerRequest request, SmallBodies.Members body) {
        Optional<String> named = body.text("organization");
        Optional<String> asked = Parameters.of(request, "organization").text("organization");
        if (named.isPresent() && asked.isPresent() && !named.equals(asked)) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "the address names organization '%s' and the body '%s'; name one"
                            .formatted(Texts.shown(asked.get()), Texts.shown(named.get())));
        }
        return named.orElseGet(() -> organization(request));
    }

    private void folders(ServerRequest request, ServerResponse response) {
        Tenancy tenancy = tenancy(request);
        List<Map<String, Object>> all =
                tenancy.folders(organization(request)).stream()
                        .map(one -> Members.of(one, tenancy.mayOpen(one)))
                        .toList();
        Answers.ok(response, Map.of("folders", all));
    }

    private void createFolder(ServerRequest request, ServerResponse response) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        SmallBodies.Members body = bodies.read(request, "organization", "id", "name", "parent");
        Level level = Level.folder(organization(request, body), body.required("id"));
        Folder made =
                tenancy(request)
                        .createFolder(
                                level,
                                body.text("name").orElse(body.required("id")),
                                body.text("parent").orElse(null),
                                searches::any,
                                trail.teller(
                                        caller,
                                        folder -> act("folder.create", Operation.CREATE, folder)));
        Answers.send(response, 201, Answers.JSON, Members.of(made));
    }

    private static Act act(String action, Operation operation, Folder folder) {
        return Act.of(action, operation, Level.folder(folder.organization(), folder.id()))
                .on("folder", folder.id(), folder.name())
                .labelled("parent", String.valueOf(folder.parent()))
                .labelled("closed", Boolean.toString(folder.closed()));
    }

    private void changeFolder(ServerRequest request, ServerResponse response) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        Level level = Level.folder(organization(request), id(request));
        Tenancy.Change change = change(bodies.read(request, "name", "parent", "closed"), "parent");
        Changed<Folder> changed =
                tenancy(request)
                        .changeFolder(
                                level, change, trail.teller(caller, folder -> toldFolder(folder)));
        Answers.ok(response, Members.of(changed.after()));
    }

    private static Act toldFolder(Changed<Folder> changed) {
        Act act = act("folder.update", Operation.UPDATE, changed.after());
        return Members.changing(act, Members.of(changed.before()), Members.of(changed.after()));
    }

    private void projects(ServerRequest request, ServerResponse response) {
        Tenancy tenancy = tenancy(request);
        List<Map<String, Object>> all =
                tenancy.projects(organization(request)).stream()
                        .map(one -> Members.of(one, tenancy.mayOpen(one)))
                        .toList();
        Answers.ok(response, Map.of("projects", all));
    }

    private void createProject(ServerRequest request, ServerResponse response) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        SmallBodies.Members body = bodies.read(request, "organization", "id", "name", "folder");
        Level level = Level.project(organization(request, body), body.required("id"));
        Project made =
                tenancy(request)
                        .createProject(
                                level,
                                body.text("name").orElse(body.required("id")),
                                body.text("folder").orElse(null),
                                searches::any,
                                trail.teller(
                                        caller,
                                        project ->
                                                act("project.create", Operation.CREATE, project)));
        Answers.send(response, 201, Answers.JSON, Members.of(made));
    }

    private static Act act(String action, Operation operation, Project project) {
        return Act.of(action, operation, Level.project(project.organization(), project.id()))
                .on("project", project.id(), project.name())
                .labelled("folder", String.valueOf(project.folder()))
                .labelled("closed", Boolean.toString(project.closed()));
    }

    private void changeProject(ServerRequest request, ServerResponse response) {
        Caller caller = Authentication.caller(request);
        access.requireAnywhere(caller, Right.ADMINISTER);
        Level level = Level.project(organization(request), id(request));
        Tenancy.Change change = change(bodies.read(request, "name", "folder", "closed"), "folder");
        Changed<Project> changed =
                tenancy(request)
                        .changeProject(
                                level,
                                change,
                                trail.teller(caller, project -> toldProject(project)));
        Answers.ok(response, Members.of(changed.after()));
    }

    private static Act toldProject(Changed<Project> changed) {
        Act act = act("project.update", Operation.UPDATE, changed.after());
        return Members.changing(act, Members.of(changed.before()), Members.of(changed.after()));
    }
}
