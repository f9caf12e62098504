package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.Policy;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.ProofVerdict;
import dev.indelible.proof.TilePath;
import dev.indelible.proof.TlogProof;
import dev.indelible.testkit.SlowTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From an event sent to a proof verified, over HTTP, with what a stranger would do by hand.
@NullUnmarked // JUnit fills what each test begins with
class SealingEndToEndTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void publishedEventHasAProofThatVerifies() throws Exception {
        JsonNode answer =
                server.post("/v1/events?wait=published&organization=acme", events(3)).json();

        assertThat(answer.path("published").asBoolean()).isTrue();
        Note checkpoint = Note.parse(utf8(answer.path("checkpoints").path("acme").stringValue()));
        assertThat(Checkpoint.parse(checkpoint.text()).origin())
                .isEqualTo("localhost/indelible/acme");
        assertThat(Checkpoint.parse(checkpoint.text()).size()).isGreaterThanOrEqualTo(3);
        for (JsonNode result : answer.path("results")) {
            String id = result.path("id").stringValue();
            TlogProof proof =
                    TlogProof.parse(utf8(server.get("/v1/events/" + id + "/proof").body()));
            assertThat(proof.index()).isEqualTo(result.path("sequence").asLong());
            Map<String, byte[]> evidence = evidence(id);
            assertThat(
                            proof.verify(
                                    Merkle.leafHash(evidence.get("leaf.bin")),
                                    Policy.parse(evidence.get("policy.txt")),
                                    new JdkSignatures()))
                    .isInstanceOf(ProofVerdict.Proven.class);
        }
        JsonNode heads = server.get("/v1/heads").json();
        assertThat(heads.path("heads").path(0).path("durable").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(heads.path("heads").path(0).path("published").asLong())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void evidenceVerifiesByHand() throws Exception {
        JsonNode answer =
                server.post(
                                "/v1/events?wait=published&organization=acme",
                                "{\"action\":\"user.login\",\"actor\":{\"id\":\"Grüße\"},"
                                        + "\"detail\":{\"description\":\"a\\\"b\"}}")
                        .json();
        String id = answer.path("results").path(0).path("id").stringValue();

        Map<String, byte[]> files = evidence(id);

        assertThat(files.keySet())
                .containsExactly(
                        "event.json",
                        "leaf.bin",
                        "event.tlog-proof",
                        "head.leaf",
                        "head.tlog-proof",
                        "policy.txt",
                        "README.txt");
        JsonNode event = new JsonMapper().readTree(files.get("event.json"));
        assertThat(event.path("organization").stringValue()).isEqualTo("acme");
        assertThat(event.path("sequence").asLong()).isZero();
        byte[] leaf = files.get("leaf.bin");
        assertThat(leafOf(event)).isEqualTo(leaf);
        Policy policy = Policy.parse(files.get("policy.txt"));
        TlogProof proof = TlogProof.parse(files.get("event.tlog-proof"));
        assertThat(proof.verify(Merkle.leafHash(leaf), policy, new JdkSignatures()))
                .isInstanceOf(ProofVerdict.Proven.class);
        headIsThatOfTheProof(files.get("head.leaf"), event, proof, policy);
        TlogProof anchor = TlogProof.parse(files.get("head.tlog-proof"));
        assertThat(anchor.checkpoint().origin()).isEqualTo("localhost/indelible/anchor");
        assertThat(
                        anchor.verify(
                                Merkle.leafHash(files.get("head.leaf")),
                                policy,
                                new JdkSignatures()))
                .isInstanceOf(ProofVerdict.Proven.class);
        leaf[30] ^= 1;
        assertThat(proof.verify(Merkle.leafHash(leaf), policy, new JdkSignatures()))
                .isInstanceOf(ProofVerdict.NotIncluded.class);
    }

    private static void headIsThatOfTheProof(
            byte[] headLeaf, JsonNode event, TlogProof proof, Policy policy) throws Exception {
        ByteBuffer head = ByteBuffer.wrap(headLeaf);
        assertThat(head.get()).isEqualTo((byte) 1);
        byte[] tag = new byte[16];
        head.get(tag);
        assertThat(tag).isEqualTo(tag(event, proof.checkpoint().origin()));
        assertThat(head.getLong()).isEqualTo(proof.checkpoint().size());
        byte[] root = new byte[32];
        head.get(root);
        assertThat(root).isEqualTo(proof.checkpoint().root());
        assertThat(head.getInt()).isEqualTo(policy.logs().getFirst().key().keyId());
    }

    /// The leaf by the layout, from what the evidence discloses; also where a part is erased.
    private static byte[] leafOf(JsonNode event) {
        var commitments = new EnumMap<Part, byte[]>(Part.class);
        for (JsonNode part : event.path("parts")) {
            Part which = Part.valueOf(part.path("part").stringValue().toUpperCase(Locale.ROOT));
            boolean erased = part.path("erased").asBoolean(false);
            String kept = part.path(erased ? "commitment" : "salt").stringValue();
            byte[] secret = Base64.getDecoder().decode(kept);
            String text = part.path("text").asString("");
            commitments.put(which, erased ? secret : Leaf.commitment(secret, which, utf8(text)));
        }
        return Leaf.entry(
                event.path("receivedUnixMillis").asLong(),
                UUID.fromString(event.path("id").stringValue()),
                commitments);
    }

    private static byte[] tag(JsonNode event, String origin) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Base64.getDecoder().decode(event.path("anchorTagSalt").stringValue()));
        return Arrays.copyOf(digest.digest(utf8(origin)), 16);
    }

    @Test
    void tilesAndEntriesGiveTheRoot() throws Exception {
        server.post("/v1/events?wait=published&organization=acme", events(600));
        for (String log : List.of("acme", "anchor")) {
            byte[] text = bytes("/logs/" + log + "/checkpoint").body();
            Checkpoint checkpoint = Checkpoint.parse(Note.parse(text).text());
            var leaves = new ArrayList<byte[]>();
            while (leaves.size() < checkpoint.size()) {
                TilePath path = TilePath.entries(leaves.size(), checkpoint.size());
                HttpResponse<byte[]> bundle = bytes("/logs/" + log + "/" + path);
                assertThat(bundle.headers().firstValue("Cache-Control").orElseThrow())
                        .contains("immutable");
                assertThat(bundle.headers().firstValue("Content-Type"))
                        .contains("application/octet-stream");
                leaves.addAll(EntryBundle.decode(bundle.body(), path.width()));
            }
            assertThat(SlowTree.root(leaves)).isEqualTo(checkpoint.root());
            TilePath tile = TilePath.tile(0, 0, checkpoint.size());
            assertThat(bytes("/logs/" + log + "/" + tile).body())
                    .startsWith(Merkle.leafHash(leaves.getFirst()))
                    .hasSize(32 * tile.width());
        }
        assertThat(bytes("/logs/acme/tile/1/000.p/2").body()).hasSize(64);
        assertThat(bytes("/logs/acme/tile/0/000.p/7").body()).hasSize(7 * 32);
        for (String wrong :
                List.of(
                        "1/000.p/3",
                        "1/000",
                        "0/002",
                        "0/003",
                        "0/2",
                        "0/x000/000",
                        "64/000",
                        "0/000.p/256")) {
            assertThat(bytes("/logs/acme/tile/" + wrong).statusCode()).as(wrong).isEqualTo(404);
        }
    }

    @Test
    void organizationsLogIsForItsReadersAndTheAnchorForEveryKey() throws Exception {
        server.post("/v1/events?wait=published&organization=acme", events(1));
        server.post("/v1/events?wait=published&organization=initech", events(1));
        String key =
                server.post(
                                "/v1/keys",
                                "{\"organization\":\"acme\",\"name\":\"r\",\"roles\":[\"reader\"]}")
                        .json()
                        .path("secret")
                        .stringValue();

        assertThat(server.get("/logs/acme/checkpoint", key).status()).isEqualTo(200);
        assertThat(server.get("/logs/initech/checkpoint", key).status()).isEqualTo(403);
        assertThat(server.get("/logs/initech/tile/0/000.p/1", key).status()).isEqualTo(403);
        assertThat(server.get("/logs/anchor/checkpoint", key).status()).isEqualTo(200);
        assertThat(server.get("/logs/nobody/checkpoint").status()).isEqualTo(404);
        JsonNode heads = server.get("/v1/heads", key).json().path("heads");
        assertThat(heads.size()).isEqualTo(1);
        assertThat(server.post("/v1/events?organization=anchor", events(1)).status())
                .isEqualTo(400);
    }

    @Test
    void restartShowsTheSameCheckpointAndRefusesAnother() throws Exception {
        server.post("/v1/events?wait=published&organization=acme", events(300));
        // Whoever asks for the organization's own is recorded in it, so that it grows.
        String before = server.get("/logs/anchor/checkpoint").body();
        server.close();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            for (String part : List.of("journal", "index", "tree", "checkpoints", "lifecycle")) {
                assertThat(
                                PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(folder.resolve(part))))
                        .as(part)
                        .isEqualTo("rwx------");
            }
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("sealing.key"))))
                    .isEqualTo("rw-------");
        }
        deleteFolder(folder.resolve("tree"));
        server = new TestServer(folder);
        assertThat(server.get("/logs/anchor/checkpoint").body()).isEqualTo(before);
        server.close();

        Path key = folder.resolve("sealing.key");
        Path aside = folder.resolve("sealing.key.aside");
        Files.move(key, aside);
        assertThatThrownBy(() -> new TestServer(folder)).hasMessageContaining("sealing.key");
        Files.write(key, new byte[32]);
        assertThatThrownBy(() -> new TestServer(folder)).hasMessageContaining("another key");
        Files.move(aside, key, StandardCopyOption.REPLACE_EXISTING);
        Path checkpoints = folder.resolve("checkpoints");
        Files.move(checkpoints, folder.resolve("aside"));
        assertThatThrownBy(() -> new TestServer(folder)).hasMessageContaining("checkpoints");
        deleteFolder(checkpoints);
        Files.move(folder.resolve("aside"), checkpoints);
        Path journal = folder.resolve("journal");
        Files.move(journal, folder.resolve("journal.aside"));
        assertThatThrownBy(() -> new TestServer(folder))
                .hasMessageContaining("'acme'")
                .hasMessageContaining("event 0");
        deleteFolder(journal);
        Files.move(folder.resolve("journal.aside"), journal);
        server = new TestServer(folder);
        assertThat(server.get("/logs/anchor/checkpoint").body()).isEqualTo(before);
    }

    @Test
    void checkpointsOfTheAnchorAreSigned() throws Exception {
        server.post("/v1/events?wait=published&organization=acme", events(1));
        String id =
                server.post("/v1/events?wait=published&organization=acme", events(1))
                        .json()
                        .path("results")
                        .path(0)
                        .path("id")
                        .stringValue();
        // First, because who takes evidence is recorded, so that the logs grow.
        Note anchor = Note.parse(utf8(server.get("/logs/anchor/checkpoint").body()));
        Policy policy = Policy.parse(evidence(id).get("policy.txt"));

        assertThat(policy.judge(anchor, new JdkSignatures()))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
        assertThat(Checkpoint.parse(anchor.text()).size()).isEqualTo(2);
    }

    /// Whoever reads an event checks it by itself; who may have its proof alone, as its
    /// commitments.
    @Test
    void proofToCheckDisclosesWhatTheCallerMayReadAndIsRecordedAsAView() throws Exception {
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        String id =
                server.post("/v1/events?wait=published&organization=acme", events(1))
                        .json()
                        .path("results")
                        .path(0)
                        .path("id")
                        .stringValue();
        String path = "/v1/events/" + id + "/proof?format=evidence";
        var seen = new ArrayList<String>();
        for (String role : List.of("reader", "auditor")) {
            Map<String, byte[]> files = evidence(path, key(role));
            JsonNode event = new JsonMapper().readTree(files.get("event.json"));
            assertThat(leafOf(event)).isEqualTo(files.get("leaf.bin"));
            TlogProof proof = TlogProof.parse(files.get("event.tlog-proof"));
            assertThat(
                            proof.verify(
                                    Merkle.leafHash(files.get("leaf.bin")),
                                    Policy.parse(files.get("policy.txt")),
                                    new JdkSignatures()))
                    .isInstanceOf(ProofVerdict.Proven.class);
            seen.add(role + " " + event.path("parts").toString().contains("user.login"));
        }
        assertThat(seen).containsExactly("reader true", "auditor false");

        server.awaitRecorded();
        var recorded = new ArrayList<String>();
        server.get("/v1/events?organization=acme&category=data-access&order=oldest")
                .json()
                .path("events")
                .forEach(read -> recorded.add(read.path("action").stringValue()));
        assertThat(recorded).containsExactly("event.read", "event.prove");
    }

    private String key(String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"k\",\"roles\":[\"%s\"]}"
                                .formatted(role))
                .json()
                .path("secret")
                .stringValue();
    }

    private Map<String, byte[]> evidence(String id) throws Exception {
        return evidence("/v1/events/" + id + "/evidence", TestServer.KEY);
    }

    private Map<String, byte[]> evidence(String path, String key) throws Exception {
        HttpResponse<byte[]> answer = bytes(path, key);
        assertThat(answer.statusCode()).isEqualTo(200);
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        return bytes(path, TestServer.KEY);
    }

    private HttpResponse<byte[]> bytes(String path, String key) throws Exception {
        return CLIENT.send(
                server.request(path, key).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String events(int count) {
        var body = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"action\":\"user.login\",\"actor\":{\"id\":\"u-%d\"}}".formatted(i));
        }
        return body.append("]").toString();
    }

    private static void deleteFolder(Path of) throws IOException {
        if (Files.isDirectory(of)) {
            try (var files = Files.list(of)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(of);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
