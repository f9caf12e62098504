package dev.indelible.server.http;

import dev.indelible.core.ops.AuditException;
import dev.indelible.event.InvalidEventException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Failures as answers: RFC 9457 problem details with a stable `code`. The only place that knows
/// both exceptions and HTTP statuses.
public final class Problems {
    /// Of a body of these nobody knows where it ends.
    private static final Set<String> BROKEN_BODIES = Set.of("body-broken", "body-too-slow");

    private static final System.Logger logger = System.getLogger(Problems.class.getName());

    private Problems() {}

    /// Answers a request that ended with this failure.
    static void answer(ServerRequest request, ServerResponse response, Throwable failure) {
        if (response.isSent()) {
            return;
        }
        switch (failure) {
            case ProblemAnswer known ->
                    send(request, response, known.status(), known.code(), known.getMessage());
            case InvalidEventException invalid ->
                    send(request, response, 400, invalid.code().label(), invalid.getMessage());
            case AuditException known -> {
                if (known instanceof AuditException.Busy busy) {
                    retryAfter(response, busy.retryAfter());
                }
                if (known instanceof AuditException.Corrupt) {
                    logger.log(System.Logger.Level.ERROR, "stored bytes are damaged", known);
                }
                send(request, response, status(known), known.problem().label(), known.getMessage());
            }
            case HttpException http ->
                    send(
                            request,
                            response,
                            http.status().code(),
                            code(http.status()),
                            http.status().reasonPhrase());
            // Found while a body is read, such as the length of a chunk that is no number.
            case RequestException unfit ->
                    send(
                            request,
                            response,
                            unfit.status().code(),
                            code(unfit.status()),
                            unfit.getMessage());
            case UncheckedIOException gone ->
                    logger.log(
                            System.Logger.Level.DEBUG, "connection lost: {0}", gone.getMessage());
            default -> {
                logger.log(System.Logger.Level.ERROR, "request failed", failure);
                send(
                        request,
                        response,
                        500,
                        "internal-error",
                        "the server failed; its log says why");
            }
        }
    }

    /// Answers for requests that are refused before they are routed: no HTTP, too long, an encoding
    /// that nobody knows.
    ///
    /// @param secure whether all connections are
    public static DirectHandlers early(boolean secure) {
        Map<String, String> always = SecurityHeaders.always(secure);
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (_, kind, found, headers, message) -> {
                        always.forEach(
                                (name, value) -> headers.set(HeaderNames.create(name), value));
                        return early(kind, found, headers, message);
                    });
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse early(
            DirectHandler.EventType type,
            Status found,
            ServerResponseHeaders headers,
            @Nullable String message) {
        // What fails behind a route is answered there. What comes here as a fault of the server is
        // a request line that it could not read, such as a method that is no word.
        Status status =
                type == DirectHandler.EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : found;
        Map<String, Object> document = document(status.code(), code(status), cure(status, message));
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .header(HeaderNames.CONTENT_TYPE, Answers.PROBLEM_JSON)
                // Without it some of them may be kept and told again (RFC 9111, section 4.2.2).
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .entity(Answers.line(Answers.json(json -> Answers.write(json, document))))
                .build();
    }

    /// What is wrong with a request that could not be read, and what to do about it.
    private static @Nullable String cure(Status status, @Nullable String message) {
        if (status.code() != 400) {
            return message;
        }
        return message != null && message.startsWith("Query")
                ? "the address has a character after the ? that must be written with percent signs: a quote as %22, a blank as %20, a sign that is no ASCII by its UTF-8 bytes; "
                        + Texts.shown(message)
                : "this is not HTTP/1.1 that can be read in one way only; look at the request line (a blank in an address is %20), the path and the headers";
    }

    static int status(AuditException failure) {
        return switch (failure) {
            case AuditException.Rejected rejected ->
                    switch (rejected.problem()) {
                        case NOT_FOUND -> 404;
                        case NAME_TAKEN,
                                EVENT_CONFLICT,
                                EVENT_HELD,
                                ERASURE_UNCONFIRMED,
                                CLOSED,
                                BEING_SENT,
                                DESTINATION_PAUSED ->
                                409;
                        case BATCH_TOO_LARGE, BODY_TOO_LARGE -> 413;
                        default -> 400;
                    };
            case AuditException.Denied denied ->
                    switch (denied.problem()) {
                        case KEY_INVALID -> 401;
                        // It is not told either that it is there.
                        case NOT_FOUND -> 404;
                        default -> 403;
                    };
            case AuditException.Busy busy ->
                    switch (busy.problem()) {
                        case DISK_FULL -> 507;
                        case QUEUE_FULL, QUOTA_EXCEEDED, TOO_MANY_FAILURES -> 429;
                        default -> 503;
                    };
            case AuditException.Uncertain _ -> 503;
            case AuditException.Expired _ -> 410;
            case AuditException.Corrupt _ -> 500;
        };
    }

    private static String code(Status status) {
        return switch (status.code()) {
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 413 -> "body-too-large";
            case 400 -> "bad-request";
            default -> "http-" + status.code();
        };
    }

    private static void retryAfter(ServerResponse response, Duration pause) {
        response.header(HeaderNames.RETRY_AFTER, Long.toString(Math.max(1, pause.toSeconds())));
    }

    private static void send(
            ServerRequest request,
            ServerResponse response,
            int status,
            String code,
            @Nullable String detail) {
        if (status == 401) {
            response.header("WWW-Authenticate", "Bearer realm=\"Indelible\"");
            if (isNavigation(request)) {
                response.headers().add(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Indelible\"");
            }
        }
        if (status >= 400 && (!bodyWasRead(request) || BROKEN_BODIES.contains(code))) {
            // The rest of the body would be taken for the next request.
            response.header(HeaderNames.CONNECTION, "close");
        }
        Answers.send(response, status, Answers.PROBLEM_JSON, document(status, code, detail));
    }

    /// Whether no script of a page asks. A browser would put its own dialog before a page that has
    /// a way of its own to sign in.
    private static boolean isNavigation(ServerRequest request) {
        String mode = request.headers().first(HeaderNames.create("Sec-Fetch-Mode")).orElse("");
        return mode.isEmpty() || mode.equals("navigate");
    }

    private static boolean bodyWasRead(ServerRequest request) {
        return !request.content().hasEntity() || request.content().consumed();
    }

    /// The members of a problem document.
    static Map<String, Object> document(int status, String code, @Nullable String detail) {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "about:blank");
        document.put("title", Status.create(status).reasonPhrase());
        document.put("status", status);
        document.put("code", code);
        if (detail != null) {
            document.put("detail", detail);
        }
        return document;
    }
}
