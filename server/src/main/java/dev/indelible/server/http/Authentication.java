package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Vouched;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.Client;
import dev.indelible.event.Operation;
import dev.indelible.server.issuer.Issuers;
import dev.indelible.server.issuer.SignIn;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who asks. The key comes as `Bearer <key>`; as `Splunk <key>` from those who believe that we are
/// a Splunk; or as the password of Basic, for browsers and webhooks that have only that. In the
/// place of a key there may be a token of an issuer. People in a browser have a session instead.
final class Authentication {
    static final HeaderName CSRF = HeaderNames.create("X-Indelible-CSRF");

    static final String CSRF_INVALID = "csrf-invalid";

    private static final int USER_AGENT_CHARS_MAX = 1024;
    private static final int ID_CHARS_MAX = 255;

    private final Access access;
    private final SignIn signIn;
    private final Issuers issuers;
    private final Sessions sessions;
    private final Trail trail;
    private final Embedding embedding;

    Authentication(Api.Doors doors, Embedding embedding) {
        this.access = doors.access();
        this.signIn = doors.signIn();
        this.issuers = signIn.issuers();
        this.sessions = doors.sessions();
        this.trail = doors.trail();
        this.embedding = embedding;
    }

    /// Finds the caller and keeps it with the request.
    ///
    /// @throws AuditException.Denied if there is no key or none that is valid
    void authenticate(ServerRequest request) {
        Optional<Caller> viewer = embedding.viewer(request);
        if (viewer.isPresent()) {
            request.context().register(viewer.get());
            again(request, () -> embedding.viewer(request));
            return;
        }
        refuseForeignOrigin(request);
        Optional<String> header = request.headers().first(HeaderNames.AUTHORIZATION);
        if (header.isPresent()) {
            String secret = key(header.get());
            if (issuers.areOf(secret)) {
                byToken(request, secret);
            } else {
                request.context().register(byKey(request, secret));
                again(request, known(request));
            }
            return;
        }
        Sessions.Session session =
                session(request)
                        .orElseThrow(
                                () -> denied("a key is needed: send Authorization: Bearer <key>"));
        Caller caller =
                session.caller().orElseThrow(() -> denied("the session is over: sign in again"));
        request.context().register(caller.from(client(request)));
        requireCsrf(request, session);
        again(
                request,
                () -> token(request).flatMap(sessions::still).flatMap(Sessions.Session::caller));
        request.context().register(session);
    }

    /// By what an answer that goes on asks again who it is for.
    private static void again(ServerRequest request, Ongoing.Now now) {
        request.context().register(new Ongoing.Asking(now, now));
    }

    private Ongoing.Now known(ServerRequest request) {
        Caller proven = caller(request);
        KeySecret secret = Objects.requireNonNull(proven.secret());
        return () -> access.keyCaller(proven.id(), secret);
    }

    /// Whoever began by a token that held goes on to the end of what has one, by what is granted to
    /// them then, for as long as a session lasts at most.
    private Ongoing.Now vouched(Vouched who) {
        long beganNanos = System.nanoTime();
        return () ->
                Optional.of(access.caller(who))
                        .filter(_ -> System.nanoTime() - beganNanos < Sessions.AGE_MAX.toNanos());
    }

    /// Refuses a caller who has no right to ask for anything there, whatever they ask.
    ///
    /// @throws AuditException.Denied if so
    void requireRight(ServerRequest request, Endpoint endpoint) {
        if (!endpoint.rights().isEmpty()) {
            List<String> named = Parameters.any(request).all("organization");
            access.requireAnywhere(caller(request), endpoint.rights(), named.stream().findFirst());
        }
    }

    /// Who has this key; a failure is noted.
    Caller byKey(ServerRequest request, String secret) {
        Client client = client(request);
        try {
            return access.authenticate(secret, client);
        } catch (AuditException.Denied e) {
            Optional<Key> key = access.claimedKey(secret);
            Level level = key.map(Key::level).orElse(Level.INSTANCE);
            String id = key.map(Key::id).orElse("unknown");
            trail.signInFailed(
                    Caller.ofKey(id, key.map(Key::name).orElse(id), Set.of()).from(client),
                    Act.of("session.refuse", Operation.EXECUTE, level)
                            .on("key", id, null)
                            .saying("a key was refused: wrong, revoked or expired"));
            throw e;
        }
    }

    /// Finds who this issuer's token is of, and keeps them with the request; a failure is noted.
    private void byToken(ServerRequest request, String token) {
        Client client = client(request);
        try {
            Vouched who = issuers.bearer(token);
            request.context().register(access.caller(who).from(client));
            request.context()
                    .register(
                            new Ongoing.Asking(
                                    () -> Optional.of(access.caller(issuers.bearer(token))),
                                    vouched(who)));
        } catch (AuditException.Rejected | AuditException.Denied e) {
            access.failed(client);
            trail.signInFailed(
                    unknown(request),
                    Act.of("session.refuse", Operation.EXECUTE, Level.INSTANCE)
                            .saying("an issuer's token was refused: " + e.getMessage()));
            throw denied(String.valueOf(e.getMessage()));
        }
    }

    /// Somebody who has proven nothing.
    static Caller unknown(ServerRequest request) {
        return Caller.ofKey("unknown", "unknown", Set.of()).from(client(request));
    }

    /// The session of the request's cookie, if it is known here.
    Optional<Sessions.Session> session(ServerRequest request) {
        return token(request).flatMap(sessions::find);
    }

    /// The session's token, if the request has one.
    Optional<String> token(ServerRequest request) {
        String cookie = Sessions.cookie(isSecure(request));
        return request.headers().cookies().first(cookie).asOptional();
    }

    /// Whether the browser came by https, to this server or to what stands before it.
    boolean isSecure(ServerRequest request) {
        return signIn.isSecure() || request.isSecure();
    }

    private static void requireCsrf(ServerRequest request, Sessions.Session session) {
        Method method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            return;
        }
        if (request.headers().first(CSRF).filter(session::isCsrf).isEmpty()) {
            throw new ProblemAnswer(
                    403,
                    CSRF_INVALID,
                    "a request with a session that changes something has the header"
                            + " X-Indelible-CSRF with what GET /v1/session gives as csrf");
        }
    }

    /// The caller that [#authenticate] found.
    static Caller caller(ServerRequest request) {
        return request.context().get(Caller.class).orElseThrow();
    }

    /// From where and through what a request comes.
    static Client client(ServerRequest request) {
        return new Client(
                request.remotePeer().host(),
                cut(request, HeaderNames.USER_AGENT, USER_AGENT_CHARS_MAX),
                cut(request, HeaderNames.create("X-Request-ID"), ID_CHARS_MAX),
                null,
                cut(request, HeaderNames.create("traceparent"), ID_CHARS_MAX));
    }

    private static @Nullable String cut(ServerRequest request, HeaderName name, int charsMax) {
        return request.headers()
                .first(name)
                .map(text -> text.substring(0, Math.min(text.length(), charsMax)))
                .orElse(null);
    }

    /// A browser that knows the key sends it along for whatever page asks; only our own pages may.
    static void refuseForeignOrigin(ServerRequest request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        Optional<String> host = request.headers().first(HeaderNames.HOST);
        if (origin.isPresent()
                && !origin.get().endsWith("://" + host.orElse("").toLowerCase(Locale.ROOT))) {
            throw new ProblemAnswer(
                    403,
                    CSRF_INVALID,
                    "pages of another origin may not ask: " + Texts.shown(origin.get()));
        }
    }

    private static String key(String header) {
        int blank = header.indexOf(' ');
        String scheme = header.substring(0, Math.max(0, blank)).toLowerCase(Locale.ROOT);
        String rest = header.substring(blank + 1).strip();
        return switch (scheme) {
            case "bearer", "splunk" -> rest;
            case "basic" -> password(rest);
            default -> throw denied("send the key as Authorization: Bearer <key>");
        };
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            throw denied("the Basic credentials are not base64");
        }
    }

    static AuditException.Denied denied(String message) {
        return new AuditException.Denied(Problem.KEY_INVALID, message);
    }
}
