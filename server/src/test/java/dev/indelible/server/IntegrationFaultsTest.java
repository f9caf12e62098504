package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.DeliveryStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What is wrong with an integration, or with where the server should answer, is told whole, so
/// that nobody mends it step by step.
class IntegrationFaultsTest {
    private static final String ALL_WRONG =
            """
            {"organization":"acme","name":"","type":"webhook","filter":"actr:x","start":"sequence:99",\
            "webhook":{"username":"me","headers":["no pair"],"timeoutSeconds":"soon","signingSecret":"abc"}}\
            """;

    @Test
    void allThatIsWrongIsToldAtOnce(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            server.post(
                    "/v1/events?organization=acme",
                    "{\"action\":\"a.b\",\"actor\":{\"id\":\"u\"}}");
            TestServer.Answer refused = server.post("/v1/integrations", ALL_WRONG);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(members(refused))
                    .containsExactlyInAnyOrder(
                            "name",
                            "filter",
                            "start",
                            "webhook.endpoint",
                            "webhook.password",
                            "webhook.headers",
                            "webhook.timeoutSeconds",
                            "webhook.signingSecret");
            assertThat(refused.body()).contains("start is after the newest event");
            TestServer.Answer secret =
                    server.post(
                            "/v1/integrations",
                            "{\"organization\":\"acme\",\"name\":\"a\",\"type\":\"webhook\",\"webhook\":{\"endpoint\":\"https://x\",\"signingSecret\":\"abc\"}}");
            assertThat(secret.json().path("detail").stringValue())
                    .startsWith("webhook.signingSecret: a secret is whsec_");
            assertThat(server.get("/v1/integrations?organization=acme").body())
                    .isEqualTo("{\"integrations\":[]}\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"type\":\"kafka\" | type | type is one of file, splunk, syslog, webhook, not 'kafka'",
                "\"type\":\"kafka\",\"kafka\":{} | type | type is one of file, splunk, syslog, webhook, not 'kafka'",
                "\"type\":\"webhook\" | webhook | the settings are an object under 'webhook'",
                "\"type\":\"file\",\"file\":\"siem\" | file | the settings are an object under 'file'"
            })
    void kindThatThereIsNotIsToldBeforeItsSettings(
            String kind, String member, String sentence, @TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            for (String test : List.of("", "?test=only")) {
                TestServer.Answer refused =
                        server.post(
                                "/v1/integrations" + test,
                                "{\"organization\":\"acme\",\"name\":\"siem\",%s}".formatted(kind));

                assertThat(refused.status()).as(refused.body()).isEqualTo(400);
                assertThat(members(refused)).containsExactly(member);
                assertThat(refused.json().path("detail").stringValue())
                        .isEqualTo(member + ": " + sentence);
            }
        }
    }

    @Test
    void declaredIntegrationThatLosesItsSettingsIsToldWithFileAndPlace(@TempDir Path folder)
            throws Exception {
        Path yaml = folder.resolve("integrations.yaml");
        String named = "integrations:\n  - name: a\n    organization: acme\n    type: file\n";
        Map<String, String> settings = Map.of("integrations", yaml.toString());
        Files.writeString(yaml, named + "    file: { name: x }\n");
        new TestServer(folder.resolve("data"), settings).close();
        Files.writeString(yaml, named);

        assertThatThrownBy(() -> new TestServer(folder.resolve("data"), settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "integration 1: file: the settings are an object under 'file'");
    }

    @Test
    void aNameHasNothingThatIsNotSeen(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            for (String unseen : List.of("\\u202e", "\\u001b[31m", "\\n", "\\u200b")) {
                TestServer.Answer refused =
                        server.post(
                                "/v1/integrations",
                                "{\"organization\":\"acme\",\"name\":\"siem%s\",\"type\":\"file\",\"file\":{\"name\":\"x\"}}"
                                        .formatted(unseen));
                assertThat(members(refused)).as(refused.body()).containsExactly("name");
                assertThat(refused.body()).contains("is not seen");
            }
        }
    }

    @Test
    void twoNeverWriteToOneFile(@TempDir Path folder) throws Exception {
        String file =
                "{\"organization\":\"%s\",\"name\":\"%s\",\"type\":\"file\",\"file\":{\"name\":\"%s\"}}";
        try (var server = new TestServer(folder)) {
            assertThat(server.post("/v1/integrations", file.formatted("acme", "a", "x")).status())
                    .isEqualTo(201);
            TestServer.Answer second =
                    server.post("/v1/integrations", file.formatted("acme", "b", "X"));
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.body()).contains("writes to the file");
            assertThat(server.post("/v1/integrations", file.formatted("other", "b", "x")).status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aManifestOfATimeThatEndsBeforeItBeginsIsRefused(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            String id = fileIntegration(server);
            String manifest = "/v1/integrations/" + id + "/manifest?";
            String first = "from=2026-01-01T00:00:00Z&to=";

            assertThat(server.get(manifest + first + "2026-01-01T00:00:00Z").status())
                    .isEqualTo(200);
            TestServer.Answer reversed = server.get(manifest + first + "2025-12-31T23:59:59Z");
            assertThat(reversed.status()).isEqualTo(400);
            assertThat(reversed.json().path("detail").stringValue())
                    .isEqualTo(
                            "'from' is 2026-01-01T00:00:00Z, which is after 'to',"
                                    + " 2025-12-31T23:59:59Z; exchange them");
            assertThat(server.get(manifest + "to=yesterday").status()).isEqualTo(400);
        }
    }

    @Test
    void aManifestIsOfTheDayBeforeItsEndWhereThatIsLongAgo(@TempDir Path folder) throws Exception {
        List<List<Object>> asked = new CopyOnWriteArrayList<>();
        var seams = new DeliveryRoom.Seams(store -> noting(store, asked), sink -> sink);
        try (var server = new TestServer(folder, Map.of(), seams)) {
            String id = fileIntegration(server);
            String manifest = "/v1/integrations/" + id + "/manifest?to=";
            asked.clear();

            assertThat(server.get(manifest + "2026-01-02T03:00:00Z").status()).isEqualTo(200);
            assertThat(asked)
                    .containsExactly(
                            List.of(
                                    id,
                                    Instant.parse("2026-01-01T03:00:00Z").toEpochMilli(),
                                    Instant.parse("2026-01-02T03:00:00Z").toEpochMilli()));

            // Where the end is near, it begins a day ago, in a whole hour, as it does without one.
            for (Duration away : List.of(Duration.ofHours(-2), Duration.ofHours(2))) {
                asked.clear();
                Instant before = Instant.now();
                assertThat(server.get(manifest + before.plus(away)).status()).isEqualTo(200);
                assertThat((Long) asked.getFirst().get(1))
                        .isBetween(
                                hour(before.minus(Duration.ofDays(1))),
                                hour(Instant.now().minus(Duration.ofDays(1))));
            }
        }
    }

    private static String fileIntegration(TestServer server) throws Exception {
        return server.post(
                        "/v1/integrations",
                        "{\"organization\":\"acme\",\"name\":\"a\",\"type\":\"file\",\"file\":{\"name\":\"x\"}}")
                .json()
                .path("id")
                .stringValue();
    }

    private static long hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS).toEpochMilli();
    }

    /// The same store, of which is noted which hours are asked for.
    private static DeliveryStore noting(DeliveryStore store, List<List<Object>> asked) {
        return (DeliveryStore)
                Proxy.newProxyInstance(
                        DeliveryStore.class.getClassLoader(),
                        new Class<?>[] {DeliveryStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("hours")) {
                                asked.add(List.of(arguments));
                            }
                            return method.invoke(store, arguments);
                        });
    }

    @Test
    void fileThatSaysAMemberTwiceIsRefused(@TempDir Path folder) throws Exception {
        Path yaml =
                Files.writeString(
                        folder.resolve("integrations.yaml"),
                        "integrations:\n  - name: a\n    name: b\n    type: file\n    file: { name: x }\n");

        assertThatThrownBy(() ->
                        new TestServer(
                                folder.resolve("data"), Map.of("integrations", yaml.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name");
    }

    @Test
    void addressThatIsTakenIsToldAndNothingGoesOnWithoutOne(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> new TestServer(folder, Map.of("port", port)))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(port);
        }
        new TestServer(folder).close();
    }

    private static List<String> members(TestServer.Answer answer) {
        return answer.json()
                .path("faults")
                .valueStream()
                .map(fault -> fault.path("member"))
                .map(JsonNode::stringValue)
                .toList();
    }
}
