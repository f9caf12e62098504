package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.TilePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* The whole server, killed with SIGKILL again and again while four senders send. A sender that got no
 * answer sends the same events again to the next life of the server. In the end every event that got
 * its answer is there, once, and each sender's events are in the order in which it sent them; each is in
 * its log at its sequence; and no two checkpoints that were ever signed contradict each other.
 *
 * `-Dindelible.kills=200` does it so often. */
@NullUnmarked // JUnit fills what each test begins with
class KillLoopTest {
    private static final int KILLS = Integer.getInteger("indelible.kills", 4);
    private static final int SENDERS = 4;
    private static final String KEY = "bootstrap key for tests only";

    @TempDir Path folder;

    @Test
    void nothingAcknowledgedIsLostDoubledOrOutOfOrder() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        var senders = new ArrayList<Sender>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Sender(i, new Random(random.nextLong())));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            try (var server = new ServerProcess(folder)) {
                List<Thread> threads =
                        senders.stream()
                                .map(sender ->
                                        Thread.ofVirtual().start(() -> sender.sendTo(server.url())))
                                .toList();
                server.process().waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
                // On a busy machine none of its lives may have lasted to its first answer.
                boolean isLast = kill == KILLS - 1;
                while (isLast
                        && senders.stream().noneMatch(Sender::hasAnswers)
                        && threads.stream().anyMatch(Thread::isAlive)) {
                    Thread.onSpinWait();
                }
                server.process().destroyForcibly().waitFor();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        try (var server = new ServerProcess(folder)) {
            check(senders, server.url());
        }
        System.out.println(
                "signed heads, none contradicting another: " + SealedFolder.check(folder));
    }

    private static void check(List<Sender> senders, String url) throws Exception {
        Map<String, Integer> count = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        for (JsonNode event : received(url)) {
            String id = event.path("id").stringValue();
            count.merge(id, 1, Integer::sum);
            sequences.put(id, event.path("sequence").asLong());
        }
        int acknowledged = 0;
        int found = 0;
        int outOfOrder = 0;
        for (Sender sender : senders) {
            long before = -1;
            for (String id : sender.acknowledged) {
                acknowledged++;
                if (sequences.containsKey(id)) {
                    found++;
                    outOfOrder += sequences.get(id) <= before ? 1 : 0;
                    before = sequences.get(id);
                }
            }
        }
        long doubled = count.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "kills=%d: %d acknowledged, %d found, %d lost, %d doubled, %d out of order%n",
                KILLS, acknowledged, found, acknowledged - found, doubled, outOfOrder);
        assertThat(acknowledged).isPositive();
        assertThat(found).isEqualTo(acknowledged);
        assertThat(doubled).isZero();
        assertThat(outOfOrder).isZero();
        List<Long> all = sequences.values().stream().sorted().toList();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).isEqualTo(i);
        }
        checkLog(url, sequences);
    }

    /// Rebuilds the tree out of what the log's bundles say, and finds each event at its sequence.
    /// The log may be longer by now: that the events were read is recorded in it too.
    private static void checkLog(String url, Map<String, Long> sequences) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Checkpoint checkpoint = checkpoint(client, url, sequences.size());
            var tree = new CompactRange();
            while (tree.size() < checkpoint.size()) {
                TilePath path = TilePath.entries(tree.size(), checkpoint.size());
                HttpRequest request = request(url + "/logs/default/" + path);
                byte[] bundle =
                        client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
                for (byte[] leaf : EntryBundle.decode(bundle, path.width())) {
                    var id = new UUID(longAt(leaf, 9), longAt(leaf, 17));
                    if (tree.size() < sequences.size()) {
                        assertThat(sequences).containsEntry(id.toString(), tree.size());
                    }
                    tree.append(Merkle.leafHash(leaf));
                }
            }
            assertThat(tree.root()).isEqualTo(checkpoint.root());
        }
    }

    /// The first checkpoint of at least this size.
    private static Checkpoint checkpoint(HttpClient client, String url, int size) throws Exception {
        while (true) {
            String answer = get(client, url + "/logs/default/checkpoint");
            if (answer.startsWith("localhost/")) {
                Checkpoint seen = Checkpoint.parse(Note.parse(answer.getBytes(UTF_8)).text());
                if (seen.size() >= size) {
                    return seen;
                }
            }
            Thread.onSpinWait();
        }
    }

    private static long longAt(byte[] leaf, int offset) {
        return ByteBuffer.wrap(leaf).getLong(offset);
    }

    private static List<JsonNode> received(String url) throws Exception {
        var mapper = new JsonMapper();
        var all = new ArrayList<JsonNode>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (mapper.readTree(get(client, url + "/health"))
                            .path("index")
                            .path("lagEntries")
                            .asLong()
                    > 0) {
                Thread.onSpinWait();
            }
            String next = "";
            int before = -1;
            while (all.size() != before) {
                before = all.size();
                JsonNode page =
                        mapper.readTree(
                                get(client, url + "/v1/events?order=received&limit=1000" + next));
                page.path("events").forEach(all::add);
                next = "&cursor=" + page.path("next").stringValue();
            }
        }
        return all;
    }

    private static String get(HttpClient client, String url) throws Exception {
        return client.send(request(url), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + KEY)
                .build();
    }

    /// Sends batches of new events and remembers which were answered for.
    private static final class Sender {
        private final int number;
        private final Random random;
        private final List<String> acknowledged = new ArrayList<>();
        private List<String> unanswered = List.of();
        private volatile boolean hasAnswers;

        Sender(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        boolean hasAnswers() {
            return hasAnswers;
        }

        /// Until the server is gone.
        void sendTo(String url) {
            try (HttpClient client =
                    HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
                while (true) {
                    if (unanswered.isEmpty()) {
                        unanswered = newIds();
                    }
                    HttpResponse<String> response =
                            client.send(request(url), HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() == 200) {
                        acknowledged.addAll(unanswered);
                        hasAnswers = true;
                        unanswered = List.of();
                    }
                }
            } catch (IOException e) {
                // Killed: what was unanswered is sent again to its next life.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private List<String> newIds() {
            var ids = new ArrayList<String>();
            int count = 1 + random.nextInt(100);
            for (int i = 0; i < count; i++) {
                ids.add(new UUID(random.nextLong(), random.nextLong()).toString());
            }
            return ids;
        }

        private HttpRequest request(String url) {
            var body = new StringBuilder();
            for (String id : unanswered) {
                body.append(
                        "{\"id\":\"%s\",\"time\":\"2026-01-01T00:00:00Z\",\"action\":\"s.%d\"}\n"
                                .formatted(id, number));
            }
            return HttpRequest.newBuilder(URI.create(url + "/v1/events"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
        }
    }

    /// A server in a process of its own.
    private static final class ServerProcess implements AutoCloseable {
        private final Process process;
        private final String url;

        ServerProcess(Path data) throws IOException {
            var builder =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KillLoopTest.Launcher.class.getName());
            builder.environment().keySet().removeIf(name -> name.startsWith("INDELIBLE_"));
            builder.environment()
                    .putAll(
                            Map.of(
                                    "INDELIBLE_PORT",
                                    "0",
                                    "INDELIBLE_DATA",
                                    data.toString(),
                                    "INDELIBLE_SEGMENT_SIZE",
                                    "128KiB",
                                    "INDELIBLE_BOOTSTRAP_KEY",
                                    KEY));
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            url = readUrl(process.inputReader());
        }

        private static String readUrl(BufferedReader output) throws IOException {
            String start = "Indelible is ready at ";
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(start)) {
                    return line.substring(start.length());
                }
            }
            throw new AssertionError("the server did not start");
        }

        Process process() {
            return process;
        }

        String url() {
            return url;
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    /// What the process runs.
    static final class Launcher {
        private Launcher() {}

        public static void main(String[] arguments) {
            System.exit(
                    ServerMain.run(
                            System.getenv(),
                            new ServerMain.Options(
                                    Optional.empty(), Map.of(), ServerMain.Demo.NONE)));
        }
    }
}
