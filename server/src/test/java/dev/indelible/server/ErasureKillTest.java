package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.Policy;
import dev.indelible.proof.ProofVerdict;
import dev.indelible.proof.TlogProof;
import dev.indelible.proof.VerifierKey;
import dev.indelible.server.seal.SealingKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* A server that erases persons, one after the other, and is killed with SIGKILL amid each erasure,
 * often more than once, at moments that are counted in changes of its files. When an erasure is done the
 * server is killed as well, and all files of the data folder are searched for the person. In the end
 * each event that got its answer is there with what must be left of it, its proof holds, and each
 * erasure has its signed certificate.
 *
 * `-Dindelible.erasures=50` does it with so many persons. */
@NullUnmarked // JUnit fills what each test begins with
class ErasureKillTest {
    private static final int ERASURES = Integer.getInteger("indelible.erasures", 2);
    private static final int EVENTS = 240;
    private static final int CHANGES_MAX = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "bootstrap key for tests only";

    @TempDir Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Set<Part>> missing = new HashMap<>();
    private Random random;
    private KilledServer killed;
    private int kills;
    private int amid;

    @Test
    void aPersonIsGoneFromEveryFileHoweverOftenTheServerDies() throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        random = new Random(seed);
        killed = new KilledServer(folder, random);
        for (int round = 0; round < ERASURES; round++) {
            erase(round, "qx" + Long.toString(random.nextLong() >>> 1, 36));
        }
        try (var server = killed.start()) {
            check(server);
        }
        System.out.printf(
                "erasures=%d kills=%d, %d of them amid an erasure: %d events proven%n",
                ERASURES, kills, amid, acknowledged.size());
    }

    private void erase(int round, String word) throws Exception {
        try (var server = killed.start()) {
            send(server, round, word);
            post(
                    server,
                    "/v1/searches",
                    "{\"organization\":\"acme\",\"name\":\"hers\",\"q\":\"actor:id-%s\"}"
                            .formatted(word));
            assertThat(RawFiles.having(folder, word))
                    .anyMatch(file -> file.startsWith("journal"))
                    .anyMatch(file -> file.startsWith("registry"));
            Thread asking = Thread.ofVirtual().start(() -> ask(server, round, word));
            kill(server, word);
            asking.join();
        }
        while (random.nextBoolean()) {
            try (var server = killed.start()) {
                kill(server, word);
            }
        }
        try (var server = killed.start()) {
            if (erasure(server, round).isEmpty()) {
                ask(server, round, word);
            }
            awaitDone(server, round);
            server.process().destroyForcibly().waitFor();
        }
        assertThat(RawFiles.having(folder, word)).isEmpty();
    }

    private void send(ServerProcess server, int round, String word) throws Exception {
        var lines = new StringBuilder();
        var ids = new ArrayList<String>();
        for (int number = 0; number < EVENTS; number++) {
            ids.add(new UUID(random.nextLong(), random.nextLong()).toString());
            lines.append(event(ids.get(number), number, word)).append('\n');
        }
        JsonNode answer = JSON.readTree(post(server, "/v1/events?results=all", lines.toString()));
        for (JsonNode result : answer.path("results")) {
            assertThat(result.path("status").stringValue()).as("%s", result).isEqualTo("accepted");
            acknowledged.put(result.path("id").stringValue(), result.path("sequence").asLong());
        }
        assertThat(acknowledged).hasSize((round + 1) * EVENTS);
        for (int number = 0; number < EVENTS; number++) {
            missing.put(ids.get(number), gone(number));
        }
    }

    /// What an erasure takes of an event, by how it was made.
    private static Set<Part> gone(int number) {
        return switch (number % 10) {
            case 0 -> EnumSet.of(Part.ACTOR, Part.CLIENT);
            case 1 -> EnumSet.of(Part.TARGETS);
            case 2, 3, 4 -> EnumSet.of(Part.DETAIL);
            default -> EnumSet.noneOf(Part.class);
        };
    }

    private static String event(String id, int number, String word) {
        int kind = number % 10;
        String actor =
                kind == 0
                        ? "{\"id\":\"id-%s\",\"email\":\"%s@persons.example\",\"name\":\"Ada %s\"}"
                                .formatted(word, word, word.toUpperCase(Locale.ROOT))
                        : "{\"id\":\"u-%d\",\"name\":\"Somebody Else\"}".formatted(number);
        String target = kind == 1 ? "account-" + word : "account-" + number;
        String description =
                switch (kind) {
                    case 2 ->
                            "mail to %s@Persons.example.".formatted(word.toUpperCase(Locale.ROOT));
                    case 3 -> "%s\\u0040persons.example".formatted(word);
                    case 4 -> "asked by id-" + word;
                    default -> "nothing of interest " + number * 7919;
                };
        return "{\"id\":\"%s\",\"organization\":\"acme\",\"action\":\"thing.update\",\"actor\":%s,\"targets\":[{\"type\":\"account\",\"id\":\"%s\"}],\"client\":{\"ip\":\"203.0.113.%d\"},\"detail\":{\"description\":\"%s\"}}"
                .formatted(id, actor, target, number % 250, description);
    }

    private void ask(ServerProcess server, int round, String word) {
        String body =
                "{\"organization\":\"acme\",\"actor\":\"id-%1$s\",\"email\":\"%1$s@persons.example\",\"target\":\"account-%1$s\",\"name\":\"Ada %1$s\",\"reason\":\"round %2$d\"}"
                        .formatted(word, round);
        try {
            post(server, "/v1/erasures", body);
        } catch (IOException e) {
            // Killed before it answered: whether it began shows when it is up again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(ServerProcess server, String word) throws Exception {
        killed.kill(server, CHANGES_MAX);
        kills++;
        boolean asked = !RawFiles.having(folder.resolve("lifecycle"), word).isEmpty();
        amid += asked ? 1 : 0;
    }

    private Optional<JsonNode> erasure(ServerProcess server, int round) throws Exception {
        JsonNode all = JSON.readTree(get(server, "/v1/erasures?organization=acme"));
        for (JsonNode erasure : all.path("erasures")) {
            if (erasure.path("reason").stringValue().equals("round " + round)) {
                return Optional.of(erasure);
            }
        }
        return Optional.empty();
    }

    private void awaitDone(ServerProcess server, int round) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!erasure(server, round).orElseThrow().path("status").stringValue().equals("done")) {
            assertThat(System.nanoTime()).as(get(server, "/health")).isLessThan(endNanos);
            server.process().waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private void check(ServerProcess server) throws Exception {
        VerifierKey key =
                new SealingKeys(Files.readAllBytes(folder.resolve("sealing.key")))
                        .signer("localhost/indelible/acme")
                        .verifierKey();
        var ids = new ArrayList<String>();
        for (int round = 0; round < ERASURES; round++) {
            certifies(server, round, key);
            ids.add(erasure(server, round).orElseThrow().path("id").stringValue());
        }
        assertThat(told(server, "erasure.complete")).containsExactlyInAnyOrderElementsOf(ids);
        List<String> asked = told(server, "erasure.request");
        assertThat(asked).doesNotHaveDuplicates().containsAll(ids);
        // Asking is told first, and who was killed then was never answered.
        assertThat(asked).hasSizeLessThanOrEqualTo(ERASURES + kills);
        String all = get(server, "/v1/events/export?format=disclosure&organization=acme");
        var unseen = new HashMap<>(acknowledged);
        for (String line : all.lines().toList()) {
            JsonNode event = JSON.readTree(line);
            String id = event.path("id").stringValue();
            Long sequence = unseen.remove(id);
            if (sequence != null) {
                assertThat(event.path("sequence").asLong()).isEqualTo(sequence);
                proves(server, event, key);
            } else {
                assertThat(acknowledged).as("twice there").doesNotContainKey(id);
            }
        }
        assertThat(unseen).isEmpty();
    }

    /// Of which erasures the log tells this.
    private List<String> told(ServerProcess server, String action) throws Exception {
        String path = "/v1/events/export?organization=acme&service=indelible&action=" + action;
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (get(server, path).lines().count() < ERASURES) {
            assertThat(System.nanoTime()).as(get(server, path)).isLessThan(endNanos);
            server.process().waitFor(20, TimeUnit.MILLISECONDS);
        }
        return get(server, path)
                .lines()
                .map(line -> JSON.readTree(line).at("/detail/labels/erasure").stringValue())
                .toList();
    }

    private void certifies(ServerProcess server, int round, VerifierKey key) throws Exception {
        JsonNode erasure = erasure(server, round).orElseThrow();
        String id = erasure.path("id").stringValue();
        String text = get(server, "/v1/erasures/" + id + "/certificate?organization=acme");
        Note note = Note.parse(text.getBytes(UTF_8));
        assertThat(new NoteVerifier(List.of(key), new JdkSignatures()).verify(note))
                .isInstanceOf(NoteVerdict.Verified.class);
        assertThat(note.text())
                .contains("\nerasure " + id + "\n")
                .contains("\nevents %d ".formatted(EVENTS / 2))
                .contains(
                        "\nparts actor=%1$d targets=%1$d client=%1$d detail=%2$d\n"
                                .formatted(EVENTS / 10, 3 * EVENTS / 10))
                .contains("\nelsewhere searches=1\nremaining\n");
    }

    /// The event's leaf, by the layout from what the server discloses, is in the log; and of the
    /// event there is what must be left.
    private void proves(ServerProcess server, JsonNode event, VerifierKey key) throws Exception {
        String id = event.path("id").stringValue();
        var commitments = new EnumMap<Part, byte[]>(Part.class);
        var gone = EnumSet.noneOf(Part.class);
        for (JsonNode part : event.path("parts")) {
            Part which = Part.valueOf(part.path("part").stringValue().toUpperCase(Locale.ROOT));
            if (part.has("text")) {
                byte[] text = part.path("text").stringValue().getBytes(UTF_8);
                commitments.put(which, Leaf.commitment(bytes(part, "salt"), which, text));
            } else {
                commitments.put(which, bytes(part, "commitment"));
                gone.add(which);
            }
        }
        assertThat(gone).as(id).isEqualTo(missing.get(id));
        long received = event.path("receivedUnixMillis").asLong();
        byte[] leaf = Leaf.entry(received, UUID.fromString(id), commitments);
        String proof = get(server, "/v1/events/" + id + "/proof?organization=acme");
        assertThat(
                        TlogProof.parse(proof.getBytes(UTF_8))
                                .verify(
                                        Merkle.leafHash(leaf),
                                        Policy.ofLogs(key),
                                        new JdkSignatures()))
                .as(proof)
                .isInstanceOf(ProofVerdict.Proven.class);
    }

    private static byte[] bytes(JsonNode part, String member) {
        return Base64.getDecoder().decode(part.path(member).stringValue());
    }

    private String get(ServerProcess server, String path) throws Exception {
        return answer(request(server, path).GET().build());
    }

    private String post(ServerProcess server, String path, String body)
            throws IOException, InterruptedException {
        return answer(
                request(server, path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private String answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + KEY);
    }
}
