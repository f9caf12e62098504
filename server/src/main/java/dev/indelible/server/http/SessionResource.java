package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Level;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Searches;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Operation;
import dev.indelible.server.issuer.SignIn;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Signing in and out with a browser, and who asks.
final class SessionResource implements Endpoint.Resource {
    private final Access access;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Authentication authentication;
    private final Limiting limiting;
    private final Trail trail;
    private final Searches searches;
    private final SmallBodies bodies;

    SessionResource(
            Api.Doors doors, Searches searches, Authentication authentication, Bodies bodies) {
        this.searches = searches;
        this.limiting = doors.limiting();
        this.access = doors.access();
        this.signIn = doors.signIn();
        this.sessions = doors.sessions();
        this.authentication = authentication;
        this.trail = doors.trail();
        this.bodies = new SmallBodies(bodies);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(Method.POST, "/v1/session", Endpoint.Entry.OPEN, this::signIn),
                Endpoint.open("/v1/session", this::session),
                Endpoint.delete("/v1/session", this::signOut),
                Endpoint.get("/v1/whoami", this::whoami));
    }

    private void signIn(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Authentication.refuseForeignOrigin(request);
        String secret = bodies.read(request, "key").required("key");
        Caller caller = authentication.byKey(request, secret);
        // Each sign-in is an event, so it counts like any other request.
        limiting.charge(caller, response);
        KeySecret proven = Objects.requireNonNull(caller.secret());
        Sessions.Begun begun =
                trail.signIn(
                        caller,
                        act("session.create", Operation.CREATE, caller),
                        () -> sessions.begin(() -> access.keyCaller(caller.id(), proven)));
        setCookie(response, begun.token(), authentication.isSecure(request));
        Answers.ok(response, document(begun.session(), caller));
    }

    /// What a sign-in or sign-out is about.
    static Act act(String action, Operation operation, Caller caller) {
        String organization = caller.organization();
        Level level = organization == null ? Level.INSTANCE : Level.organization(organization);
        return Act.of(action, operation, level);
    }

    static void setCookie(ServerResponse response, String token, boolean secure) {
        Answers.addCookie(
                response,
                "%s=%s; Path=/; HttpOnly; SameSite=Strict%s"
                        .formatted(Sessions.cookie(secure), token, secure ? "; Secure" : ""));
    }

    private Map<String, Object> document(Sessions.Session session, Caller caller) {
        var document = new LinkedHashMap<String, Object>();
        document.put("csrf", session.csrf());
        document.put("identity", identity(caller));
        return document;
    }

    private void session(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Authentication.refuseForeignOrigin(request);
        Optional<Sessions.Session> session = authentication.session(request);
        Optional<Caller> caller = session.flatMap(Sessions.Session::caller);
        // Every page asks this first, and nobody did wrong who is not signed in.
        Answers.ok(
                response,
                caller.isEmpty()
                        ? Map.of("signedIn", false)
                        : document(session.orElseThrow(), caller.get()));
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        boolean everywhere = Parameters.of(request, "everywhere").flag("everywhere", "true");
        Caller caller = Authentication.caller(request);
        authentication.token(request).ifPresent(sessions::end);
        Optional<Sessions.Session> session = request.context().get(Sessions.Session.class);
        if (session.isPresent()) {
            Act act = act("session.delete", Operation.DELETE, caller);
            // With the one that has just ended.
            trail.signedOut(
                    caller,
                    everywhere
                            ? act.saying(
                                    "signed out everywhere: %d sessions"
                                            .formatted(1 + sessions.endAllLike(session.get())))
                            : act);
        }
        boolean secure = authentication.isSecure(request);
        response.header(
                "Set-Cookie",
                "%s=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0%s"
                        .formatted(Sessions.cookie(secure), secure ? "; Secure" : ""));
        Optional<URI> next = session.flatMap(Sessions.Session::farewell).flatMap(signIn::leave);
        if (next.isPresent()) {
            Answers.ok(response, Map.of("next", next.get().toString()));
        } else {
            Answers.empty(response);
        }
    }

    private void whoami(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Answers.ok(response, identity(Authentication.caller(request)));
    }

    private Map<String, Object> identity(Caller caller) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", caller.id());
        members.put("kind", caller.kind().name().toLowerCase(Locale.ROOT));
        if (caller.kind() == Caller.Kind.KEY) {
            members.put("key", caller.id());
        }
        members.put("name", caller.name());
        if (caller.email() != null) {
            members.put("email", caller.email());
        }
        if (caller.organization() != null) {
            members.put("organization", caller.organization());
        }
        members.put("roles", Members.grants(caller.grants()));
        // So that nobody has to be refused to learn what is.
        searches.protectedFields()
                .ifPresent(fields ->
                        members.put("protectedFields", fields.stream().map(Field::label).toList()));
        return members;
    }
}
