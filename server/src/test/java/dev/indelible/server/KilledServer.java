package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.server.seal.SealingKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lives of one data folder's server: started, asked, and killed with SIGKILL at moments that
/// are counted in changes of its files.
final class KilledServer {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration MOMENT_MAX = Duration.ofMillis(2500);
    private static final String KEY = "bootstrap key for tests only";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Random random;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    KilledServer(Path folder, Random random) {
        this.folder = folder;
        this.random = random;
    }

    ServerProcess start() throws IOException {
        return start(Map.of());
    }

    /// @param more settings, as variables without their prefix
    ServerProcess start(Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        settings.put("DATA", folder.toString());
        settings.put("SEGMENT_SIZE", "64KiB");
        settings.put("BOOTSTRAP_KEY", KEY);
        return new ServerProcess(settings);
    }

    /// Kills the server when its files have changed so often, or when it makes no more of it.
    void kill(ServerProcess server, int changesMax) throws Exception {
        int changes = random.nextInt(changesMax);
        long endNanos = System.nanoTime() + MOMENT_MAX.toNanos();
        String before = listing();
        while (changes > 0 && System.nanoTime() < endNanos) {
            String now = listing();
            changes -= now.equals(before) ? 0 : 1;
            before = now;
        }
        server.process().waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
        server.process().destroyForcibly().waitFor();
    }

    private String listing() throws IOException {
        var listing = new StringBuilder();
        for (String room : List.of("journal", "index", "lifecycle")) {
            try (Stream<Path> files = Files.walk(folder.resolve(room))) {
                files.sorted().forEach(file -> listing.append(file).append('\n'));
            } catch (UncheckedIOException e) {
                listing.append("changing");
            }
        }
        return listing.toString();
    }

    /// By the layout, from what the server discloses of an event.
    static byte[] leafHash(JsonNode event) {
        if (event.path("expired").asBoolean(false)) {
            return bytes(event, "leafHash");
        }
        var commitments = new EnumMap<Part, byte[]>(Part.class);
        for (JsonNode part : event.path("parts")) {
            Part which = Part.valueOf(part.path("part").stringValue().toUpperCase(Locale.ROOT));
            commitments.put(
                    which,
                    part.has("text")
                            ? Leaf.commitment(
                                    bytes(part, "salt"),
                                    which,
                                    part.path("text").stringValue().getBytes(UTF_8))
                            : bytes(part, "commitment"));
        }
        long received = event.path("receivedUnixMillis").asLong();
        UUID id = UUID.fromString(event.path("id").stringValue());
        return Merkle.leafHash(Leaf.entry(received, id, commitments));
    }

    private static byte[] bytes(JsonNode node, String member) {
        return Base64.getDecoder().decode(node.path(member).stringValue());
    }

    /// What an organization's log is now, by its signature.
    Checkpoint checkpoint(ServerProcess server, String organization) throws Exception {
        Note note =
                Note.parse(get(server, "/logs/" + organization + "/checkpoint").getBytes(UTF_8));
        var key =
                new SealingKeys(Files.readAllBytes(folder.resolve("sealing.key")))
                        .signer("localhost/indelible/" + organization)
                        .verifierKey();
        assertThat(new NoteVerifier(List.of(key), new JdkSignatures()).verify(note))
                .isInstanceOf(NoteVerdict.Verified.class);
        return Checkpoint.parse(note.text());
    }

    void awaitPublished(ServerProcess server, String organization, int size) throws Exception {
        awaitIndex(server);
        String path = "/logs/" + organization + "/checkpoint";
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = send(server, "GET", path, "");
        while (answer.statusCode() != 200
                || Checkpoint.parse(Note.parse(answer.body().getBytes(UTF_8)).text()).size()
                        < size) {
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(endNanos);
            answer = send(server, "GET", path, "");
        }
    }

    void awaitIndex(ServerProcess server) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (JSON.readTree(get(server, "/health")).path("index").path("lagEntries").asLong()
                > 0) {
            assertThat(System.nanoTime()).isLessThan(endNanos);
        }
    }

    /// Everything that an organization's log has, from the journal.
    List<JsonNode> disclosed(ServerProcess server, String organization) throws Exception {
        String path = "/v1/events/export?format=disclosure&organization=" + organization;
        return get(server, path).lines().map(JSON::readTree).toList();
    }

    String get(ServerProcess server, String path) throws Exception {
        HttpResponse<String> answer = send(server, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    HttpResponse<String> send(ServerProcess server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + KEY)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
