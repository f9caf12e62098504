package dev.indelible.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.cli.verify.TestLog;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.KeyType;
import dev.indelible.proof.Limits;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteSignature;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.Proofs;
import dev.indelible.proof.SigningKey;
import dev.indelible.proof.WitnessRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The conversation of tlog-witness, over HTTP.
@NullUnmarked // JUnit fills what each test begins with
class WitnessTest {
    private static final String ORIGIN = "log.test/anchor";
    private static final long NOW_SECONDS = 1_764_100_000L;

    @TempDir Path folder;

    private final SigningKey logKey =
            SigningKey.generate(KeyType.ED25519, ORIGIN, new SecureRandom());
    private final SigningKey witnessKey =
            SigningKey.generate(KeyType.COSIGNATURE_ED25519, "witness.test/w", new SecureRandom());
    private final TestLog log = new TestLog(logKey, List.of());
    private final HttpClient client = HttpClient.newHttpClient();
    private Witness witness;
    private WitnessServer server;

    @BeforeEach
    void start() throws IOException {
        witness =
                Witness.open(
                        folder,
                        witnessKey,
                        List.of(logKey.verifierKey()),
                        () -> Instant.ofEpochSecond(NOW_SECONDS));
        server =
                WitnessServer.start(
                        witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        grow(5);
    }

    @AfterEach
    void stop() {
        server.close();
        witness.close();
    }

    @Test
    void growingLogIsCosigned() throws Exception {
        HttpResponse<String> first = ask(0);
        grow(300);
        HttpResponse<String> second = ask(5);
        HttpResponse<String> again = ask(305);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        Note cosigned = log.note().with(NoteSignature.parseLines(second.body().getBytes(UTF_8)));
        var verifier = new NoteVerifier(List.of(witnessKey.verifierKey()), new JdkSignatures());
        assertThat(verifier.verify(cosigned))
                .isInstanceOfSatisfying(
                        NoteVerdict.Verified.class,
                        good ->
                                assertThat(good.signatures().getFirst().unixSeconds())
                                        .isEqualTo(NOW_SECONDS));
        assertThat(get("/" + Witness.folderOf(ORIGIN) + "/checkpoint").body())
                .isEqualTo(cosigned.toString());
    }

    @Test
    void otherOldSizeIsAConflictThatTellsTheSize() throws Exception {
        ask(0);
        grow(5);

        HttpResponse<String> conflict = ask(3);

        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).isEqualTo("5\n");
        assertThat(conflict.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
        assertThat(ask(0).body()).isEqualTo("5\n");
    }

    @Test
    void rewrittenLogIsNotCosigned() throws Exception {
        ask(0);
        var other = new TestLog(logKey, List.of());
        for (int i = 0; i < 9; i++) {
            other.add(new byte[] {(byte) (i + 1)});
        }

        int grown = post(request(5, other)).statusCode();
        int sameSize = post(WitnessRequest.of(5, List.of(), sized(other, 5))).statusCode();

        assertThat(grown).isEqualTo(422);
        assertThat(sameSize).isEqualTo(422);
    }

    @Test
    void lineThatTheLogRepeatsLeavesRoomForOurs() throws Exception {
        Note note = log.note();
        Note full = note.with(Collections.nCopies(63, note.signatures().getFirst()));

        assertThat(post(WitnessRequest.of(0, List.of(), full)).statusCode()).isEqualTo(200);
        assertThat(
                        Note.parse(
                                        get("/" + Witness.folderOf(ORIGIN) + "/checkpoint")
                                                .body()
                                                .getBytes(UTF_8))
                                .signatures())
                .hasSize(2);
    }

    @Test
    void refusalsHaveTheStatusesOfTheSpecification() throws Exception {
        ask(0);
        var unknown =
                new TestLog(
                        SigningKey.generate(KeyType.ED25519, "other.test/x", new SecureRandom()),
                        List.of());
        unknown.add(new byte[1]);
        var forged =
                new TestLog(
                        SigningKey.generate(KeyType.ED25519, ORIGIN, new SecureRandom()),
                        List.of());
        forged.add(new byte[1]);
        Note bad = Note.of(log.checkpoint().text(), badLine());

        assertThat(post(request(0, unknown)).statusCode()).isEqualTo(404);
        assertThat(post(request(0, forged)).statusCode()).isEqualTo(403);
        assertThat(post(WitnessRequest.of(5, List.of(), bad)).statusCode()).isEqualTo(403);
        assertThat(post(WitnessRequest.of(6, List.of(), log.note())).statusCode()).isEqualTo(400);
        assertThat(post("old 05\n\n" + log.note()).statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post("x".repeat(Limits.WITNESS_REQUEST_BYTES_MAX + 1)).statusCode())
                .isEqualTo(413);
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(405);
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/" + Witness.folderOf("other.test/x") + "/checkpoint").statusCode())
                .isEqualTo(404);
        assertThat(get("/..%2f..%2fetc/passwd").statusCode()).isEqualTo(404);
    }

    @Test
    void restartForgetsNothing() throws Exception {
        ask(0);
        stop();
        start();

        assertThat(log.size()).isEqualTo(10);
        assertThat(ask(0).body()).isEqualTo("5\n");
        assertThat(ask(5).statusCode()).isEqualTo(200);
    }

    @Test
    void damagedMemoryStopsTheStart() throws Exception {
        ask(0);
        stop();
        Path file = folder.resolve(Witness.folderOf(ORIGIN)).resolve("checkpoint");
        Files.writeString(file, Files.readString(file).replace("\n5\n", "\n4\n"));

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retire the key");

        Files.delete(file);
        start();
    }

    @Test
    void twoWitnessesDoNotShareAFolder() {
        assertThatThrownBy(() ->
                        Witness.open(
                                folder, witnessKey, List.of(logKey.verifierKey()), Instant::now))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another witness runs");
    }

    /// Each submitter has a history of its own; only one of them may ever be cosigned.
    @Test
    void concurrentSubmittersNeverRollBackOrFork() throws Exception {
        ask(0);
        var tasks = new ArrayList<Callable<List<Checkpoint>>>();
        for (int i = 0; i < 8; i++) {
            TestLog own = log.copy();
            byte branch = (byte) i;
            tasks.add(() -> submit(own, branch));
        }
        var cosigned = new ArrayList<Checkpoint>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Checkpoint>> future : executor.invokeAll(tasks)) {
                cosigned.addAll(future.get());
            }
        }

        assertThat(cosigned).isNotEmpty();
        assertThat(cosigned).extracting(Checkpoint::size).doesNotHaveDuplicates();
        long largest = cosigned.stream().mapToLong(Checkpoint::size).max().orElseThrow();
        assertThat(ask(0).body()).isEqualTo(largest + "\n");
    }

    private List<Checkpoint> submit(TestLog own, byte branch) throws Exception {
        var cosigned = new ArrayList<Checkpoint>();
        for (int i = 0; i < 10; i++) {
            long old = own.size();
            own.add(new byte[] {branch, (byte) i});
            if (post(request(old, own)).statusCode() == 200) {
                cosigned.add(own.checkpoint());
            }
        }
        return cosigned;
    }

    @Test
    void keysAreForTheirOwnerOnly() throws Exception {
        Path file = folder.resolve("w.key");
        SigningKey made = WitnessKeys.make("witness.test/w", file);

        assertThat(WitnessKeys.read(file).verifierKey()).isEqualTo(made.verifierKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> WitnessKeys.make("witness.test/w", file))
                .isInstanceOf(IOException.class);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> WitnessKeys.read(file)).hasMessageContaining("chmod 600");
    }

    private void grow(int count) {
        for (int i = 0; i < count; i++) {
            log.add(("entry " + log.size()).getBytes(UTF_8));
        }
    }

    private List<NoteSignature> badLine() {
        return List.of(NoteSignature.of(logKey.verifierKey(), new byte[64]));
    }

    private static Note sized(TestLog log, int size) {
        TestLog copy = log.copy();
        copy.shrink(size);
        return copy.note();
    }

    private HttpResponse<String> ask(long old) throws Exception {
        return post(request(old, log));
    }

    private static WitnessRequest request(long old, TestLog log) {
        return WitnessRequest.of(
                old, Proofs.consistency(old, log.size(), log.hashes()), log.note());
    }

    private HttpResponse<String> post(WitnessRequest request) throws Exception {
        return post(new String(request.toBytes(), UTF_8));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(
                HttpRequest.newBuilder(at("/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
