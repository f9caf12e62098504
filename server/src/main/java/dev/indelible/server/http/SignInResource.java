package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Vouched;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Operation;
import dev.indelible.server.issuer.SignIn;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signing in by an issuer: with what one can, off to it, and back. What fails goes to the sign-in
/// page by its code alone, because what an issuer or a stranger wrote is not for our pages.
final class SignInResource implements Endpoint.Resource {
    private static final String COOKIE = "indelible_sign_in";

    private final Access access;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Trail trail;

    SignInResource(Api.Doors doors) {
        this.access = doors.access();
        this.signIn = doors.signIn();
        this.sessions = doors.sessions();
        this.trail = doors.trail();
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/v1/session/issuers", this::issuers),
                Endpoint.open("/v1/session/start", this::start),
                Endpoint.open("/v1/session/callback", this::callback));
    }

    private void issuers(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        List<Map<String, Object>> choices =
                signIn.choices().stream().map(SignInResource::members).toList();
        Answers.ok(response, Map.of("issuers", choices));
    }

    private static Map<String, Object> members(SignIn.Choice choice) {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", choice.name());
        members.put("label", choice.label());
        return members;
    }

    private void start(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "issuer", "return");
        try {
            SignIn.Begun begun =
                    signIn.begin(
                            parameters.text("issuer").orElse(""),
                            parameters.text("return").orElse("/"));
            setCookie(response, begun.cookie(), SignIn.TIME_MAX.toSeconds());
            seeOther(response, begun.location().toString());
        } catch (AuditException e) {
            refuse(request, response, e);
        }
    }

    private void setCookie(ServerResponse response, String value, long seconds) {
        Answers.addCookie(
                response,
                "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s"
                        .formatted(cookie(), value, seconds, signIn.isSecure() ? "; Secure" : ""));
    }

    /// With the prefix by which browsers take it from nobody but this very host.
    private String cookie() {
        return signIn.isSecure() ? "__Host-" + COOKIE : COOKIE;
    }

    private static void seeOther(ServerResponse response, String location) {
        response.header("Cache-Control", "no-store");
        response.header("Location", location);
        response.status(303);
        response.send();
    }

    private void callback(ServerRequest request, ServerResponse response) {
        Parameters answer = Parameters.any(request);
        Optional<String> brought = request.headers().cookies().first(cookie()).asOptional();
        setCookie(response, "", 0);
        try {
            SignIn.Done done = signIn.finish(answer::text, brought);
            Sessions.Begun begun = admitted(request, done);
            SessionResource.setCookie(
                    response, begun.token(), signIn.isSecure() || request.isSecure());
            seeOther(response, done.returnTo());
        } catch (AuditException e) {
            refuse(request, response, noted(request, e));
        }
    }

    private Sessions.Begun admitted(ServerRequest request, SignIn.Done done) {
        Vouched person = done.person();
        Caller caller = access.caller(person).from(Authentication.client(request));
        if (caller.grants().isEmpty()) {
            request.context().register(caller);
            throw new AuditException.Denied(
                    Problem.NOT_GRANTED,
                    "'%s' has no role here; an administrator grants one"
                            .formatted(Texts.shown(caller.id())));
        }
        return trail.signIn(
                caller,
                SessionResource.act("session.create", Operation.CREATE, caller)
                        .on("issuer", done.issuer().name(), done.issuer().label()),
                () -> sessions.begin(() -> Optional.of(access.caller(person)), done.farewell()));
    }

    /// A refusal is counted and noted; who has had too many of them is told to come back. What the
    /// issuer could not be asked is noted and not counted, because it is nobody's fault.
    private AuditException noted(ServerRequest request, AuditException failure) {
        boolean isBusy = failure instanceof AuditException.Busy;
        if (isBusy && failure.problem() != Problem.ISSUER_UNREACHABLE) {
            return failure;
        }
        Caller caller =
                request.context()
                        .get(Caller.class)
                        .orElseGet(() -> Authentication.unknown(request));
        try {
            if (!isBusy) {
                access.failed(caller.client());
            }
            trail.signInFailed(
                    caller,
                    Act.of("session.refuse", Operation.EXECUTE, Level.INSTANCE)
                            .saying("a sign-in by an issuer was refused: " + failure.getMessage()));
            return failure;
        } catch (AuditException.Busy e) {
            return isBusy ? failure : e;
        }
    }

    private static void refuse(
            ServerRequest request, ServerResponse response, AuditException failure) {
        boolean inBrowser =
                request.headers()
                        .first(HeaderNames.ACCEPT)
                        .filter(types -> types.contains("text/html"))
                        .isPresent();
        if (!inBrowser || !PortalResource.isBuilt()) {
            throw failure;
        }
        seeOther(response, "/?signIn=" + failure.problem().label());
    }
}
