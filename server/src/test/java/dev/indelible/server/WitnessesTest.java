package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.indelible.core.sealing.WitnessClient;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Note;
import dev.indelible.proof.Policy;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.VerifierKey;
import dev.indelible.server.seal.SealingKeys;
import dev.indelible.testkit.SimulatedWitness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server that asks a witness over HTTP.
@NullUnmarked // JUnit fills what each test begins with
class WitnessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private SimulatedWitness witness;
    private HttpServer http;
    private Policy policy;
    private TestServer server;

    @BeforeEach
    void open() throws IOException {
        byte[] seed = new byte[SealingKeys.SEED_BYTES];
        seed[0] = 7;
        // As after an earlier start, whose key an auditor has; nothing was signed yet.
        new TestServer(folder).close();
        Files.write(folder.resolve("sealing.key"), seed);
        VerifierKey anchor =
                new SealingKeys(seed).signer("localhost/indelible/anchor").verifierKey();
        witness = new SimulatedWitness("witness.example", anchor);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext(
                "/w/add-checkpoint",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    WitnessClient.Reply reply =
                            witness.answer(body, InstantSource.system())
                                    .orElse(new WitnessClient.Reply(503, new byte[] {'x'}));
                    exchange.sendResponseHeaders(reply.status(), reply.body().length);
                    exchange.getResponseBody().write(reply.body());
                    exchange.close();
                });
        http.start();
        String text =
                "log %s\nwitness w %s http://localhost:%d/w/\nquorum w\n"
                        .formatted(anchor, witness.key(), http.getAddress().getPort());
        Path file = folder.resolve("policy.txt");
        Files.writeString(file, text);
        policy = Policy.parse(text.getBytes(UTF_8));
        server = new TestServer(folder, Map.of("witness-policy", file.toString()));
    }

    @AfterEach
    void close() {
        server.close();
        http.stop(0);
    }

    @Test
    void anchorIsShownWithItsCosignatureAndNeverWithout() throws Exception {
        assertThat(server.get("/logs/anchor/checkpoint").status()).isEqualTo(404);
        String id = sent();
        await("/v1/events/" + id + "/evidence");
        Note first = anchor();
        assertThat(policy.judge(first, new JdkSignatures()))
                .isInstanceOf(PolicyVerdict.Satisfied.class);

        witness.leave();
        String later = sent();
        assertThat(server.get("/v1/events/" + later + "/proof").status()).isEqualTo(200);
        TestServer.Answer evidence = server.get("/v1/events/" + later + "/evidence");
        assertThat(evidence.status()).isEqualTo(503);
        assertThat(evidence.json().path("code").stringValue()).isEqualTo("not-published");
        // How long both logs are is not known: what is read meanwhile is recorded, and sealed too.
        long shown = Checkpoint.parse(anchor().text()).size();
        JsonNode anchors = server.get("/v1/heads").json().path("anchor");
        assertThat(anchors.path("witnessed").asLong()).isEqualTo(shown);
        assertThat(anchors.path("published").asLong()).isGreaterThan(shown);

        witness.comeBack();
        await("/v1/events/" + later + "/evidence");
        Note second = anchor();
        assertThat(Checkpoint.parse(second.text()).size()).isGreaterThan(shown);
        assertThat(policy.judge(second, new JdkSignatures()))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
        assertThat(server.get("/metrics").body())
                .contains("indelible_sealing_witness_failures_total");
    }

    private Note anchor() throws Exception {
        return Note.parse(server.get("/logs/anchor/checkpoint").body().getBytes(UTF_8));
    }

    private String sent() throws Exception {
        return server.post(
                        "/v1/events?wait=published&organization=acme",
                        "{\"action\":\"user.login\"}")
                .json()
                .path("results")
                .path(0)
                .path("id")
                .stringValue();
    }

    private void await(String path) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (server.get(path).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(endNanos);
        }
    }
}
