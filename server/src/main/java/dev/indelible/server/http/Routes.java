package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.InvalidEventException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// All endpoints, each behind its door: who asks, how long it took, and what a failure looks like.
public final class Routes {
    private static final System.Logger logger = System.getLogger(Routes.class.getName());

    private final Authentication authentication;
    private final Embedding embedding;
    private final Refusals refusals;
    private final Limiting limiting;
    private final Metrics metrics;
    private final List<Endpoint> endpoints;

    Routes(
            Authentication authentication,
            Embedding embedding,
            Refusals refusals,
            Limiting limiting,
            Metrics metrics,
            List<Endpoint.Resource> resources) {
        this.authentication = authentication;
        this.embedding = embedding;
        this.refusals = refusals;
        this.limiting = limiting;
        this.metrics = metrics;
        this.endpoints =
                resources.stream().flatMap(resource -> resource.endpoints().stream()).toList();
    }

    /// Every endpoint, in the order in which they are matched.
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /// Every endpoint as `GET /v1/events`.
    public List<String> names() {
        return endpoints.stream()
                .map(endpoint -> endpoint.method().text() + " " + endpoint.path())
                .toList();
    }

    /// The routing for the web server.
    public HttpRouting.Builder routing() {
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.addFilter(Closing::after);
        routing.addFilter(SecurityHeaders::set);
        routing.addFilter(Ambiguity::refuse);
        for (Endpoint endpoint : endpoints) {
            routing.route(endpoint.method(), endpoint.path(), guarded(endpoint));
            if (endpoint.entry() == Endpoint.Entry.VIEWER) {
                routing.route(Method.OPTIONS, endpoint.path(), embedding::preflight);
            }
        }
        routing.any((request, response) -> {
            authentication.authenticate(request);
            limiting.charge(Authentication.caller(request), response);
            refuseOtherMethod(request, response);
            throw new ProblemAnswer(
                    404,
                    "not-found",
                    "nothing is at %s; /openapi.json tells what is"
                            .formatted(Texts.shown(request.path().path())));
        });
        routing.error(Throwable.class, Problems::answer);
        return routing;
    }

    /// A path that is there, with a method that is not.
    private void refuseOtherMethod(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        String allowed =
                endpoints.stream()
                        .filter(endpoint -> matches(endpoint.path(), path))
                        .map(endpoint -> endpoint.method().text())
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!allowed.isEmpty()) {
            response.header(HeaderNames.ALLOW, allowed);
            if (request.prologue().method().equals(Method.DELETE) && allowed.equals("PATCH")) {
                throw new ProblemAnswer(
                        405,
                        "method-not-allowed",
                        "%s takes PATCH; nothing is deleted there, and PATCH {\"closed\":true} closes it"
                                .formatted(Texts.shown(path)));
            }
            throw new ProblemAnswer(
                    405, "method-not-allowed", "%s takes %s".formatted(Texts.shown(path), allowed));
        }
    }

    private static boolean matches(String pattern, String path) {
        String[] expected = pattern.split("/", -1);
        String[] actual = path.split("/", -1);
        // A last parameter such as {+path} stands for one or more segments.
        boolean open = expected[expected.length - 1].startsWith("{+");
        if (open ? actual.length < expected.length : actual.length != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!expected[i].startsWith("{") && !expected[i].equals(actual[i])) {
                return false;
            }
        }
        return true;
    }

    /// A refusal of somebody who is known is noted; who cannot be noted now is told to come back.
    private Exception noted(Endpoint endpoint, ServerRequest request, Exception failure) {
        if (!isRefusal(endpoint, failure) || request.context().get(Caller.class).isEmpty()) {
            return failure;
        }
        Optional<String> upon =
                failure instanceof AuditException.Denied denied
                        ? denied.organization()
                        : Optional.empty();
        try {
            refusals.note(request, String.valueOf(failure.getMessage()), upon);
            return failure;
        } catch (AuditException.Busy e) {
            return e;
        }
    }

    /// What somebody may not see is answered as if it were not there, so who would change something
    /// by its id that is not there may have attempted more.
    private static boolean isRefusal(Endpoint endpoint, Exception failure) {
        boolean isChange = !endpoint.method().equals(Method.GET) && endpoint.path().contains("{");
        return switch (failure) {
            case AuditException.Denied denied -> denied.problem() != Problem.KEY_INVALID;
            case AuditException.Rejected rejected ->
                    isChange && rejected.problem() == Problem.NOT_FOUND;
            case ProblemAnswer answer ->
                    answer.code().equals(Authentication.CSRF_INVALID)
                            || (isChange && answer.status() == 404);
            default -> false;
        };
    }

    /// What is wrong with what was asked is told to those who may ask it: rights come first.
    private void handle(Endpoint endpoint, ServerRequest request, ServerResponse response)
            throws Exception {
        try {
            endpoint.handler().handle(request, response);
        } catch (ProblemAnswer | AuditException.Rejected | InvalidEventException e) {
            authentication.requireRight(request, endpoint);
            throw e;
        }
    }

    private Handler guarded(Endpoint endpoint) {
        return (request, response) -> {
            long startNanos = System.nanoTime();
            try {
                if (endpoint.entry() == Endpoint.Entry.VIEWER) {
                    embedding.share(request, response);
                }
                if (endpoint.entry() != Endpoint.Entry.OPEN) {
                    authentication.authenticate(request);
                    Embedding.requireViewed(request, endpoint);
                    limiting.charge(endpoint, request, response);
                }
                handle(endpoint, request, response);
            } catch (Ongoing.Ended e) {
                logger.log(
                        System.Logger.Level.INFO,
                        "answer ended: path={0} reason={1}",
                        endpoint.path(),
                        e.getMessage());
                throw e;
            } catch (CloseConnectionException e) {
                boolean readerIsGone =
                        e.getCause() instanceof IOException
                                || e.getCause() instanceof UncheckedIOException;
                logger.log(
                        readerIsGone ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        "answer broke off",
                        e.getCause());
                throw e;
            } catch (Exception e) {
                Problems.answer(request, response, noted(endpoint, request, e));
            } finally {
                metrics.answered(
                        endpoint, response.status().code(), System.nanoTime() - startNanos);
            }
        };
    }
}
