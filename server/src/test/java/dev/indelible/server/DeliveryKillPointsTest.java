package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.server.config.Settings;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Crashes;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Oracle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* A real server process kills itself with `kill -9` at a point: at each in turn in ./soak, at some by
 * chance otherwise. Poisonous events are among those sent, so that all of these are met:
 *
 *   step               writes to the store                        points
 *   plan               record(plans)                              before, after
 *   send               none: the receiver is asked                before, while it answers, after
 *   acknowledgement    none: the receiver is asked                before, after: ResendTest, DeliverySimulationTest
 *   confirm, cursor    record(confirmed, hours, cursor)           before, after
 *   failure            record(condition)                          before, after
 *   split              record(the parent's end, the children)     before, after
 *   park               record(tombstone, cursor)                  before, after
 *   edit and send      begin(sending, bytes), put(sent)           before, after each
 *   change, removal    put(destination), remove                   before, after
 *   lag, prune         sample, prune                              before, after
 *
 * A write to the store is one transaction; what lies between its before and after (the log's header,
 * each frame, each fsync, checkpoint) is met by StoreKillPointsTest, call by call. The same points in
 * one thread, all of them in each build, are met by DeliveryTest and ResendTest; those of the journal
 * by FileJournalSimulationTest and KillLoopTest. */
@NullUnmarked // JUnit fills what each test begins with
class DeliveryKillPointsTest {
    private static final int POINTS = Integer.getInteger("indelible.kill.points", 3);
    private static final int POINTS_ALL = 60;
    // A life plans, sends and confirms at least once, each with a point before and after.
    private static final int POINTS_SURE = 6;
    private static final String POINT = "INDELIBLE_POINT";
    private static final String KEY = "bootstrap key for tests only";
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<UUID> promised = new ArrayList<>();
    private ChaosReceiver receiver;
    private String path;

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start().otherwise(_ -> new Fault.Poison("poison"));
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
    }

    /// What the process runs: it is killed at the point that the environment names.
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            var crashes = new Crashes(_ -> kill());
            crashes.in(Long.parseLong(System.getenv(POINT)));
            var seams = new DeliveryRoom.Seams(crashes::around, crashes::around);
            var variables = new HashMap<>(System.getenv());
            variables.remove(POINT);
            try (Server server = Server.open(Settings.parse(Map.of(), variables), seams)) {
                System.out.println("Indelible is ready at " + server.url());
                new CountDownLatch(1).await();
            }
        }

        private static void kill() {
            try {
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("kill", "-9", self).start().waitFor();
                new CountDownLatch(1).await();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private ServerProcess start(long point) throws IOException {
        return new ServerProcess(
                Map.of(
                        "DATA",
                        folder.resolve("data").toString(),
                        "BOOTSTRAP_KEY",
                        KEY,
                        "OUTGOING_ALLOW",
                        "127.0.0.1",
                        "POINT",
                        Long.toString(point)),
                Killed.class);
    }

    private JsonNode ask(ServerProcess server, String method, String at, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + at))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + KEY)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        // 409: a life before this one began to send it, and this one goes on with that.
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202, 404, 409);
        return MAPPER.readTree(answer.body());
    }

    @Test
    void processKilledAtEachPointLosesNothing() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        try (ServerProcess server = start(Long.MAX_VALUE)) {
            JsonNode created =
                    ask(
                            server,
                            "POST",
                            "/v1/integrations",
                            """
                            {"organization":"acme","name":"hook","type":"webhook",\
                            "webhook":{"endpoint":"%s","batchEvents":5}}\
                            """
                                    .formatted(receiver.url()));
            path = "/v1/integrations/" + created.path("id").stringValue();
        }
        killWhileAnswering();
        var killed = new ArrayList<Integer>();
        for (int i = 1; i <= POINTS; i++) {
            int range = i == 1 ? POINTS_SURE : POINTS_ALL / 2;
            int point = POINTS >= POINTS_ALL ? i : 1 + random.nextInt(range);
            if (live(point)) {
                killed.add(point);
            }
        }
        System.out.printf(
                "%d of %d lives ended at their point: %s%n", killed.size(), POINTS, killed);
        assertThat(killed).isNotEmpty();
        try (ServerProcess server = start(Long.MAX_VALUE)) {
            judge(server);
        }
    }

    /// The receiver has it, and the server dies before it knows.
    private void killWhileAnswering() throws Exception {
        try (ServerProcess server = start(Long.MAX_VALUE)) {
            receiver.otherwise(_ -> {
                server.process().destroyForcibly();
                return new Fault.Poison("poison");
            });
            try {
                act(server, 0);
            } catch (IOException e) {
                // Killed on the way.
            }
            assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            receiver.otherwise(_ -> new Fault.Poison("poison"));
        }
    }

    /// One life: events come in and a parked one is edited and sent, until the process is dead or
    /// all is delivered.
    ///
    /// @return whether it was killed
    private boolean live(long point) throws Exception {
        ServerProcess started;
        try {
            started = start(point);
        } catch (AssertionError e) {
            // Killed before it answered: what was unfinished is gone on with at the start. Should
            // it be anything else, the last life does not start either.
            return true;
        }
        try (ServerProcess server = started) {
            try {
                act(server, point);
                awaitIdle(server);
            } catch (IOException e) {
                // Killed on the way.
            }
            return server.process().waitFor(0, TimeUnit.SECONDS);
        }
    }

    private void act(ServerProcess server, long point) throws Exception {
        var events = new ArrayList<String>();
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < 12; i++) {
            ids.add(UUID.randomUUID());
            events.add(
                    "{\"id\":\"%s\",\"action\":\"thing.%s\",\"organization\":\"acme\"}"
                            .formatted(ids.getLast(), i == 6 ? "poison" : "good"));
        }
        ask(server, "POST", "/v1/events", events.toString());
        promised.addAll(ids);
        for (JsonNode parked : ask(server, "GET", path + "/parked", "").path("parked")) {
            ask(
                    server,
                    "POST",
                    path + "/parked/" + parked.path("destinationSequence") + "/send",
                    "{\"event\":{\"action\":\"healed\",\"organization\":\"acme\"},\"reason\":\"%d\"}"
                            .formatted(point));
        }
    }

    private void awaitIdle(ServerProcess server) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        JsonNode status;
        do {
            status = ask(server, "GET", path, "").path("status");
            assertThat(System.nanoTime()).as(status.toString()).isLessThan(end);
        } while (status.path("lagEvents").asLong() > 0
                || status.path("sending").asLong() > 0
                || indexLag(server) > 0);
    }

    private long indexLag(ServerProcess server) throws Exception {
        return ask(server, "GET", "/health", "").path("index").path("lagEntries").asLong();
    }

    private void judge(ServerProcess server) throws Exception {
        awaitIdle(server);
        List<JsonNode> before = events(server);
        awaitIdle(server);
        var stored = new SoakReceiver.Webhook(receiver).stored();
        // The first look is written down, and may have been received by now.
        awaitIdle(server);
        List<JsonNode> after = events(server);
        var oracle = new Oracle();
        promised.forEach(oracle::promised);
        boolean began = false;
        for (JsonNode event : before) {
            began |= event.path("action").stringValue().equals("integration.create");
            oracle.holds(id(event), began);
        }
        after.subList(before.size(), after.size()).forEach(event -> oracle.meanwhile(id(event)));
        for (String state : List.of("parked", "sent", "skipped")) {
            JsonNode rows = ask(server, "GET", path + "/parked?state=" + state, "");
            for (JsonNode parked : rows.path("parked")) {
                oracle.setAside(
                        parked.path("destinationSequence").asLong(),
                        UUID.fromString(parked.path("event").stringValue()));
            }
        }
        Set<Long> healed = healed(stored);
        stored.removeIf(batch -> healed.contains(batch.events().getFirst().destinationSequence()));
        Oracle.Verdict verdict = oracle.judge(stored);
        System.out.println(verdict.summary() + ", " + healed.size() + " edited and sent");
        assertThat(verdict.violations()).isEmpty();
        JsonNode sent = ask(server, "GET", path + "/parked?state=sent", "").path("parked");
        assertThat(sent.valueStream().map(one -> one.path("destinationSequence").asLong()))
                .containsExactlyInAnyOrderElementsOf(healed);
    }

    /// The numbers under which edited events came, each in the same bytes however often it did.
    private Set<Long> healed(List<Oracle.Stored> stored) {
        Set<String> ids = new HashSet<>();
        receiver.taken().stream()
                .filter(request -> request.text().contains("\"healed\""))
                .forEach(request -> ids.add(request.header("webhook-id").orElseThrow()));
        Set<Long> numbers = new HashSet<>();
        Set<String> different = new HashSet<>();
        for (Oracle.Stored batch : stored) {
            if (ids.contains(batch.batchId())) {
                numbers.add(batch.events().getFirst().destinationSequence());
                different.add(batch.batchId() + batch.bodyHash());
            }
        }
        assertThat(different).hasSameSizeAs(numbers);
        return numbers;
    }

    private static UUID id(JsonNode event) {
        return UUID.fromString(event.path("id").stringValue());
    }

    private List<JsonNode> events(ServerProcess server) throws Exception {
        JsonNode page =
                ask(
                        server,
                        "GET",
                        "/v1/events?organization=acme&order=received&limit=1000"
                                + "&q=service:indelible%20OR%20-service:indelible",
                        "");
        assertThat(page.path("events").size()).isLessThan(1000);
        return page.path("events").valueStream().toList();
    }
}
