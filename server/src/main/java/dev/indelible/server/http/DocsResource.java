package dev.indelible.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The API reference: `/openapi.json`, and `/docs` with a viewer that can try it. All from our own
/// jar; the page loads nothing from elsewhere.
final class DocsResource implements Endpoint.Resource {
    private static final String VIEWER = "/META-INF/resources/webjars/swagger-ui/";
    private static final String VIEWER_VERSION =
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> VIEWER_FILES =
            Map.of(
                    "swagger-ui.css", "text/css; charset=utf-8",
                    "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
                    "favicon-32x32.png", "image/png");

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        "/openapi.json",
                        (_, response) -> own(response, "openapi.json", Answers.JSON)),
                Endpoint.get(
                        "/docs",
                        (_, response) -> own(response, "docs.html", "text/html; charset=utf-8")),
                Endpoint.get("/docs/{file}", DocsResource::file));
    }

    private static void file(ServerRequest request, ServerResponse response) {
        String file = request.path().pathParameters().get("file");
        String type = VIEWER_FILES.get(file);
        if (file.equals("start.js")) {
            own(response, file, "text/javascript; charset=utf-8");
        } else if (type != null) {
            send(response, bytes(VIEWER + viewerVersion() + "/" + file), type);
        } else {
            throw new ProblemAnswer(404, "not-found", "there is no such page");
        }
    }

    private static void own(ServerResponse response, String file, String contentType) {
        send(response, bytes(file), contentType);
    }

    private static void send(ServerResponse response, byte[] bytes, String contentType) {
        response.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.header("Referrer-Policy", "no-referrer");
        Answers.send(response, 200, contentType, bytes);
    }

    private static String viewerVersion() {
        var properties = new Properties();
        try (InputStream in = open(VIEWER_VERSION)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        @Nullable InputStream in = DocsResource.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the program lacks its file " + name);
        }
        return in;
    }
}
