package dev.indelible.server;

import static dev.indelible.server.ProtectionTest.EMAIL;
import static dev.indelible.server.ProtectionTest.ID;
import static dev.indelible.server.ProtectionTest.key;
import static dev.indelible.server.ProtectionTest.masking;
import static dev.indelible.server.ProtectionTest.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What attackers tried with masks and lookups, over HTTP.
class MasksTest {
    private static final HttpClient client = HttpClient.newHttpClient();

    /// How it ends what viewer tokens are told.
    private static final String NO_ROLE =
            "it takes the role investigator or administrator, which no viewer token has";

    @TempDir Path folder;

    @AfterAll
    static void close() {
        client.close();
    }

    /// `detail.**.ssn` is meant, however a sender writes it, and also by what changed of it.
    @Test
    void aMemberIsProtectedHoweverItsNameIsWrittenAndWhatChangedOfIt() throws Exception {
        List<String> details =
                List.of(
                        "{'request':{'params':{'SSN':'ssn-#'}}}",
                        "{'request':{'payload':[[{'Ssn':['ssn-#',{'x':'ssn-#'}]}]]}}",
                        "{'request':{'params':{'\uff53\uff33\uff4e':'ssn-#'}}}",
                        "{'request':{'params':{'s\u200bsn':'ssn-#',' ssn ':'ssn-#'}}}",
                        "{'labels':{'sSn':'ssn-#'}}",
                        "{'changes':[{'path':'/profile/ssn','old':'ssn-#','new':'ssn-#b'}]}",
                        "{'changes':[{'path':'/people/0/SSN','new':{'a':['ssn-#']}}]}",
                        "{'changes':[{'path':'profile.ssn','old':'ssn-#'},{'path':'/ssn/0/part','new':'ssn-#'}]}",
                        "{'changes':[{'path':'$.profile[0].ssn','old':'ssn-#'},{'path':'#/profile/ssn','old':'ssn-#'}]}",
                        "{'request':{'params':{'s\u202asn\ufe0f':'ssn-#'}}}",
                        "{'changes':[{'path':'/profile','old':[{'ssn':'ssn-#'}],'new':null}]}");
        try (var server = masking(folder)) {
            String reader = key(server, "exporter");
            for (int i = 0; i < details.size(); i++) {
                String detail = details.get(i).replace('\'', '"').replace("#", Integer.toString(i));
                String event = "{\"action\":\"a.b\",\"detail\":%s}".formatted(detail);
                String sent = "/v1/events?organization=acme&wait=published";
                assertThat(server.post(sent, event).status()).as(event).isEqualTo(200);
            }
            server.awaitIndex();
            String list = "/v1/events?organization=acme&action=a.b";
            assertThat(server.get(list).body()).contains("ssn-0", "ssn-10").doesNotContain("[prot");

            JsonNode shown = server.get(list, reader).json().path("events");
            assertThat(shown.size()).isEqualTo(details.size());
            for (JsonNode event : shown) {
                assertThat(event.toString()).contains("[protected").doesNotContain("ssn-");
                String path = "/v1/events/" + event.path("id").stringValue();
                assertThat(server.get(path, reader).body()).doesNotContain("ssn-");
                assertThat(texts(server, path + "/evidence", reader)).doesNotContain("ssn-");
            }
            for (String format : List.of("json", "ndjson", "csv", "cef", "ocsf", "disclosure")) {
                String export = "/v1/events/export?organization=acme&format=" + format;
                assertThat(server.get(export, reader).body()).as(format).doesNotContain("ssn-");
            }
            // Whoever knows a value finds it where a change tells of it too.
            String asked =
                    "{\"organization\":\"acme\",\"member\":\"detail.**.ssn\",\"value\":\"ssn-5b\"}";
            assertThat(server.post("/v1/lookup-hash", asked, reader).json().path("count").asInt())
                    .isEqualTo(1);
        }
    }

    /// What is in the files of an archive.
    private static String texts(TestServer server, String path, String key) throws Exception {
        HttpResponse<byte[]> answer =
                client.send(
                        server.request(path, key).GET().build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        var texts = new StringBuilder();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            while (zip.getNextEntry() != null) {
                texts.append(new String(zip.readAllBytes(), ISO_8859_1));
            }
        }
        return texts.toString();
    }

    /// Of a path that is written in another case than the member, nothing is found by guessing.
    @Test
    void howThePathIsWrittenMakesNoDifferenceToWhatMayBeAsked() throws Exception {
        try (var server = new TestServer(folder, Map.of("protected-members", "actor.EMail"))) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            String reader = key(server, "reader");
            send(server);

            assertThat(server.get("/v1/events/" + ID, reader).body()).doesNotContain(EMAIL);
            assertThat(server.get("/v1/events?actor=" + EMAIL, reader).status()).isEqualTo(403);
        }
    }

    @Test
    void theMembersThatTheDocumentSuggestsAreHiddenWithEverythingBelowThem() throws Exception {
        String page = Files.readString(Path.of("../docs/protection.md"));
        String setting = "\nINDELIBLE_PROTECTED_MEMBERS=";
        String members = page.substring(page.indexOf(setting) + setting.length()).split("\n", 2)[0];
        assertThat(members.split(",")).hasSize(8);
        try (var server = new TestServer(folder, Map.of("protected-members", members))) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            String reader = key(server, "reader");
            server.post(
                    "/v1/events?organization=acme",
                    """
                    {"id":"%s","action":"door.open","actor":{"id":"u-1","email":"hidden-1","name":"hidden-2"},\
                    "client":{"ip":"203.0.113.77","userAgent":"hidden-3","sessionId":"hidden-4"},\
                    "detail":{"request":{"params":{"a":"hidden-5"},"payload":{"b":["hidden-6"]}},\
                    "changes":[{"path":"/hidden-7","old":"hidden-8","new":"hidden-9"}]}}\
                    """
                            .formatted(ID));
            server.awaitIndex();

            String shown = server.get("/v1/events/" + ID, reader).body();
            assertThat(shown).contains("u-1", "[protected: ").doesNotContain("hidden-", "203.0");
            assertThat(server.get("/v1/events/" + ID).body())
                    .contains("203.0.113.77")
                    .contains(
                            IntStream.rangeClosed(1, 9)
                                    .mapToObj(number -> "hidden-" + number)
                                    .toList());
        }
    }

    @Test
    void masksKeepTheirTypeForWhoeverReadsThem() throws Exception {
        String members = "actor.roles, actor.permissions, detail.labels, detail.request.payload";
        try (var server = new TestServer(folder, Map.of("protected-members", members))) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            String reader = key(server, "exporter");
            server.post(
                    "/v1/integrations",
                    "{\"organization\":\"acme\",\"name\":\"f\",\"type\":\"file\",\"file\":{\"name\":\"siem\"}}");
            server.post(
                    "/v1/events?organization=acme",
                    """
                    {"id":"%s","action":"door.open","actor":{"id":"u","roles":["secret-role"],\
                    "permissions":{"secret-door":"open"}},"detail":{"labels":{"a":"secret-label"},\
                    "request":{"payload":{"secret-name":[1,{"b":true}]}}}}\
                    """
                            .formatted(ID));
            server.awaitIndex();

            JsonNode shown = server.get("/v1/events/" + ID, reader).json();
            expectMaskedByType(shown);
            for (String format : List.of("ndjson", "csv")) {
                TestServer.Answer rows =
                        server.get(
                                "/v1/events/export?organization=acme&q=action:door.open&format="
                                        + format,
                                reader);
                assertThat(rows.status()).as(format).isEqualTo(200);
                assertThat(rows.body())
                        .as(format)
                        .contains(ID.substring(0, 8))
                        .doesNotContain("secret-");
            }
            expectMaskedByType(delivered());
        }
    }

    private static void expectMaskedByType(JsonNode event) {
        JsonNode actor = event.path("actor");
        assertThat(actor.path("roles").isArray()).as(event.toString()).isTrue();
        assertThat(actor.path("roles").path(0).stringValue()).startsWith("[protected: ");
        assertThat(actor.path("permissions").isObject()).isTrue();
        assertThat(event.path("detail").path("labels").path("a").stringValue())
                .startsWith("[protected: ");
        assertThat(event.path("detail").path("request").path("payload").isObject()).isTrue();
        assertThat(event.toString()).doesNotContain("secret-");
    }

    private JsonNode delivered() throws IOException {
        Path file = folder.resolve("delivered/acme/siem.ndjson");
        long endNanos = System.nanoTime() + 60_000_000_000L;
        String delivered = "";
        // Whole lines: one may be half written when it is looked at.
        while (!delivered.contains(ID + "\"") || !delivered.endsWith("\n")) {
            assertThat(System.nanoTime()).as("delivered").isLessThan(endNanos);
            delivered = Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
        }
        return delivered
                .lines()
                .filter(line -> line.contains(ID))
                .findFirst()
                .map(new JsonMapper()::readTree)
                .orElseThrow()
                .path("event");
    }

    /// The filter of a viewer token is a question too: whoever has made it must not learn by it.
    @Test
    void viewerTokensCannotAskByWhatTheirKeyDoesNotSee() throws Exception {
        String asked = "{\"organization\":\"acme\",\"q\":\"%s\"}";
        List<String> filters = List.of("actor:" + EMAIL, "-ip:203.0.113.7", "078", "jan*");
        var earlier = new HashMap<String, String>();
        try (var server = new TestServer(folder)) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            String reader = key(server, "reader");
            for (String filter : filters) {
                earlier.put(filter, viewerToken(server, asked.formatted(filter), reader));
            }
        }
        try (var server = masking(folder)) {
            send(server);
            for (String filter : filters) {
                for (String role : List.of("reader", "investigator")) {
                    var refused =
                            server.post(
                                    "/v1/viewer-tokens",
                                    asked.formatted(filter),
                                    key(server, role));
                    assertThat(refused.status()).as(filter).isEqualTo(403);
                    assertThat(refused.json().path("code").stringValue()).isEqualTo("not-granted");
                    assertThat(refused.json().path("detail").stringValue()).endsWith(NO_ROLE);
                }
                String token = earlier.getOrDefault(filter, "");
                for (String path :
                        List.of(
                                "/v1/events",
                                "/v1/events/" + ID,
                                "/v1/events/" + ID + "/proof",
                                "/v1/events/stats",
                                "/v1/events/values?field=action")) {
                    expectNoRole(server.get(path, token));
                }
            }
            String open =
                    viewerToken(server, asked.formatted("action:door.open"), key(server, "reader"));
            assertThat(server.get("/v1/events/" + ID, open).body())
                    .contains("[protected: ")
                    .doesNotContain(EMAIL);
            expectNoRole(server.get("/v1/events?actor=" + EMAIL, open));
        }
    }

    private static void expectNoRole(TestServer.Answer refused) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").stringValue()).endsWith(NO_ROLE);
    }

    private static String viewerToken(TestServer server, String body, String key) throws Exception {
        return server.post("/v1/viewer-tokens", body, key).json().path("token").stringValue();
    }

    @Test
    void hugeLookupsAtOnceAreAnsweredOrRefusedAndNothingElse() throws Exception {
        try (var server = masking(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            send(server);
            String reader = key(server, "reader");
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String value = ("w" + i + " ").repeat(i % 2 == 0 ? 10_000 : 40_000);
                String body =
                        "{\"organization\":\"acme\",\"member\":\"detail.original\",\"value\":\"%s\"}"
                                .formatted(value);
                statuses.add(
                        threads.submit(
                                () -> server.post("/v1/lookup-hash", body, reader).status()));
            }
            for (int i = 0; i < statuses.size(); i++) {
                assertThat(statuses.get(i).get())
                        .as("request " + i)
                        .isIn(i % 2 == 0 ? List.of(200, 400, 503) : List.of(413));
            }
            assertThat(server.get("/v1/whoami", reader).status()).isEqualTo(200);
        }
    }
}
