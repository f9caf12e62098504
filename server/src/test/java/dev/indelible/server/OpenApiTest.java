package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document against the server that runs: what it names is there, what it does not name
/// is not, and only what it says is open answers without a key.
@NullUnmarked // JUnit fills what each test begins with
class OpenApiTest {
    /// Probes, the portal's own files, which have nothing of anybody in them, and the anchor.
    private static final Pattern OPEN =
            Pattern.compile(
                    "/|/health.*|/verify|/o/.*|/assets/.*|/(first|embed)\\.js|/icon\\.svg|/v1/session/.*|/logs/anchor/checkpoint");

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyPathAnswersJustItsMethods() throws Exception {
        JsonNode document = server.get("/openapi.json").json();
        assertThat(document.path("openapi").stringValue()).startsWith("3.1");
        for (var path : document.path("paths").properties()) {
            if (path.getKey().endsWith("/tail")) {
                continue;
            }
            Set<String> documented = new TreeSet<>();
            path.getValue()
                    .properties()
                    .forEach(operation ->
                            documented.add(operation.getKey().toUpperCase(Locale.ROOT)));
            for (String method : METHODS) {
                int status = status(method, path.getKey(), true);
                assertThat(status == 405)
                        .as(method + " " + path.getKey() + " answers " + status)
                        .isEqualTo(!documented.contains(method));
            }
        }
    }

    @Test
    void onlyProbesAnswerWithoutAKey() throws Exception {
        JsonNode document = server.get("/openapi.json").json();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                boolean open =
                        operation.getValue().path("security").isArray()
                                && operation.getValue().path("security").isEmpty();
                int status =
                        status(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), false);
                assertThat(status == 401)
                        .as(operation.getKey() + " " + path.getKey() + " answers " + status)
                        .isEqualTo(!open);
                boolean signIn =
                        path.getKey().equals("/v1/session") && !operation.getKey().equals("delete");
                assertThat(open)
                        .as(path.getKey())
                        .isEqualTo(signIn || OPEN.matcher(path.getKey()).matches());
            }
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryParameterIsTaken() throws Exception {
        String text = server.get("/openapi.json").body();
        JsonNode document = server.get("/openapi.json").json();
        Matcher references = Pattern.compile("\"#/([^\"]+)\"").matcher(text);
        while (references.find()) {
            JsonNode target = document;
            for (String step : references.group(1).split("/", -1)) {
                target = target.path(step);
            }
            assertThat(target.isMissingNode()).as(references.group()).isFalse();
        }
        for (String path : List.of("/v1/events", "/v1/events/export", "/v1/events/stats")) {
            for (JsonNode parameter :
                    document.path("paths").path(path).path("get").path("parameters")) {
                String name = parameter.path("name").stringValue();
                TestServer.Answer answer = server.get(path + "?" + name + "=");
                assertThat(answer.status()).as(path + " " + name).isEqualTo(200);
            }
            assertThat(server.get(path + "?nonsense=1").status()).isEqualTo(400);
        }
    }

    @Test
    void referencePageIsServedFromOurOwnFiles() throws Exception {
        String page = server.get("/docs").body();
        Matcher files = Pattern.compile("(?:src|href)=\"(/docs/[^\"]+)\"").matcher(page);
        int count = 0;
        while (files.find()) {
            assertThat(server.get(files.group(1)).status()).as(files.group(1)).isEqualTo(200);
            count++;
        }
        assertThat(count).isEqualTo(4);
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
    }

    private int status(String method, String path, boolean withKey) throws Exception {
        String concrete =
                path.replace("{id}", "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60")
                        .replace("{file}", "start.js")
                        .replace("{organization}", "acme")
                        .replace("{level}", "0")
                        .replace("{replay}", "r1")
                        .replace("{destinationSequence}", "1")
                        .replace("{page}", "acme/events")
                        .replace("{index}", "x001/000");
        HttpRequest.Builder request =
                withKey
                        ? server.request(concrete, TestServer.KEY)
                        : HttpRequest.newBuilder(URI.create(server.url() + concrete));
        return server.send(request.method(method, HttpRequest.BodyPublishers.noBody()).build())
                .status();
    }
}
