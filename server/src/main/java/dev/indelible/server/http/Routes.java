package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;

/// All endpoints, each behind its door: who asks, how long it took, and what a failure looks like.
public final class Routes {
    private final Access access;
    private final Metrics metrics;
    private final List<Endpoint> endpoints;

    Routes(Access access, Metrics metrics, List<Endpoint.Resource> resources) {
        this.access = access;
        this.metrics = metrics;
        this.endpoints =
                resources.stream().flatMap(resource -> resource.endpoints().stream()).toList();
    }

    /// Every endpoint, in the order in which they are matched.
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /// The routing for the web server.
    public HttpRouting.Builder routing() {
        HttpRouting.Builder routing = HttpRouting.builder();
        for (Endpoint endpoint : endpoints) {
            routing.route(endpoint.method(), endpoint.path(), guarded(endpoint));
        }
        routing.any((request, response) -> {
            Authentication.authenticate(request, access);
            throw new ProblemAnswer(
                    404,
                    "not-found",
                    "nothing is at %s; /openapi.json tells what is"
                            .formatted(Texts.shown(request.path().path())));
        });
        routing.error(Throwable.class, Problems::answer);
        return routing;
    }

    private Handler guarded(Endpoint endpoint) {
        return (request, response) -> {
            long startNanos = System.nanoTime();
            try {
                if (endpoint.entry() == Endpoint.Entry.KEY) {
                    Authentication.authenticate(request, access);
                }
                endpoint.handler().handle(request, response);
            } catch (Exception e) {
                Problems.answer(request, response, e);
            } finally {
                metrics.answered(
                        endpoint, response.status().code(), System.nanoTime() - startNanos);
            }
        };
    }
}
