package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Received;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of integrations whose receiver has not answered yet.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationChangesTest {
    @TempDir Path folder;
    private ChaosReceiver receiver;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start();
        server = new TestServer(folder, Map.of("outgoing-allow", "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        receiver.close();
    }

    private String webhook(String name, String filter) {
        return """
        {"organization":"acme","name":"%s","filter":"%s","type":"webhook","webhook":{"endpoint":"%s"}}\
        """
                .formatted(name, filter, receiver.url());
    }

    private String create(String name) throws Exception {
        TestServer.Answer created = server.post("/v1/integrations", webhook(name, ""));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return "/v1/integrations/" + created.json().path("id").stringValue();
    }

    /// So that what the log tells of holds, though the process ends meanwhile.
    @Test
    void changesAreDurableBeforeTheReceiverHasTheNewsThatItGetsByTheOldSettings() throws Exception {
        var open = new CompletableFuture<Fault>();
        receiver.otherwise(_ -> open.join());
        HttpRequest put =
                server.request(create("changed"), TestServer.KEY)
                        .PUT(HttpRequest.BodyPublishers.ofString(webhook("changed", "action:new*")))
                        .build();
        HttpRequest delete =
                server.request(create("deleted") + "?pending=abandon", TestServer.KEY)
                        .DELETE()
                        .build();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TestServer.Answer> change = callers.submit(() -> server.send(put));
            Future<TestServer.Answer> end = callers.submit(() -> server.send(delete));
            try {
                awaitStored("filter = 'action:new*' AND name = 'changed'");
                awaitStored("leaving_at > 0 AND name = 'deleted'");
                assertThat(server.get("/v1/integrations").json().path("integrations"))
                        .allSatisfy(
                                one -> assertThat(isTried(one.path("id").stringValue())).isTrue());
                assertThat(change.isDone() || end.isDone()).isFalse();
            } finally {
                open.complete(Fault.none());
            }
            assertThat(change.get().status()).isEqualTo(200);
            assertThat(end.get().status()).isEqualTo(204);
        }
        String all = receiver.taken().stream().map(Received::text).collect(Collectors.joining());
        assertThat(all).contains("integration.update", "integration.delete");
    }

    @Test
    void changeThatSwitchesDeliveriesOffIsToldAsOne() throws Exception {
        String path = create("switched");
        HttpRequest off =
                server.request(path, TestServer.KEY)
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        webhook("switched", "")
                                                .replaceFirst("\\{", "{\"enabled\":false,")))
                        .build();

        assertThat(server.send(off).status()).isEqualTo(200);

        server.awaitIndex();
        assertThat(
                        server.get(
                                        "/v1/events?organization=acme&service=indelible&q=action:integration.update")
                                .body())
                .contains("{\"path\":\"/enabled\",\"old\":true,\"new\":false}");
    }

    /// While its first attempt is under way.
    private boolean isTried(String id) throws Exception {
        return server.get("/v1/integrations/" + id + "/deliveries")
                        .json()
                        .at("/deliveries/0/attempts")
                        .asInt(0)
                == 1;
    }

    @Test
    void changeIsTriedWithStoredSecretsButNotElsewhereAndNothingIsKept() throws Exception {
        receiver.otherwise(_ -> Fault.none());
        String stored =
                """
                {"organization":"acme","name":"hook","type":"webhook","enabled":false,\
                "webhook":{"endpoint":"%s","username":"me","password":"correct horse"}}\
                """
                        .formatted(receiver.url());
        String path =
                "/v1/integrations/"
                        + server.post("/v1/integrations", stored).json().path("id").stringValue();
        String before = server.get(path).json().path("webhook").toString();
        String change =
                stored.replace(
                        "\"correct horse\"", "\"******\",\"headers\":{\"X-Desk\":\"night\"}");

        TestServer.Answer tried = server.post(path + "/test", change);
        TestServer.Answer elsewhere =
                server.post(path + "/test", change.replace(receiver.url(), receiver.url() + "2"));
        TestServer.Answer otherType =
                server.post(
                        path + "/test",
                        "{\"name\":\"hook\",\"type\":\"file\",\"file\":{\"name\":\"x\"}}");

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertThat(tried.body())
                .contains("X-Desk: ", "\"outcome\":\"confirmed\"")
                .doesNotContain("correct horse");
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.json().path("faults").get(0).path("member").stringValue())
                .isEqualTo("webhook.password");
        assertThat(otherType.status()).isEqualTo(400);
        assertThat(receiver.taken()).hasSize(1);
        assertThat(receiver.taken().getFirst().header("authorization"))
                .contains("Basic bWU6Y29ycmVjdCBob3JzZQ==");
        assertThat(receiver.taken().getFirst().header("x-desk")).contains("night");
        assertThat(server.get(path).json().path("webhook").toString()).isEqualTo(before);
    }

    private void awaitStored(String condition) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        try (var store =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("delivery.sqlite"));
                var statement = store.createStatement()) {
            while (true) {
                try (var rows =
                        statement.executeQuery("SELECT 1 FROM destination WHERE " + condition)) {
                    if (rows.next()) {
                        return;
                    }
                }
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }
}
