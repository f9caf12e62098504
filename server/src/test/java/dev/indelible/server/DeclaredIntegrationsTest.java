package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Integrations of a file, at each start.
@NullUnmarked // JUnit fills what each test begins with
class DeclaredIntegrationsTest {
    @TempDir Path folder;
    private Path yaml;
    private TestServer server;

    @BeforeEach
    void place() {
        yaml = folder.resolve("integrations.yaml");
    }

    private void start(String... integrations) throws Exception {
        Files.writeString(yaml, "integrations:\n" + String.join("", integrations));
        server =
                new TestServer(
                        folder.resolve("data"),
                        Map.of("integrations", yaml.toString(), "outgoing-allow", "127.0.0.1"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String file(String name, String more) {
        return "  - { name: desk, type: file, file: { name: %s }%s }\n".formatted(name, more);
    }

    @Test
    void theyAreToldApart() throws Exception {
        assertThatThrownBy(() -> start(file("a", ""), file("b", "")))
                .hasMessageContaining("integration 2: the name 'desk' is that of integration 1");

        start(file("a", ""), file("b", ", organization: 'null'"));
        assertThat(server.get("/v1/integrations").json().path("integrations")).hasSize(2);
    }

    private static String webhook(int number, ChaosReceiver receiver, String filter) {
        return "  - { name: hook%d, organization: acme%d, type: webhook, filter: '%s', webhook: { endpoint: '%s/%d' } }\n"
                .formatted(number, number, filter, receiver.url(), number);
    }

    private static String[] webhooks(int count, ChaosReceiver receiver, String filter) {
        return IntStream.range(0, count)
                .mapToObj(number -> webhook(number, receiver, filter))
                .toArray(String[]::new);
    }

    /// Each waits until its receiver has the news of its change, for a while. No other has that,
    /// being of another organization.
    @Test
    void theirReceiversAreToldOfChangesSideBySide() throws Exception {
        int count = 4;
        var asked = ConcurrentHashMap.<String>newKeySet();
        var all = new CountDownLatch(count);
        try (var receiver = ChaosReceiver.start()) {
            start(webhooks(count, receiver, ""));
            server.close();
            receiver.otherwise(request -> {
                if (asked.add(request.requestLine())) {
                    all.countDown();
                }
                await(all);
                return Fault.none();
            });
            long began = System.nanoTime();

            start(webhooks(count, receiver, "-action:absent"));

            // One after the other it would take 5 s for each but the last.
            assertThat(System.nanoTime() - began).isLessThan(14_000_000_000L);
            assertThat(all.getCount()).isZero();
        }
    }

    private static void await(CountDownLatch all) {
        try {
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneThatComesBackWhileItDrainsStaysAndTheLogTellsSo() throws Exception {
        try (var receiver = ChaosReceiver.start()) {
            receiver.otherwise(_ -> new Fault.Status(503, List.of(), "busy"));
            start(webhook(1, receiver, ""), webhook(2, receiver, ""));
            server.close();
            start(webhook(1, receiver, ""));
            assertThat(leaving()).containsEntry("hook1", false).containsEntry("hook2", true);
            server.close();
            start(webhook(1, receiver, ""), webhook(2, receiver, ""));

            assertThat(leaving()).containsEntry("hook1", false).containsEntry("hook2", false);
            assertThat(told("hook2"))
                    .containsExactly(
                            "integration.create",
                            "integration.delete",
                            "integration.update [{\"path\":\"/leaving\",\"old\":true,\"new\":false}]");
            receiver.otherwise(_ -> Fault.none());
            String path = "/v1/integrations/" + one("hook2").path("id").stringValue();
            assertThat(server.post(path + "/resume", "").status()).isEqualTo(200);
            long end = System.nanoTime() + 30_000_000_000L;
            while (server.get(path).json().at("/status/lagEvents").asLong() > 0) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(server.get(path).status()).isEqualTo(200);
            HttpRequest delete = server.request(path, TestServer.KEY).DELETE().build();
            assertThat(server.send(delete).status()).isEqualTo(409);
        }
    }

    @Test
    void whatAPersonPausedStaysSoThroughStartsAndWhatTheFilePausesGoesOnByTheFile()
            throws Exception {
        start(file("a", ""));
        String path = "/v1/integrations/" + one("desk").path("id").stringValue();
        assertThat(server.post(path + "/pause?reason=suffers", "").status()).isEqualTo(200);
        server.close();
        start(file("a", ", filter: 'outcome:denied'"));

        assertThat(one("desk").path("filter").stringValue()).isEqualTo("outcome:denied");
        assertThat(one("desk").at("/status/state").stringValue()).isEqualTo("paused");
        assertThat(one("desk").at("/status/paused/reason").stringValue()).isEqualTo("suffers");
        assertThat(one("desk").at("/status/paused/declared").booleanValue()).isFalse();
        assertThat(server.post(path + "/resume", "").status()).isEqualTo(200);
        server.close();
        start(file("a", ", filter: 'outcome:denied'"));
        assertThat(one("desk").at("/status/state").stringValue()).isEqualTo("active");

        // The file takes over what a person paused.
        assertThat(server.post(path + "/pause", "").status()).isEqualTo(200);
        server.close();
        start(file("a", ", enabled: false"));
        assertThat(one("desk").at("/status/paused/declared").booleanValue()).isTrue();
        TestServer.Answer refused = server.post(path + "/resume", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").stringValue()).isEqualTo("declared");
        assertThat(refused.json().path("detail").stringValue()).contains("enabled: false");
        server.close();
        start(file("a", ""));
        assertThat(one("desk").at("/status/state").stringValue()).isEqualTo("active");
    }

    /// An earlier release took values that no event has, and its files must not stop a start.
    @Test
    void filterWithAValueThatNoEventHasIsRefusedUnlessItWasThereBefore() throws Exception {
        assertThatThrownBy(() -> start(file("a", ", filter: 'outcome:fine'")))
                .hasMessageContaining("filter: q, column 9: 'fine' is none of: success");
        start(file("a", ", filter: 'outcome:denied'"));
        server.close();
        try (var store =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("data/delivery.sqlite"));
                var statement = store.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE destination SET filter = 'outcome:fine'"))
                    .isOne();
        }

        start(file("a", ", filter: 'outcome:fine'"));

        assertThat(one("desk").path("filter").stringValue()).isEqualTo("outcome:fine");
        assertThat(one("desk").at("/status/state").stringValue()).isEqualTo("active");
    }

    private JsonNode one(String name) throws Exception {
        return server.get("/v1/integrations")
                .json()
                .path("integrations")
                .valueStream()
                .filter(one -> one.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Boolean> leaving() throws Exception {
        return server.get("/v1/integrations")
                .json()
                .path("integrations")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                one -> one.path("name").stringValue(),
                                one -> one.at("/status/leaving").asBoolean(false)));
    }

    private List<String> told(String name) throws Exception {
        server.awaitRecorded();
        return server.get(
                        "/v1/events?organization=acme2&order=received&q=service:indelible%20action:integration*")
                .json()
                .path("events")
                .valueStream()
                .filter(event -> event.at("/targets/0/name").asString("").equals(name))
                .map(event ->
                        event.path("action").stringValue()
                                + event.at("/detail/changes")
                                        .toString()
                                        .replaceFirst("^(?=.)", " "))
                .map(String::strip)
                .toList();
    }
}
