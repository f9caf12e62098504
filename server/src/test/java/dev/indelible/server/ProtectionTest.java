package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is not kept, and what not everybody sees, over HTTP.
class ProtectionTest {
    static final String EMAIL = "jane.roe@example.com";
    static final String ID = "0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60";
    private static final String EVENT =
            """
            {"id":"%s","action":"door.open","actor":{"id":"u-17","email":"%s"},\
            "client":{"ip":"203.0.113.7"},"targets":[{"id":"d-1"}],\
            "detail":{"request":{"payload":{"ssn":"078-05-1120"}}}}
            """
                    .formatted(ID, EMAIL);

    @TempDir Path folder;

    static String key(TestServer server, String role) throws IOException, InterruptedException {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"k\",\"roles\":[\"%s\"]}"
                                .formatted(role))
                .json()
                .path("secret")
                .stringValue();
    }

    private TestServer masking() throws IOException, InterruptedException {
        return masking(folder);
    }

    static TestServer masking(Path folder) throws IOException, InterruptedException {
        var server =
                new TestServer(
                        folder,
                        Map.of("protected-members", "actor.email, client.ip, detail.**.ssn"));
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        return server;
    }

    static void send(TestServer server) throws IOException, InterruptedException {
        assertThat(server.post("/v1/events?organization=acme&wait=published", EVENT).body())
                .contains("\"accepted\":1");
        server.awaitIndex();
    }

    @Test
    void secretsReachNeitherTheAnswersNorTheDisk() throws Exception {
        String secret = "hunter2-hunter2-hunter2";
        String card = "4242424242424242";
        try (var server = new TestServer(folder)) {
            for (String format : List.of("native", "auto")) {
                String event =
                        format.equals("native")
                                ? "{\"action\":\"a\",\"detail\":{\"description\":\"kept pwd=%s by"
                                        + " %s\"}}"
                                : "{\"eventName\":\"x\",\"login\":{\"password\":\"%s\",\"card\":\"%s\"},\"note\":\"kept\"}";
                assertThat(
                                server.post(
                                                "/v1/events?organization=acme&format=" + format,
                                                event.formatted(secret, card))
                                        .body())
                        .contains("\"accepted\":1");
            }
            server.awaitIndex();

            assertThat(server.get("/v1/events?organization=acme").body())
                    .doesNotContain(secret, card)
                    .contains("[redacted: password]", "[redacted: card-number]");
            assertThat(server.get("/metrics").body().lines())
                    .anyMatch(line ->
                            line.matches("indelible_redaction_values\\{rule=\"password\"} 2\\.0"));
        }

        assertThat(filesWith("kept")).isNotEmpty();
        assertThat(filesWith(secret)).isEmpty();
        assertThat(filesWith(card)).isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        var with = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    with.add(file);
                }
            }
        }
        return with;
    }

    @Test
    void rulesOfAFileHoldBesideTheDefaultOnes() throws Exception {
        Path rules =
                Files.writeString(
                        folder.resolve("rules.yaml"),
                        """
                        off: [card-number]
                        rules:
                          - name: employee-number
                            pattern: 'EMP-[0-9]{6}'
                          - name: health
                            members: [diagnosis]
                        """);
        try (var server =
                new TestServer(folder.resolve("data"), Map.of("redaction", rules.toString()))) {
            server.post(
                    "/v1/events?organization=acme",
                    "{\"action\":\"a\",\"detail\":{\"description\":\"EMP-123456 4242424242424242"
                            + " pwd=x\",\"request\":{\"payload\":{\"diagnosis\":\"y\"}}}}");
            server.awaitIndex();

            assertThat(server.get("/v1/events?organization=acme").body())
                    .contains(
                            "\"[redacted: employee-number] 4242424242424242 pwd=[redacted:"
                                    + " password]\"",
                            "{\"diagnosis\":\"[redacted: health]\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "off: [cards] | there are no default rules [cards]; there are [private-key",
                "rules: [{name: a, paths: [actor.id]}] | rules.yaml: path 'actor.id' would take out"
                        + " actor.id, without which an event cannot be read or found; name what is"
                        + " to go more closely",
                "# rules: [] | rules.yaml: it has nothing in 'off' or 'rules'; write rules into it, or leave INDELIBLE_REDACTION out",
                "'' | it has nothing in 'off' or 'rules'",
                "rules: | it has nothing in 'off' or 'rules'",
                "rules: {name: a} | '''rules'' is a list'",
                "password | it has nothing in 'off' or 'rules'",
                "rules: [{name: a, paths: ['detail.**']}] | path 'detail.**' would take out detail,",
            })
    void ruleThatCannotBeStopsTheStart(String file, String why) throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), file);

        assertThatThrownBy(() ->
                        new TestServer(
                                folder.resolve("data"), Map.of("redaction", rules.toString())))
                .hasMessageContaining(why);
    }

    @Test
    void readersSeeMasksWhereverEventsAreShown() throws Exception {
        try (var server = masking()) {
            String reader = key(server, "exporter");
            String investigator = key(server, "investigator");
            send(server);
            for (String path :
                    List.of(
                            "/v1/events?organization=acme",
                            "/v1/events?organization=acme&action=door.open&order=received",
                            "/v1/events/" + ID,
                            "/v1/events/export?organization=acme",
                            "/v1/events/export?organization=acme&format=csv")) {
                assertThat(server.get(path, reader).body())
                        .as(path)
                        .doesNotContain(EMAIL, "203.0.113.7", "078-05-1120")
                        .contains("u-17", "[protected: ");
                assertThat(server.get(path, investigator).body())
                        .as(path)
                        .contains(EMAIL, "203.0.113.7")
                        .doesNotContain("[protected");
            }
            assertThat(tail(server, reader)).doesNotContain(EMAIL).contains("[protected: ");
        }
    }

    /// The first event of a tail from the beginning.
    private static String tail(TestServer server, String key) throws Exception {
        HttpRequest request =
                server.request("/v1/events/tail?organization=acme&action=door.open", key)
                        .header("Last-Event-ID", "0")
                        .GET()
                        .build();
        try (var client = java.net.http.HttpClient.newHttpClient();
                Stream<String> lines =
                        client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
        }
    }

    @Test
    void whatIsMaskedCannotBeFoundByGuessing() throws Exception {
        try (var server = masking()) {
            String reader = key(server, "exporter");
            send(server);

            for (String question :
                    List.of(
                            "/v1/events?actor=" + EMAIL,
                            "/v1/events?q=-actor:" + EMAIL,
                            "/v1/events?ip=203.0.113.0/24",
                            "/v1/events?text=078",
                            "/v1/events?q=(action:a%20OR%20078*)",
                            "/v1/events/tail?actor=jane*",
                            "/v1/events/export?ip=203.0.113.7",
                            "/v1/events/stats?field=actor",
                            "/v1/events/stats?split=ip",
                            "/v1/events/stats?actor=" + EMAIL,
                            "/v1/events/values?field=actor")) {
                TestServer.Answer refused = server.get(question, reader);
                assertThat(refused.status()).as(question).isEqualTo(403);
                assertThat(refused.json().path("detail").stringValue())
                        .endsWith("it takes the role investigator or administrator");
            }
            assertThat(server.get("/v1/events?actor=" + EMAIL).json().path("events").size())
                    .isEqualTo(1);
            assertThat(server.get("/v1/events?target=d-1", reader).json().path("events").size())
                    .isEqualTo(1);
        }
    }

    @Test
    void whoKnowsAValueIsToldWhetherItIsThere() throws Exception {
        try (var server = masking()) {
            String reader = key(server, "reader");
            send(server);

            String asked = "{\"organization\":\"acme\",\"member\":\"%s\",\"value\":\"%s\"}";
            JsonNode found =
                    server.post("/v1/lookup-hash", asked.formatted("actor.email", EMAIL), reader)
                            .json();
            JsonNode deep =
                    server.post(
                                    "/v1/lookup-hash",
                                    asked.formatted("detail.request.payload.ssn", "078-05-1120"),
                                    reader)
                            .json();
            JsonNode other =
                    server.post("/v1/lookup-hash", asked.formatted("actor.email", "u-17"), reader)
                            .json();

            assertThat(found.path("count").intValue()).isEqualTo(1);
            String shouted = EMAIL.toUpperCase(Locale.ROOT);
            JsonNode anyCase =
                    server.post("/v1/lookup-hash", asked.formatted("actor.email", shouted), reader)
                            .json();
            assertThat(anyCase.path("count").intValue()).isEqualTo(1);
            assertThat(anyCase.path("hash")).isEqualTo(found.path("hash"));
            // What copies show that were taken out when case still made a difference.
            assertThat(found.path("hashAsWritten")).isEqualTo(found.path("hash"));
            assertThat(anyCase.path("hashAsWritten").stringValue())
                    .isEqualTo(slowHash("acme", shouted));
            assertThat(found.path("events").path(0).path("actor").path("email").stringValue())
                    .isEqualTo("[protected: " + found.path("hash").stringValue() + "]");
            assertThat(deep.path("count").intValue()).isEqualTo(1);
            assertThat(other.path("count").intValue()).isZero();
            for (int i = 4; i < 100; i++) {
                server.post("/v1/lookup-hash", asked.formatted("actor.email", "x" + i), reader);
            }
            assertThat(
                            server.post(
                                            "/v1/lookup-hash",
                                            asked.formatted("actor.email", "y"),
                                            reader)
                                    .status())
                    .isEqualTo(429);
        }
    }

    /// A hash that somebody was told before anything was protected is what masks show later, and
    /// still what it was when nothing is protected any more.
    @Test
    void hashIsTheSameWhetherAnythingIsProtectedOrNot() throws Exception {
        String asked =
                "{\"organization\":\"acme\",\"member\":\"actor.email\",\"value\":\"%s\"}"
                        .formatted(EMAIL);
        var hashes = new ArrayList<String>();
        for (boolean isProtected : List.of(false, true, false)) {
            try (var server = isProtected ? masking() : new TestServer(folder)) {
                server.post("/v1/organizations", "{\"id\":\"acme\"}");
                hashes.add(server.post("/v1/lookup-hash", asked).json().path("hash").stringValue());
            }
        }

        assertThat(hashes).containsOnly(slowHash("acme", EMAIL));
        Path file = folder.resolve("protection.key");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.write(file, new byte[31]);
        assertThatThrownBy(() -> new TestServer(folder))
                .hasMessageContaining("protection.key has 31 bytes instead of 32");
    }

    /// The mask's digits as docs/protection.md defines them.
    private String slowHash(String organization, String value) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Files.readAllBytes(folder.resolve("protection.key")), "HmacSHA256"));
        String text = organization.length() + ":" + organization + value;
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    @Test
    void destinationsGetMasksToo() throws Exception {
        try (var server = masking()) {
            assertThat(
                            server.post(
                                            "/v1/integrations",
                                            "{\"organization\":\"acme\",\"name\":\"f\",\"type\":\"file\",\"file\":{\"name\":\"siem\"}}")
                                    .status())
                    .isEqualTo(201);
            send(server);
            Path file = folder.resolve("delivered/acme/siem.ndjson");
            long endNanos = System.nanoTime() + 60_000_000_000L;
            String delivered = "";
            while (!delivered.contains(ID) || !delivered.endsWith("\n")) {
                assertThat(System.nanoTime()).as("delivered").isLessThan(endNanos);
                delivered = Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
            }

            assertThat(delivered)
                    .contains("[protected: ")
                    .doesNotContain(EMAIL, "203.0.113.7", "078-05-1120");
        }
    }

    @Test
    void partsThatHaveProtectedMembersAreWithheldAndTheRestIsStillProven() throws Exception {
        try (var server = masking()) {
            String reader = key(server, "exporter");
            send(server);

            String shown =
                    server.get(
                                    "/v1/events/export?organization=acme&format=disclosure",
                                    key(server, "investigator"))
                            .body();
            String withheld =
                    server.get("/v1/events/export?organization=acme&format=disclosure", reader)
                            .body();

            assertThat(shown).contains(EMAIL);
            assertThat(withheld.lines().filter(line -> line.contains(ID)).findFirst().orElseThrow())
                    .doesNotContain(EMAIL, "203.0.113.7", "078-05-1120")
                    .contains("door.open", "d-1", "\"part\":\"actor\",\"erased\":true");
        }
    }
}
