package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table in docs/access.md against the server: every route that there is, asked with every
/// role.
@NullUnmarked // JUnit fills what each test begins with
class AccessTableTest {
    private static final Path PAGE = Path.of("../docs/access.md");
    private static final List<String> WITHOUT_BODY = List.of("GET", "DELETE");

    private static final int AT_ONCE = 8;

    @TempDir static Path folder;
    private static HostileProvider provider;
    private static TestServer server;
    private static final HttpClient client = HttpClient.newHttpClient();
    private static final Map<String, String> keys = new LinkedHashMap<>();
    private static final AtomicInteger made = new AtomicInteger();
    private static final Map<String, String> shared = new HashMap<>();
    private static String event;
    private static String erasure;
    private static String asset;
    private static SignedIn person;

    @BeforeAll
    static void open() throws Exception {
        provider = new HostileProvider();
        server = new TestServer(folder, provider.trusted("staff=reader@acme"));
        create("/v1/organizations", "{\"id\":\"acme\"}");
        create("/v1/organizations", "{\"id\":\"globex\"}");
        create("/v1/folders", "{\"organization\":\"acme\",\"id\":\"eu\"}");
        create("/v1/projects", "{\"organization\":\"acme\",\"id\":\"shop\"}");
        for (String role :
                List.of(
                        "writer",
                        "reader",
                        "exporter",
                        "investigator",
                        "auditor",
                        "integrator",
                        "administrator")) {
            keys.put(role, key("\"organization\":\"acme\",", role));
        }
        keys.put("instance", key("", "administrator"));
        keys.put("foreign", key("\"organization\":\"globex\",", "administrator"));
        event =
                server.post("/v1/events?organization=acme&wait=published", "{\"action\":\"a\"}")
                        .json()
                        .path("results")
                        .path(0)
                        .path("id")
                        .stringValue();
        server.awaitIndex();
        erasure = erasure();
        asset = asset();
        person = SignedIn.by(provider, server.url(), client);
        keys.put("person", "");
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
        provider.close();
    }

    @Test
    void everyRouteAnswersEveryRoleAsTheTableSays() throws Exception {
        List<List<String>> table = table();
        List<String> columns = table.getFirst();
        assertThat(columns.subList(1, columns.size())).containsExactlyElementsOf(keys.keySet());
        List<Callable<Optional<String>>> questions = new ArrayList<>();
        for (List<String> row : table.subList(1, table.size())) {
            for (int column = 1; column < columns.size(); column++) {
                String role = columns.get(column);
                boolean no = row.get(column).equals("no");
                questions.add(() -> wrong(row.getFirst(), role, no));
            }
        }
        var wrong = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Optional<String>> answer : threads.invokeAll(questions)) {
                answer.get().ifPresent(wrong::add);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(table.subList(1, table.size()).stream().map(List::getFirst))
                .containsExactlyInAnyOrderElementsOf(server.routes());
    }

    /// What is wrong with the answer to a role, if anything.
    private static Optional<String> wrong(String route, String role, boolean no) throws Exception {
        int status = status(route, role, no);
        boolean refused =
                status == 403 || status == 404 && !(isOfNoThing(route) && !role.equals("foreign"));
        return refused != no || status >= 500 && status != 503
                ? Optional.of(route + " as " + role + " answers " + status)
                : Optional.empty();
    }

    /// Who may not ask at all is not told what is wrong with the question.
    @Test
    void rightsComeBeforeFaults() throws Exception {
        List<List<String>> table = table();
        for (List<String> row : table.subList(1, table.size())) {
            for (String role : List.of("writer", "reader", "integrator")) {
                String route = row.getFirst();
                // Who may read may be told what they got wrong.
                boolean reads = route.equals("GET /metrics") || route.contains("/searches/{");
                if (row.get(table.getFirst().indexOf(role)).equals("no") && !reads) {
                    assertThat(status(route, role, true, "?nonsense=1"))
                            .as(route + " as " + role)
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void everyRefusalIsInTheRecord() throws Exception {
        for (String route : List.of("GET /v1/events", "POST /v1/keys", "DELETE /v1/grants/{id}")) {
            assertThat(status(route, "writer", true)).as(route).isEqualTo(403);
        }
        server.awaitRecorded();

        var endpoints = new HashSet<String>();
        for (var refused :
                server.get("/v1/events?organization=acme&category=policy-denied&limit=1000")
                        .json()
                        .path("events")) {
            assertThat(refused.path("key").stringValue()).isEqualTo("indelible");
            assertThat(refused.path("outcome").stringValue()).isEqualTo("denied");
            var request = refused.path("detail").path("request");
            endpoints.add(request.path("method").asString("none"));
        }
        // The other test's refusals are there too, if it ran before.
        assertThat(endpoints).contains("GET", "POST", "DELETE");
    }

    private static List<List<String>> table() throws Exception {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| (route|[A-Z]+ /\\S*) \\|.*"))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1))
                                .map(String::strip)
                                .filter(cell -> !cell.isEmpty())
                                .toList())
                .toList();
    }

    /// Routes to things of which there is none in this test: nobody but a stranger is told 404 for
    /// want of a role.
    private static boolean isOfNoThing(String route) {
        return route.contains("/parked/{") || route.contains("{replay}");
    }

    private static int status(String route, String role, boolean no) throws Exception {
        return status(route, role, no, "");
    }

    private static int status(String route, String role, boolean no, String more) throws Exception {
        String method = route.substring(0, route.indexOf(' '));
        String pattern = route.substring(route.indexOf(' ') + 1);
        String path = server.url() + path(method, pattern, no);
        String address = path + (path.contains("?") ? more.replace('?', '&') : more);
        boolean isPerson = role.equals("person");
        // Who signs out has to sign in first.
        SignedIn who =
                route.equals("DELETE /v1/session") && isPerson
                        ? SignedIn.by(provider, server.url(), client)
                        : person;
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
        var request =
                (isPerson
                                ? asked.header("Cookie", who.cookie())
                                        .header("X-Indelible-CSRF", who.csrf())
                                : asked.header("Authorization", "Bearer " + keys.get(role)))
                        .method(
                                method,
                                WITHOUT_BODY.contains(method)
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                body(method + " " + pattern, role)))
                        .build();
        // Without its body, which a tail never ends.
        HttpResponse<InputStream> response =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private static String path(String method, String pattern, boolean no) throws Exception {
        String path =
                pattern.replace("{+path}", "0/000.p/1")
                        .replace("{organization}", "acme")
                        .replace("{file}", pattern.startsWith("/assets") ? asset : "start.js")
                        .replace("{+page}", "acme/events")
                        .replace("{replay}", "none")
                        .replace("{destinationSequence}", "1")
                        .replace("{id}", no ? sharedId(pattern) : id(pattern));
        boolean levelled = !pattern.startsWith("/v1/organizations") && !pattern.contains("session");
        boolean takesOrganization =
                levelled
                        && pattern.startsWith("/v1/")
                        && !pattern.endsWith("whoami")
                        && !pattern.matches("/v1/(keys|grants|searches|integrations)/.*")
                        && !(method + pattern).equals("PUT/v1/retention")
                        && !(method.equals("POST")
                                && pattern.matches(
                                        "/v1/(keys|grants|searches|integrations|holds|erasures|lookup-hash|viewer-tokens)"));
        return path + (takesOrganization ? "?organization=acme" : "");
    }

    /// What is refused to all may be one thing.
    private static String sharedId(String pattern) throws Exception {
        if (!pattern.contains("{id}")) {
            return "";
        }
        String kind = pattern.split("/", -1)[2];
        synchronized (shared) {
            if (!shared.containsKey(kind)) {
                shared.put(kind, id(pattern));
            }
            return shared.get(kind);
        }
    }

    /// An id of what the route is about, for things that go a new one each time.
    private static String id(String pattern) throws Exception {
        if (!pattern.contains("{id}")) {
            return "";
        }
        return switch (pattern.split("/", -1)[2]) {
            case "events" -> event;
            case "organizations" -> "acme";
            case "folders" -> "eu";
            case "projects" -> "shop";
            case "keys" ->
                    create(
                            "/v1/keys",
                            "{\"organization\":\"acme\",\"name\":\"x\",\"roles\":[\"writer\"]}");
            case "grants" -> create("/v1/grants", grant());
            case "integrations" -> create("/v1/integrations", integration());
            case "searches" -> create("/v1/searches", search());
            case "holds" -> create("/v1/holds", hold());
            case "erasures" -> erasure;
            default -> throw new AssertionError("no id for " + pattern);
        };
    }

    /// The id of an erasure that is done.
    private static String erasure() throws Exception {
        String request =
                "{\"organization\":\"acme\",\"actor\":\"%s\",\"reason\":\"r\"}".formatted(named());
        String id = server.post("/v1/erasures", request).json().path("id").stringValue();
        long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!server.get("/v1/erasures/" + id + "?organization=acme")
                .body()
                .contains("\"status\":\"done\"")) {
            assertThat(System.nanoTime()).isLessThan(endNanos);
        }
        return id;
    }

    /// Somebody whom an event names.
    private static String named() throws Exception {
        String person = "person-%d".formatted(made.getAndIncrement());
        server.post(
                "/v1/events?organization=acme",
                "{\"action\":\"a\",\"actor\":{\"id\":\"%s\"}}".formatted(person));
        return person;
    }

    private static String hold() {
        return """
        {"organization":"acme","query":"action:none","reason":"r","owner":"o"}\
        """;
    }

    private static String integration() {
        String name = "d%d".formatted(made.getAndIncrement());
        return """
        {"organization":"acme","name":"%s","type":"file","enabled":false,"file":{"name":"%s"}}\
        """
                .formatted(name, name);
    }

    /// The name of a file that the portal's page names.
    private static String asset() throws Exception {
        var named = Pattern.compile("/assets/([^\"]+)").matcher(server.get("/").body());
        assertThat(named.find()).as("the portal is built").isTrue();
        return named.group(1);
    }

    private static String search() {
        return "{\"organization\":\"acme\",\"name\":\"x\",\"shared\":true}";
    }

    private static String grant() {
        return """
        {"subject":{"kind":"person","id":"p%d"},"role":"reader","organization":"acme"}\
        """
                .formatted(made.getAndIncrement());
    }

    private static String body(String route, String role) throws Exception {
        return switch (route) {
            case "POST /v1/events" -> "{\"action\":\"a\",\"organization\":\"acme\"}";
            case "POST /v1/lookup-hash" ->
                    "{\"organization\":\"acme\",\"member\":\"actor.id\",\"value\":\"x\"}";
            case "POST /v1/organizations", "POST /v1/folders", "POST /v1/projects" ->
                    "{\"id\":\"made%d\"}".formatted(made.getAndIncrement());
            case "POST /v1/keys" ->
                    "{\"organization\":\"acme\",\"name\":\"y\",\"roles\":[\"reader\"]}";
            case "POST /v1/grants" -> grant();
            case "POST /v1/holds" -> hold();
            case "POST /v1/erasures" ->
                    "{\"organization\":\"acme\",\"actor\":\"%s\",\"reason\":\"r\"}"
                            .formatted(named());
            case "PUT /v1/retention" -> "{\"organization\":\"acme\",\"bodyDays\":90}";
            case "POST /v1/integrations", "PUT /v1/integrations/{id}" -> integration();
            case "POST /v1/integrations/{id}/replay" -> "{}";
            case "POST /v1/integrations/{id}/verify" -> "{\"ids\":[]}";
            case "POST /v1/integrations/{id}/test",
                    "POST /v1/integrations/{id}/pause",
                    "POST /v1/integrations/{id}/resume",
                    "POST /v1/integrations/{id}/retry",
                    "POST /v1/integrations/{id}/parked",
                    "POST /v1/integrations/{id}/parked/{destinationSequence}/send",
                    "POST /v1/integrations/{id}/parked/{destinationSequence}/skip" ->
                    "{}";
            case "POST /v1/searches", "PUT /v1/searches/{id}" -> search();
            case "POST /v1/viewer-tokens" -> "{\"organization\":\"acme\"}";
            case "POST /v1/session" -> "{\"key\":\"%s\"}".formatted(keys.get(role));
            case "POST /v1/keys/{id}/rotate" -> "{}";
            case "PATCH /v1/organizations/{id}",
                    "PATCH /v1/folders/{id}",
                    "PATCH /v1/projects/{id}" ->
                    "{\"name\":\"renamed\"}";
            default -> throw new AssertionError("no body for " + route);
        };
    }

    private static String key(String level, String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{%s\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(level, role, role))
                .json()
                .path("secret")
                .stringValue();
    }

    private static String create(String path, String body) throws Exception {
        TestServer.Answer answer = server.post(path, body);
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(201);
        return answer.json().path("id").stringValue();
    }
}
