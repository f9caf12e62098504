package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.Received;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* A server that erases persons while others send, so that files fill, are compressed and merged all the
 * time, while a receiver refuses the batches that were frozen with the persons in them, and somebody
 * tries to hold just what is erased. In every other round it is killed amid that. When an erasure is done
 * no file has the person; what was held in time is all there until it is released; nothing that is
 * delivered later names the person; and the log is still the one that was published first.
 *
 * `-Dindelible.races=50` does it with so many persons. */
@NullUnmarked // JUnit fills what each test begins with
class ErasureRaceTest {
    private static final int RACES = Integer.getInteger("indelible.races", 2);
    private static final int EVENTS = 60;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OF_ACME = "?organization=acme";

    @TempDir Path folder;
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private ChaosReceiver receiver;
    private KilledServer servers;
    private Checkpoint first;
    private int held;
    private int killed;

    /// Of persons who are erased, what never comes again.
    private final List<String> gone = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        receiver = ChaosReceiver.start();
        receiver.otherwise(_ -> Fault.status(503));
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
    }

    @Test
    void aPersonIsGoneWhateverElseGoesOn() throws Exception {
        System.out.println("seed=" + seed);
        servers = new KilledServer(folder, random);
        try (var server = start()) {
            servers.send(server, "POST", "/v1/organizations", "{\"id\":\"acme\"}");
            HttpResponse<String> hook =
                    servers.send(
                            server,
                            "POST",
                            "/v1/integrations",
                            "{\"organization\":\"acme\",\"name\":\"hook\",\"type\":\"webhook\",\"filter\":\"action:round*\",\"webhook\":{\"endpoint\":\"%s\",\"batchEvents\":10}}"
                                    .formatted(receiver.url()));
            assertThat(hook.statusCode()).as(hook.body()).isEqualTo(201);
            sendNoise(server, new Random(seed));
            servers.awaitPublished(server, "acme", 1);
            first = servers.checkpoint(server, "acme");
        }
        for (int round = 0; round < RACES; round++) {
            race(round, "qx" + Long.toString(random.nextLong() >>> 1, 36));
        }
        try (var server = start()) {
            proves(server);
            delivers(server);
        }
        System.out.printf("races=%d, %d of them held first, %d kills%n", RACES, held, killed);
        assertThat(held).isGreaterThanOrEqualTo(RACES / 2);
    }

    private ServerProcess start() throws IOException {
        return servers.start(Map.of("OUTGOING_ALLOW", "127.0.0.1"));
    }

    private void race(int round, String word) throws Exception {
        boolean dies = round % 2 == 0;
        try (var server = start()) {
            for (int piece = 0; piece < 3; piece++) {
                sendPerson(server, round, word);
                sendNoise(server, random);
            }
            assertThat(RawFiles.having(folder, word)).isNotEmpty();
            amidOthers(
                    server,
                    () -> {
                        Thread holding = Thread.ofVirtual().start(() -> hold(server, round));
                        if (!dies) {
                            // By luck alone a hold hardly ever comes first.
                            holding.join();
                        }
                        ask(server, round, word);
                        if (dies) {
                            servers.kill(server, 16);
                            killed++;
                        }
                        holding.join();
                    });
        }
        try (var server = start()) {
            amidOthers(server, () -> finish(server, round, word));
            server.process().destroyForcibly().waitFor();
        }
        gone.add(word);
        assertThat(RawFiles.having(folder, gone.toArray(String[]::new))).isEmpty();
    }

    private interface Doing {
        void run() throws Exception;
    }

    /// Does it while two others send, and one counts and exports.
    private void amidOthers(ServerProcess server, Doing doing) throws Exception {
        var stopping = new AtomicBoolean();
        var others = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            var noise = new Random(random.nextLong());
            others.add(
                    Thread.ofVirtual()
                            .start(() -> untilRefused(stopping, () -> sendNoise(server, noise))));
        }
        others.add(
                Thread.ofVirtual()
                        .start(() ->
                                untilRefused(
                                        stopping,
                                        () -> servers.get(server, "/v1/events" + OF_ACME))));
        try {
            doing.run();
        } finally {
            stopping.set(true);
            for (Thread other : others) {
                other.join();
            }
        }
    }

    private static void untilRefused(AtomicBoolean stopping, Doing doing) {
        try {
            while (!stopping.get()) {
                doing.run();
            }
        } catch (Exception | AssertionError e) {
            // It was killed.
        }
    }

    /// What nobody is erased from, of many words, so that files fill.
    private void sendNoise(ServerProcess server, Random noise) throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append(
                            "{\"organization\":\"acme\",\"action\":\"noise\",\"actor\":{\"id\":\"n-%x\"},\"detail\":{\"description\":\"%x %x %x\"}}"
                                    .formatted(
                                            noise.nextInt(50),
                                            noise.nextLong(),
                                            noise.nextLong(),
                                            noise.nextLong()))
                    .append('\n');
        }
        assertThat(servers.send(server, "POST", "/v1/events", lines.toString()).statusCode())
                .isEqualTo(200);
    }

    private void sendPerson(ServerProcess server, int round, String word) throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < EVENTS / 3; i++) {
            lines.append(
                            "{\"organization\":\"acme\",\"action\":\"round%d.update\",\"actor\":{\"id\":\"id-%s\",\"email\":\"%s@persons.example\"},\"targets\":[{\"type\":\"thing\",\"id\":\"t-%d\"}],\"detail\":{\"description\":\"asked by id-%s\"}}"
                                    .formatted(round, word, word, i, word))
                    .append('\n');
        }
        assertThat(servers.send(server, "POST", "/v1/events", lines.toString()).statusCode())
                .isEqualTo(200);
    }

    /// Tries to hold what is being erased; what is held when the answer comes must stay.
    private void hold(ServerProcess server, int round) {
        String body =
                "{\"organization\":\"acme\",\"query\":\"action:round%d.update\",\"reason\":\"case\",\"owner\":\"legal\"}"
                        .formatted(round);
        try {
            server.process().waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
            HttpResponse<String> answer = servers.send(server, "POST", "/v1/holds", body);
            assertThat(answer.statusCode()).as(answer.body()).isIn(201, 503);
        } catch (IOException e) {
            // Killed before it answered: whether there is one shows when it is up again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(ServerProcess server, int round, String word) throws Exception {
        String body =
                "{\"organization\":\"acme\",\"actor\":\"id-%1$s\",\"email\":\"%1$s@persons.example\",\"reason\":\"round %2$d\"}"
                        .formatted(word, round);
        try {
            HttpResponse<String> answer = servers.send(server, "POST", "/v1/erasures", body);
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202, 409);
        } catch (IOException e) {
            // As above.
        }
    }

    /// Ends the erasure, after the hold was released if it came first: until then all is there.
    private void finish(ServerProcess server, int round, String word) throws Exception {
        if (erasure(server, round) == null) {
            for (JsonNode hold : holds(server)) {
                assertThat(named(server, word)).hasSize(EVENTS);
                ask(server, round, word);
                assertThat(erasure(server, round)).as("of what is held").isNull();
                String path = "/v1/holds/" + hold.path("id").stringValue() + OF_ACME;
                assertThat(servers.send(server, "DELETE", path, "").statusCode()).isEqualTo(204);
                held++;
            }
            ask(server, round, word);
        }
        long endNanos = System.nanoTime() + KilledServer.PATIENCE.toNanos();
        while (!erasure(server, round).path("status").stringValue().equals("done")) {
            assertThat(System.nanoTime()).as(servers.get(server, "/health")).isLessThan(endNanos);
            server.process().waitFor(20, TimeUnit.MILLISECONDS);
        }
        // A hold that came after it holds what is left.
        for (JsonNode hold : holds(server)) {
            String path = "/v1/holds/" + hold.path("id").stringValue() + OF_ACME;
            servers.send(server, "DELETE", path, "");
        }
        assertThat(named(server, word)).isEmpty();
    }

    private JsonNode holds(ServerProcess server) throws Exception {
        return JSON.readTree(servers.get(server, "/v1/holds" + OF_ACME)).path("holds");
    }

    private JsonNode erasure(ServerProcess server, int round) throws Exception {
        for (JsonNode erasure :
                JSON.readTree(servers.get(server, "/v1/erasures" + OF_ACME)).path("erasures")) {
            if (erasure.path("reason").stringValue().equals("round " + round)) {
                return erasure;
            }
        }
        return null;
    }

    /// The events that name the person now, from the journal.
    private Set<String> named(ServerProcess server, String word) throws Exception {
        var named = new HashSet<String>();
        for (JsonNode event : servers.disclosed(server, "acme")) {
            if (event.toString().contains(word)) {
                named.add(event.path("id").stringValue());
            }
        }
        return named;
    }

    /// What was published first, and what is now, are the log of these leaves.
    private void proves(ServerProcess server) throws Exception {
        servers.awaitIndex(server);
        Checkpoint last = servers.checkpoint(server, "acme");
        List<JsonNode> all = servers.disclosed(server, "acme");
        var tree = new CompactRange();
        var seen = new HashMap<String, Integer>();
        for (JsonNode event : all.subList(0, (int) last.size())) {
            assertThat(seen.put(event.path("id").stringValue(), 1)).isNull();
            tree.append(KilledServer.leafHash(event));
            if (tree.size() == first.size()) {
                assertThat(tree.root()).isEqualTo(first.root());
            }
        }
        assertThat(last.size()).isGreaterThan(first.size());
        assertThat(tree.root()).isEqualTo(last.root());
    }

    /// The receiver is well again: it gets every event, and none of them names anybody.
    private void delivers(ServerProcess server) throws Exception {
        int before = receiver.received().size();
        receiver.otherwise(_ -> Fault.none());
        String list = servers.get(server, "/v1/integrations" + OF_ACME);
        String path =
                "/v1/integrations/"
                        + JSON.readTree(list).path("integrations").path(0).path("id").stringValue();
        servers.send(server, "POST", path + "/retry", "");
        long endNanos = System.nanoTime() + 2 * KilledServer.PATIENCE.toNanos();
        while (JSON.readTree(servers.get(server, path)).path("status").path("lagEvents").asLong()
                > 0) {
            assertThat(System.nanoTime()).as(servers.get(server, path)).isLessThan(endNanos);
            server.process().waitFor(50, TimeUnit.MILLISECONDS);
        }
        long delivered = 0;
        for (Received request : receiver.received()) {
            if (request.number() >= before) {
                gone.forEach(word -> assertThat(request.text()).doesNotContain(word));
                delivered += request.taken() ? request.text().split("\"round", -1).length - 1 : 0;
            }
        }
        assertThat(delivered).isGreaterThanOrEqualTo((long) RACES * EVENTS);
    }
}
