package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Oracle;
import dev.indelible.testkit.delivery.Rsyslog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* Kills a real server again and again while a producer sends and receivers misbehave and are killed
 * themselves; then the oracle compares what the producer was promised, what the log holds and what the receivers stored.
 *
 * `./soak --minutes N --seed S` does it for so long; the seed decides faults and the times of the
 * kills, not how threads take turns. */
@NullUnmarked // JUnit fills what each test begins with
class DeliverySoakTest {
    private static final long SECONDS = Long.getLong("indelible.soak.seconds", 12);
    private static final int EVENTS_PER_LIFE = 500;
    private static final String KEY = "bootstrap key for tests only";
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<SoakReceiver> receivers = new ArrayList<>();
    private final List<String> promised = new ArrayList<>();
    private long kills;

    @Test
    void nothingIsLostOrOutOfOrderWhoeverFails() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        try {
            open(random);
            try (var server = new ServerProcess(settings())) {
                for (SoakReceiver receiver : receivers) {
                    create(server, receiver.name(), receiver.settings());
                }
                create(
                        server,
                        "dead",
                        "\"type\":\"webhook\",\"webhook\":{\"endpoint\":\"http://127.0.0.1:1/\"}");
            }
            var over = new CountDownLatch(1);
            var reaper = new FutureTask<>(() -> reap(new Random(seed + 1), over));
            Thread.ofVirtual().start(reaper);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                live(random);
            }
            over.countDown();
            long receiverKills = reaper.get();
            receivers.forEach(SoakReceiver::heal);
            System.out.printf("%d kills of the server, %d of receivers%n", kills, receiverKills);
            judge();
        } finally {
            for (SoakReceiver receiver : receivers) {
                receiver.close();
            }
        }
    }

    private void open(Random random) throws Exception {
        receivers.add(new SoakReceiver.Webhook("flappy", _ -> Fault.any(random)));
        receivers.add(new SoakReceiver.Webhook("mortal", _ -> Fault.none()));
        receivers.add(new SoakReceiver.Hec(new Random(random.nextLong())));
        try {
            Path relp = Files.createDirectory(folder.resolve("relp"));
            receivers.add(new SoakReceiver.Syslog("relp", Rsyslog.relp(relp)));
            Path tcp = Files.createDirectory(folder.resolve("tcp"));
            receivers.add(new SoakReceiver.Syslog("tcp", Rsyslog.tcp(tcp)));
        } catch (TestAbortedException e) {
            System.out.println("without rsyslog: " + e.getMessage());
        }
    }

    /// Kills one receiver after the other for a while, until it is over.
    ///
    /// @return how often
    private long reap(Random random, CountDownLatch over) throws Exception {
        long count = 0;
        while (!over.await(200 + random.nextInt(800), TimeUnit.MILLISECONDS)) {
            SoakReceiver receiver = receivers.get((int) (count % receivers.size()));
            receiver.kill();
            count++;
            over.await(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
            receiver.start();
        }
        return count;
    }

    private void judge() throws Exception {
        try (var server = new ServerProcess(settings())) {
            List<JsonNode> before = events(server);
            awaitDelivered(server);
            var stored = new ArrayList<List<Oracle.Stored>>();
            for (SoakReceiver receiver : receivers) {
                JsonNode status = integration(server, receiver.name()).path("status");
                stored.add(receiver.stored(status.path("confirmedTo").asLong()));
            }
            // The first look is written down, and may have been received by now.
            awaitDelivered(server);
            List<JsonNode> after = events(server);
            List<JsonNode> meanwhile = after.subList(before.size(), after.size());
            for (int i = 0; i < receivers.size(); i++) {
                String name = receivers.get(i).name();
                report(
                        oracle(before, meanwhile, integration(server, name)),
                        receivers.get(i),
                        stored.get(i));
                JsonNode status = integration(server, name).path("status");
                assertThat(status.path("delivered").asLong())
                        .isEqualTo(status.path("confirmedTo").asLong());
            }
            JsonNode dead = integration(server, "dead").path("status");
            assertThat(dead.path("healthy").asBoolean(true)).isFalse();
            assertThat(dead.path("parked").asLong()).isZero();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "DATA",
                folder.resolve("data").toString(),
                "SEGMENT_SIZE",
                "256KiB",
                "BOOTSTRAP_KEY",
                KEY,
                "OUTGOING_ALLOW",
                "127.0.0.1");
    }

    private void create(ServerProcess server, String name, String members) throws Exception {
        String body = "{\"organization\":\"acme\",\"name\":\"%s\",%s}".formatted(name, members);
        HttpResponse<String> answer = post(server, "/v1/integrations", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> post(ServerProcess server, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(server, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + KEY);
    }

    /// One life of the server: events come in, until it is killed.
    private void live(Random random) throws Exception {
        try (var server = new ServerProcess(settings())) {
            Thread sender = Thread.ofVirtual().start(() -> send(server, random));
            hurry(server);
            server.process().waitFor(500 + random.nextInt(3000), TimeUnit.MILLISECONDS);
            server.process().destroyForcibly().waitFor();
            kills++;
            sender.join();
        }
    }

    /// Sends until the server is gone; only what was answered with 200 is promised.
    private void send(ServerProcess server, Random random) {
        try {
            // As much as five receivers take in the time that is left for them afterwards.
            for (int sent = 0; sent < EVENTS_PER_LIFE; ) {
                var ids = new ArrayList<String>();
                var body = new StringBuilder("[");
                int count = 1 + random.nextInt(60);
                for (int i = 0; i < count; i++) {
                    String id = new UUID(random.nextLong(), random.nextLong()).toString();
                    ids.add(id);
                    body.append(i == 0 ? "" : ",")
                            .append(
                                    "{\"id\":\"%s\",\"action\":\"a\",\"organization\":\"acme\"}"
                                            .formatted(id));
                }
                if (post(server, "/v1/events", body.append(']').toString()).statusCode() == 200) {
                    promised.addAll(ids);
                }
                sent += count;
            }
        } catch (IOException e) {
            // Killed: nothing was promised for what was under way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Skips the pauses of destinations that fail, as a person would who has repaired them.
    private void hurry(ServerProcess server) throws Exception {
        for (JsonNode one : integrations(server)) {
            post(server, "/v1/integrations/" + one.path("id").stringValue() + "/resume", "");
        }
    }

    private JsonNode get(ServerProcess server, String path) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        request(server, path).GET().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private JsonNode integrations(ServerProcess server) throws Exception {
        return get(server, "/v1/integrations").path("integrations");
    }

    private JsonNode integration(ServerProcess server, String name) throws Exception {
        for (JsonNode one : integrations(server)) {
            if (one.path("name").stringValue().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no integration " + name);
    }

    private void awaitDelivered(ServerProcess server) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (isBehind(server)
                || get(server, "/health").path("index").path("lagEntries").asLong() > 0) {
            assertThat(System.nanoTime())
                    .as("delivered in time: %s", integrations(server))
                    .isLessThan(end);
        }
    }

    /// Whether any but the dead one lacks something; those that wait for their next try need not.
    private boolean isBehind(ServerProcess server) throws Exception {
        boolean behind = false;
        boolean waits = false;
        for (JsonNode one : integrations(server)) {
            if (!one.path("name").stringValue().equals("dead")) {
                JsonNode status = one.path("status");
                behind |= status.path("lagEvents").asLong() > 0;
                waits |= !status.path("nextTry").isNull();
            }
        }
        if (behind && waits) {
            hurry(server);
        }
        return behind;
    }

    /// All events of the organization, in order of their sequence.
    private List<JsonNode> events(ServerProcess server) throws Exception {
        var all = new ArrayList<JsonNode>();
        String next = "";
        JsonNode page;
        do {
            page =
                    get(
                            server,
                            "/v1/events?organization=acme&order=received&limit=1000"
                                    + "&q=service:indelible%20OR%20-service:indelible"
                                    + next);
            page.path("events").forEach(all::add);
            next = "&cursor=" + page.path("next").asString("");
        } while (!page.path("events").isEmpty() && page.path("next").isString());
        return all;
    }

    private Oracle oracle(List<JsonNode> before, List<JsonNode> meanwhile, JsonNode integration) {
        var oracle = new Oracle();
        promised.forEach(id -> oracle.promised(UUID.fromString(id)));
        boolean began = false;
        for (JsonNode event : before) {
            began |=
                    event.path("action").stringValue().equals("integration.create")
                            && event.path("targets")
                                    .get(0)
                                    .path("id")
                                    .equals(integration.path("id"));
            oracle.holds(id(event), began);
        }
        meanwhile.forEach(event -> oracle.meanwhile(id(event)));
        return oracle;
    }

    private static UUID id(JsonNode event) {
        return UUID.fromString(event.path("id").stringValue());
    }

    private void report(Oracle oracle, SoakReceiver receiver, List<Oracle.Stored> stored) {
        oracle.repeatsMax(receiver.repeatsMax());
        oracle.order(receiver.order());
        Oracle.Verdict verdict = oracle.judge(stored);
        System.out.printf(
                "%s: %s (%d promised)%n", receiver.name(), verdict.summary(), promised.size());
        assertThat(promised).isNotEmpty();
        assertThat(verdict.violations()).as(receiver.name()).isEmpty();
    }
}
