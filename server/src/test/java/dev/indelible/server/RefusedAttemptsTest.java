package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What was attempted and refused can be read afterwards, each for itself.
@NullUnmarked // JUnit fills what each test begins with
class RefusedAttemptsTest {
    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private TestServer server;
    private String administrator;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder, Map.of());
        for (String organization : List.of("acme", "globex", "umbrella")) {
            assertThat(
                            server.post(
                                            "/v1/organizations",
                                            "{\"id\":\"%s\"}".formatted(organization))
                                    .status())
                    .isEqualTo(201);
        }
        administrator =
                server.post(
                                "/v1/keys",
                                "{\"organization\":\"acme\",\"name\":\"k\",\"roles\":[\"administrator\"]}")
                        .json()
                        .path("secret")
                        .stringValue();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void changeOfWhatIsAnsweredAsNotThere() throws Exception {
        TestServer.Answer answer =
                server.send(server.request("/v1/keys/bootstrap", administrator).DELETE().build());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(refusals("acme"))
                .extracting(event -> event.at("/detail/request/endpoint").stringValue())
                .containsExactly("/v1/keys/bootstrap");
    }

    /// The same whether the event is somebody else's or nobody's, as it was told to who looked.
    @Test
    void looksAtEventsOfOthers() throws Exception {
        String foreign = idOf("globex");
        String nobodys = "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60";
        String reader = key("acme", "exporter");
        var texts = new ArrayList<String>();
        for (String id : List.of(foreign, nobodys)) {
            for (String path :
                    List.of(
                            "/v1/events/" + id,
                            "/v1/events/" + id + "/evidence",
                            "/v1/events/export?id=" + id)) {
                TestServer.Answer answer = server.get(path, reader);
                assertThat(answer.status()).as(path).isEqualTo(404);
                texts.add(answer.body().replace(id, "ID"));
            }
        }

        assertThat(texts).containsOnly(texts.getFirst());
        List<JsonNode> own = refusals("acme");
        assertThat(recordsOf(foreign, own)).hasSize(3).isEqualTo(recordsOf(nobodys, own));
        for (String other : List.of("globex", "umbrella", "indelible")) {
            assertThat(refusals(other)).as(other).isEmpty();
        }
    }

    /// What the records of looks at an event say, but for what each says of itself.
    private static List<String> recordsOf(String id, List<JsonNode> refusals) {
        return refusals.stream()
                .map(JsonNode::toString)
                .filter(text -> text.contains(id))
                .map(text ->
                        text.replace(id, "ID")
                                .replaceAll("\"(id|time|received)\":\"[^\"]*\"", "")
                                .replaceAll("\"sequence\":\\d+", ""))
                .sorted()
                .toList();
    }

    @Test
    void looksAtIntegrationsAndDeliveriesOfOthers() throws Exception {
        String integrator = key("acme", "integrator");
        String theirs =
                server.post(
                                "/v1/integrations",
                                "{\"organization\":\"globex\",\"name\":\"w\",\"type\":\"file\",\"file\":{\"name\":\"siem\"}}")
                        .json()
                        .path("id")
                        .stringValue();
        String event = idOf("globex");
        for (String path :
                List.of(
                        "/v1/integrations/" + theirs,
                        "/v1/integrations/none",
                        "/v1/events/" + event + "/deliveries")) {
            assertThat(server.get(path, integrator).status()).as(path).isEqualTo(404);
        }

        assertThat(refusals("acme"))
                .extracting(refused -> refused.at("/detail/request/endpoint").stringValue())
                .containsExactlyInAnyOrder(
                        "/v1/integrations/" + theirs,
                        "/v1/integrations/none",
                        "/v1/events/" + event + "/deliveries");
    }

    /// Each organization that a batch was upon is told, not only the first one named.
    @Test
    void batchForSeveralOthers() throws Exception {
        TestServer.Answer answer =
                server.post(
                        "/v1/events",
                        """
                        {"action":"a"}
                        {"action":"b","organization":"nowhere"}
                        {"action":"c","organization":"globex"}
                        {"action":"d","organization":"umbrella"}
                        {"action":"e","organization":"umbrella"}
                        """,
                        key("acme", "writer"));

        assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(1);
        assertThat(refusals("acme"))
                .extracting(event -> event.at("/targets/0/id").asString("none"))
                .containsExactlyInAnyOrder("nowhere", "globex", "umbrella");
        assertThat(refusals("globex")).hasSize(1);
        assertThat(refusals("umbrella")).hasSize(1);
    }

    /// Whoever finds nobody to erase was refused nothing.
    @Test
    void answerThatThereIsNobodyIsNone() throws Exception {
        String nobody = "{\"organization\":\"acme\",\"actor\":\"nobody\",\"reason\":\"x\"}";

        assertThat(server.post("/v1/erasures", nobody, administrator).status()).isEqualTo(404);
        assertThat(refusals("acme")).isEmpty();
    }

    @Test
    void attemptsThatDifferInTheirBodies() throws Exception {
        for (String upon :
                List.of(
                        "",
                        "\"organization\":\"globex\",",
                        "\"organization\":\"umbrella\",",
                        "\"organization\":\"globex\",")) {
            String grant =
                    "{%s\"subject\":{\"kind\":\"person\",\"id\":\"eve\"},\"role\":\"reader\"}"
                            .formatted(upon);
            assertThat(server.post("/v1/grants", grant, administrator).status()).isEqualTo(403);
        }

        List<JsonNode> own = refusals("acme");
        assertThat(own)
                .extracting(event -> event.at("/targets/0/id").asString("none"))
                .containsExactlyInAnyOrder("none", "globex", "umbrella");
        for (String organization : List.of("globex", "umbrella")) {
            JsonNode there = refusals(organization).getFirst();
            JsonNode told =
                    own.stream()
                            .filter(event ->
                                    event.at("/detail/labels/attempt").isMissingNode()
                                            && event.at("/id")
                                                    .equals(there.at("/detail/labels/attempt")))
                            .findFirst()
                            .orElseThrow();
            assertThat(told.at("/targets/0/id").stringValue()).isEqualTo(organization);
        }
    }

    @Test
    void nameThatNoOrganizationCanHave() throws Exception {
        String writer =
                server.post(
                                "/v1/keys",
                                "{\"organization\":\"acme\",\"name\":\"w\",\"roles\":[\"writer\"]}")
                        .json()
                        .path("secret")
                        .stringValue();
        String path = "/v1/events?organization=" + "x".repeat(5000);

        assertThat(server.get(path, writer).status()).isEqualTo(403);
        assertThat(refusals("acme")).hasSize(1);
    }

    /// A page of somebody else's may have had a browser ask it.
    @Test
    void changeWithoutTheProofOfOurOwnPages() throws Exception {
        HttpResponse<String> session =
                client.send(
                        server.request("/v1/session", administrator)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"key\":\"" + administrator + "\"}"))
                                .build(),
                        BodyHandlers.ofString());
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/v1/folders"))
                                .header("Cookie", cookie)
                                .POST(BodyPublishers.ofString("{\"id\":\"eu\"}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("csrf-invalid");
        assertThat(refusals("acme"))
                .extracting(event -> event.at("/detail/request/endpoint").stringValue())
                .containsExactly("/v1/folders");
    }

    @Test
    void batchForVeryManyOthers() throws Exception {
        String batch =
                IntStream.range(0, 100)
                        .mapToObj("{\"action\":\"a\",\"organization\":\"n%d\"}%n"::formatted)
                        .collect(Collectors.joining());

        assertThat(server.post("/v1/events", batch, key("acme", "writer")).status()).isEqualTo(200);
        List<String> told =
                refusals("acme").stream()
                        .map(event -> event.at("/detail/description").stringValue())
                        .toList();
        assertThat(told).hasSize(17).doesNotHaveDuplicates();
        assertThat(told).filteredOn(text -> text.startsWith("more than 16")).hasSize(1);
    }

    private String key(String organization, String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"%s\",\"roles\":[\"%s\"]}"
                                .formatted(organization, role, role))
                .json()
                .path("secret")
                .stringValue();
    }

    private String idOf(String organization) throws Exception {
        return server.post(
                        "/v1/events?organization=" + organization + "&results=all",
                        "{\"action\":\"user.login\"}")
                .json()
                .at("/results/0/id")
                .stringValue();
    }

    private List<JsonNode> refusals(String organization) throws Exception {
        server.awaitRecorded();
        JsonNode events =
                server.get("/v1/events?category=policy-denied&organization=" + organization)
                        .json()
                        .path("events");
        return StreamSupport.stream(events.spliterator(), false).toList();
    }
}
