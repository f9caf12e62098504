package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Levels and the record of reads over HTTP. `acme` has folders eu > de, and us; project shop in
/// de, crm in us. An event is named after where it says it is: `folder/project`.
@NullUnmarked // JUnit fills what each test begins with
class AccessEndToEndTest {
    private static final String EVENTS =
            """
            {"action":"-/-"}
            {"action":"eu/-","folder":"eu"}
            {"action":"DE/-","folder":"DE"}
            {"action":"us/-","folder":"us"}
            {"action":"-/shop","project":"shop"}
            {"action":"us/Shop","folder":"us","project":"Shop"}
            {"action":"us/crm","folder":"us","project":"crm"}
            {"action":"eu/crm","folder":"eu","project":"crm"}
            {"action":"de/new","folder":"de","project":"new"}
            {"action":"-/new","project":"new"}
            {"action":"far/-","folder":"far"}
            """;

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        create("/v1/organizations", "{\"id\":\"acme\"}");
        create("/v1/folders", "{\"organization\":\"acme\",\"id\":\"eu\"}");
        create("/v1/folders", "{\"organization\":\"acme\",\"id\":\"de\",\"parent\":\"eu\"}");
        create("/v1/folders", "{\"organization\":\"acme\",\"id\":\"us\"}");
        create("/v1/projects", "{\"organization\":\"acme\",\"id\":\"shop\",\"folder\":\"de\"}");
        create("/v1/projects", "{\"organization\":\"acme\",\"id\":\"crm\",\"folder\":\"us\"}");
        assertThat(server.post("/v1/events?organization=acme", EVENTS).status()).isEqualTo(200);
        server.awaitIndex();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void questionAboutALevelIncludesWhatIsBelow() throws Exception {
        assertThat(actions("organization=acme", TestServer.KEY)).hasSize(11);
        assertThat(actions("organization=acme&folder=eu", TestServer.KEY))
                .containsExactly("-/shop", "DE/-", "de/new", "eu/-", "us/Shop");
        assertThat(actions("folder=de", TestServer.KEY))
                .containsExactly("-/shop", "DE/-", "de/new", "us/Shop");
        assertThat(actions("project=SHOP", TestServer.KEY)).containsExactly("-/shop", "us/Shop");
        assertThat(actions("project=new", TestServer.KEY)).containsExactly("-/new", "de/new");
        assertThat(actions("folder=far", TestServer.KEY)).containsExactly("far/-");
        assertThat(actions("organization=acme&level=own", TestServer.KEY)).containsExactly("-/-");
        assertThat(actions("folder=eu&level=own", TestServer.KEY)).containsExactly("eu/-");
        assertThat(actions("folder=de&folder=us&project=crm", TestServer.KEY))
                .containsExactly("eu/crm", "us/crm");
    }

    @Test
    void readerOfAFolderSeesJustThatInEveryAnswer() throws Exception {
        String reader = key("\"folder\":\"eu\",", "exporter");
        List<String> expected = List.of("-/shop", "DE/-", "de/new", "eu/-", "us/Shop");

        assertThat(actions("", reader)).isEqualTo(expected);
        assertThat(server.get("/v1/events?project=crm", reader).json().path("events")).isEmpty();
        assertThat(server.get("/v1/events/stats", reader).json().path("total").asInt())
                .isEqualTo(5);
        assertThat(server.get("/v1/events/export", reader).body().lines()).hasSize(5);
        assertThat(server.get("/v1/events/values?field=action", reader).json().path("values"))
                .hasSize(5);
        for (JsonNode event : server.get("/v1/events").json().path("events")) {
            String path = "/v1/events/" + event.path("id").stringValue();
            boolean visible = expected.contains(event.path("action").stringValue());
            assertThat(server.get(path, reader).status()).isEqualTo(visible ? 200 : 404);
            // By its sequence as by its id, which nobody learns who may not see it.
            var numbered = server.get("/v1/events/" + event.path("sequence"), reader);
            assertThat(numbered.status()).isEqualTo(visible ? 200 : 404);
            assertThat(numbered.body().contains(event.path("id").stringValue())).isEqualTo(visible);
        }
        assertThat(server.get("/v1/events/999999", reader).status()).isEqualTo(404);
        assertThat(server.get("/v1/events/0").status()).isEqualTo(400);
        assertThat(server.get("/v1/events/export?format=disclosure", reader).status())
                .isEqualTo(403);
    }

    @Test
    void movedProjectTakesItsEventsAlong() throws Exception {
        String reader = key("\"folder\":\"eu\",", "reader");

        assertThat(
                        server.send(
                                        server.request(
                                                        "/v1/projects/shop?organization=acme",
                                                        TestServer.KEY)
                                                .method(
                                                        "PATCH",
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "{\"folder\":\"us\"}"))
                                                .build())
                                .status())
                .isEqualTo(200);

        assertThat(actions("", reader)).containsExactly("DE/-", "de/new", "eu/-");
        assertThat(actions("folder=us", TestServer.KEY))
                .containsExactly("-/shop", "eu/crm", "us/-", "us/Shop", "us/crm");
    }

    @Test
    void administratorOfAFolderRegistersNoNameThatWouldBringEventsOfOthers() throws Exception {
        String administrator = key("\"folder\":\"de\",", "administrator");
        String bodies = "{\"organization\":\"acme\",\"id\":\"%s\",\"%s\":\"de\"}";
        List<String> before = actions("", administrator);
        // Asked for at once, durable and perhaps not in the index yet.
        server.post(
                "/v1/events?organization=acme",
                "[{\"action\":\"x\",\"folder\":\"us\",\"project\":\"PayRoll\"},{\"action\":\"y\",\"folder\":\"Off\",\"project\":\"q\"}]");
        for (String project : List.of("payroll", "new", "q")) {
            String body = bodies.formatted(project, "folder");
            TestServer.Answer answer = server.post("/v1/projects", body, administrator);
            assertThat(answer.status()).as(project).isEqualTo(403);
            assertThat(answer.body()).contains("in use outside of what it administers");
        }
        for (String name : List.of("off", "far")) {
            String body = bodies.formatted(name, "parent");
            assertThat(server.post("/v1/folders", body, administrator).status()).isEqualTo(403);
        }
        assertThat(actions("", administrator)).isEqualTo(before);

        // Names that nothing carries, or only what is administered already, or only events of
        // projects that are registered elsewhere.
        server.post(
                "/v1/events?organization=acme",
                "[{\"action\":\"x\",\"folder\":\"de\",\"project\":\"own\"},{\"action\":\"x\",\"folder\":\"side\",\"project\":\"crm\"}]");
        for (String project : List.of("own", "fresh")) {
            String body = bodies.formatted(project, "folder");
            assertThat(server.post("/v1/projects", body, administrator).status()).isEqualTo(201);
        }
        for (String name : List.of("side", "bare")) {
            String body = bodies.formatted(name, "parent");
            assertThat(server.post("/v1/folders", body, administrator).status()).isEqualTo(201);
        }
        String whole = key("", "administrator");
        assertThat(server.post("/v1/projects", bodies.formatted("payroll", "folder"), whole))
                .extracting(TestServer.Answer::status)
                .isEqualTo(201);
        server.awaitIndex();
        assertThat(actions("project=payroll", administrator)).containsExactly("x");
    }

    @Test
    void everyKindOfReadIsRecordedWithWhatItShowed() throws Exception {
        String reader = key("", "exporter");
        String id =
                server.get("/v1/events?action=far*", reader)
                        .json()
                        .path("events")
                        .path(0)
                        .path("id")
                        .stringValue();
        assertThat(server.get("/v1/events/" + id, reader).status()).isEqualTo(200);
        assertThat(server.get("/v1/events/stats?folder=us", reader).status()).isEqualTo(200);
        assertThat(server.get("/v1/events/export?q=-folder:us", reader).status()).isEqualTo(200);
        server.awaitRecorded();

        assertThat(server.get("/v1/events?category=data-access", reader).json().path("events"))
                .as("readers do not see the record of reads")
                .isEmpty();
        String auditor = key("", "auditor");
        JsonNode record =
                server.get("/v1/events?category=data-access&actor=" + keyId(reader), auditor)
                        .json()
                        .path("events");
        var seen = new TreeSet<String>();
        for (JsonNode read : record) {
            assertThat(read.path("service").stringValue()).isEqualTo("indelible");
            assertThat(read.path("key").stringValue()).isEqualTo("indelible");
            JsonNode labels = read.path("detail").path("labels");
            seen.add(
                    "%s %s rows=%s sequences=%s"
                            .formatted(
                                    read.path("action").stringValue(),
                                    read.path("detail")
                                            .path("request")
                                            .path("endpoint")
                                            .stringValue()
                                            .replace(id, "ID"),
                                    labels.path("rows").stringValue(),
                                    labels.path("sequences").asString("none")));
        }
        // The log begins with the six acts that made organization, folders and projects.
        assertThat(seen)
                .contains(
                        "event.search /v1/events?action=far* rows=1 sequences=16-16",
                        "event.read /v1/events/ID rows=1 sequences=16-16",
                        "event.count /v1/events/stats?folder=us rows=3 sequences=none",
                        "event.export /v1/events/export?q=-folder:us rows=8 sequences=6-16");
    }

    @Test
    void whatOneScreenAsksOfOneSearchIsCountedWithIt() throws Exception {
        String jane =
                """
                {"action":"door.open","actor":{"id":"u-1","name":"Jane","email":"j@example.com"}}
                {"action":"door.close","actor":{"id":"u-1"}}
                {"action":"door.open","client":{"ip":"203.0.113.7"},"actor":{"id":"u-2","onBehalfOf":[{"id":"u-1"}]}}
                """;
        server.post("/v1/events?organization=acme", jane);
        server.awaitIndex();
        String reader = key("", "reader");
        String about = "organization=acme&action=door.*";
        server.get("/v1/events?" + about + "&from=2020-01-01T00:00:00Z", reader);
        JsonNode stats =
                server.get(
                                "/v1/events/stats?field=actor&named=true&from=2021-01-01T00:00:00Z&"
                                        + about,
                                reader)
                        .json();
        JsonNode values =
                server.get(
                                "/v1/events/values?field=actor&named=true&to=2099-01-01T00:00:00Z&from=2021-01-01T00:00:00Z&"
                                        + about,
                                reader)
                        .json();
        // More of the time than was told of, and other events.
        server.get("/v1/events/stats?" + about, reader);
        server.get("/v1/events/stats?organization=acme", reader);
        server.awaitRecorded();

        assertThat(stats.path("top").path("actor").path(0).toString())
                .isEqualTo(
                        "{\"value\":\"u-1\",\"count\":2,\"name\":\"Jane\",\"email\":\"j@example.com\",\"type\":\"user\"}");
        JsonNode first = values.path("values").path(0);
        assertThat(first.path("first").path("action").stringValue()).isEqualTo("door.open");
        assertThat(first.path("first").has("ip")).isFalse();
        JsonNode other = values.path("values").path(1).path("first");
        assertThat(other.path("action").stringValue()).isEqualTo("door.open");
        assertThat(other.path("ip").stringValue()).isEqualTo("203.0.113.7");
        assertThat(asked(reader))
                .containsExactly(
                        "/v1/events/stats?action=door.*&organization=acme",
                        "/v1/events/stats?organization=acme",
                        "/v1/events?action=door.*&from=2020-01-01T00:00:00Z&organization=acme");
    }

    /// What the record has of this key's reads.
    private Set<String> asked(String reader) throws Exception {
        JsonNode record =
                server.get(
                                "/v1/events?organization=acme&category=data-access&actor="
                                        + keyId(reader))
                        .json()
                        .path("events");
        var seen = new TreeSet<String>();
        record.forEach(read ->
                seen.add(read.path("detail").path("request").path("endpoint").stringValue()));
        return seen;
    }

    @Test
    void whatALongAnswerShowedIsDurableBeforeItsEnd() throws Exception {
        String exporter = key("", "exporter");
        String many = "{\"action\":\"many.read\"}\n".repeat(1_100);
        assertThat(server.post("/v1/events?organization=acme", many).status()).isEqualTo(200);
        server.awaitIndex();

        server.get("/v1/events/export?action=many.read", exporter);
        long lines =
                server.get("/v1/events/export?format=disclosure", exporter).body().lines().count();

        // Nothing is waited for but the index.
        server.awaitIndex();
        var seen = new ArrayList<String>();
        for (JsonNode read :
                server.get("/v1/events?category=data-access&actor=" + keyId(exporter))
                        .json()
                        .path("events")) {
            JsonNode labels = read.path("detail").path("labels");
            seen.add(
                    "%s %s"
                            .formatted(
                                    labels.path("rows").stringValue(),
                                    labels.path("sequences").asString("none")));
        }
        // The first thousand of the export are in its first event.
        assertThat(seen)
                .contains("%d 0-%d".formatted(lines, lines - 1))
                .anyMatch(row -> row.startsWith("100 "));
    }

    @Test
    void auditorSeesTheRecordAndNoOtherEvent() throws Exception {
        String auditor = key("", "auditor");

        assertThat(actions("", auditor))
                .contains("organization.create", "folder.create", "project.create", "key.create")
                .doesNotContain("-/-", "eu/-");
        for (JsonNode event : server.get("/v1/events").json().path("events")) {
            String path = "/v1/events/" + event.path("id").stringValue();
            assertThat(server.get(path, auditor).status()).isEqualTo(404);
        }
    }

    @Test
    void recordSurvivesACleanStopWithItsCounts() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(actions("action=far*", TestServer.KEY)).hasSize(1);
        }
        server.close();
        server = new TestServer(folder);
        server.awaitIndex();

        var times = new ArrayList<Integer>();
        for (JsonNode read :
                server.get("/v1/events?organization=acme&category=data-access")
                        .json()
                        .path("events")) {
            times.add(
                    Integer.valueOf(
                            read.path("detail").path("labels").path("times").stringValue()));
        }
        // Two, or four where an hour ended meanwhile.
        assertThat(times).contains(1).hasSizeLessThan(5);
        assertThat(times.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
    }

    private List<String> actions(String filters, String key) throws Exception {
        var actions = new TreeSet<String>();
        JsonNode events = server.get("/v1/events?" + filters, key).json().path("events");
        events.forEach(event -> actions.add(event.path("action").stringValue()));
        return List.copyOf(actions);
    }

    private String key(String level, String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",%s\"name\":\"x\",\"roles\":[\"%s\"]}"
                                .formatted(level, role))
                .json()
                .path("secret")
                .stringValue();
    }

    private static String keyId(String secret) {
        return secret.split("_", -1)[1];
    }

    private void create(String path, String body) throws Exception {
        assertThat(server.post(path, body).status()).as(path).isEqualTo(201);
    }
}
