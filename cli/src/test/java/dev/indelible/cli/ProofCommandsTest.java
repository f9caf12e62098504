package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.cli.witness.Witness;
import dev.indelible.cli.witness.WitnessKeys;
import dev.indelible.cli.witness.WitnessServer;
import dev.indelible.proof.Policy;
import dev.indelible.proof.SigningKey;
import dev.indelible.proof.VerifierKey;
import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Verify, monitor and export-log against a real server, with a real witness.
@NullUnmarked // JUnit fills what each test begins with
class ProofCommandsTest {
    private static final String KEY = "bootstrap key for tests only";
    private static final int EVENTS = 600;

    @TempDir Path folder;
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final UUID id = UUID.randomUUID();
    private Server server;

    @BeforeEach
    void open() throws Exception {
        open(Map.of());
        System.setOut(new PrintStream(printed, true, UTF_8));
        var lines = new StringBuilder("{\"id\":\"%s\",\"action\":\"door.open\"}%n".formatted(id));
        for (int i = 1; i < EVENTS; i++) {
            lines.append("{\"action\":\"door.open\",\"actor\":{\"id\":\"ü-%d\"}}%n".formatted(i));
        }
        Path events = folder.resolve("events.ndjson");
        Files.writeString(events, lines);
        assertThat(run("send", "--organization", "acme", events.toString())).isZero();
    }

    private void open(Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        settings.put("port", "0");
        settings.put("data", folder.resolve("data").toString());
        settings.put("bootstrap-key", KEY);
        server = Server.open(Settings.parse(settings, Map.of()));
    }

    @AfterEach
    void close() {
        System.setOut(standardOutput);
        server.close();
    }

    @Test
    void evidenceOfTheServerIsVerifiedOnlineAndOffline() throws Exception {
        Path zip = folder.resolve("evidence.zip");
        Path policy = folder.resolve("policy.txt");

        assertThat(run("verify", "--event", id.toString(), "--save", zip.toString())).isZero();
        Files.write(policy, policyIn(zip));
        int offline = Main.run("verify", zip.toString(), "--policy", policy.toString());

        assertThat(offline).isZero();
        assertThat(output())
                .contains("a forger could have put in others")
                .contains("no witness: only the operator's signature")
                .contains("the keys are those you gave")
                .contains("Verified");
        byte[] bytes = Files.readAllBytes(zip);
        bytes[60] ^= 1;
        Files.write(zip, bytes);
        assertThat(Main.run("verify", zip.toString())).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(Main.run("verify", "--json", zip.toString())).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(output()).contains("NOT VERIFIED").contains("{\"verified\":false,");
    }

    @Test
    void wholeLogIsVerifiedWithEveryStoredEvent() {
        awaitPublished();

        assertThat(run("verify", "--organization", "acme")).isZero();

        assertThat(output())
                .containsPattern("made anew from all 6\\d\\d entries")
                .containsPattern("all 6\\d\\d stored events were hashed anew");
    }

    @Test
    void whatWasErasedIsToldAndNotTakenForTampering() throws Exception {
        awaitPublished();
        erase("{\"organization\":\"acme\",\"actor\":\"ü-300\",\"reason\":\"asked for\"}");

        assertThat(run("verify", "--organization", "acme")).isZero();

        assertThat(output()).contains("1 part was erased; what was sealed of it is still proven");
    }

    @Test
    void certificateOfTheServerIsVerifiedByTheKeysOfItsLog() throws Exception {
        awaitPublished();
        String id = erase("{\"organization\":\"acme\",\"actor\":\"ü-300\",\"reason\":\"asked\"}");
        Path tree = folder.resolve("tree");
        assertThat(run("export-log", "--organization", "acme", tree.toString())).isZero();
        String policy = tree.resolve("policy.txt").toString();
        Path file = folder.resolve("certificate.txt");
        try (var client = HttpClient.newHttpClient()) {
            client.send(
                    asked("/v1/erasures/%s/certificate?organization=acme".formatted(id)).build(),
                    HttpResponse.BodyHandlers.ofFile(file));
        }

        assertThat(Main.run("verify", "--policy", policy, file.toString())).isZero();

        assertThat(output())
                .contains("✓ certificate.txt: erasure %s was asked for on ".formatted(id))
                .contains("· certificate.txt: parts that were erased: actor 1\n")
                .contains("named by actor\n")
                .contains(
                        "✓ certificate.txt: nothing that was looked at names the person any more\n")
                .contains("· certificate.txt: not looked at: events received after the request\n")
                .contains("Verified: ");
        assertThat(Main.run("verify", file.toString())).isEqualTo(ExitCode.USAGE);
        Files.writeString(file, Files.readString(file).replace("actor=1", "actor=2"));
        assertThat(Main.run("verify", "--policy", policy, file.toString()))
                .isEqualTo(ExitCode.INCOMPLETE);
        assertThat(output()).contains("it was changed after it was signed", "NOT VERIFIED");
    }

    /// Answers its id, when it is done.
    private String erase(String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> begun =
                    client.send(
                            asked("/v1/erasures")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            String all;
            do {
                all =
                        client.send(
                                        asked("/v1/erasures?organization=acme").build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body();
                assertThat(System.nanoTime()).as(all).isLessThan(end);
            } while (!all.contains("\"status\":\"done\""));
            return Api.json(begun.body()).path("id").asString("");
        }
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + KEY);
    }

    @Test
    void exportedLogIsVerifiedFromItsFolder() throws Exception {
        awaitPublished();
        Path tree = folder.resolve("tree");
        Path events = folder.resolve("disclosure.ndjson");

        assertThat(run("export-log", "--organization", "acme", tree.toString())).isZero();
        assertThat(
                        run(
                                "export",
                                "--filter",
                                "organization=acme",
                                "--format",
                                "disclosure",
                                "--output",
                                events.toString()))
                .isZero();

        assertThat(Main.run("verify", "--tree", tree.toString(), "--events", events.toString()))
                .isZero();
        Files.writeString(events, Files.readString(events).replace("ü-300", "ü-301"));
        assertThat(Main.run("verify", "--tree", tree.toString(), "--events", events.toString()))
                .isEqualTo(ExitCode.INCOMPLETE);
        assertThat(output()).contains("event 300: part actor: its bytes or its salt");
        Path anchor = folder.resolve("anchor");
        assertThat(run("export-log", "--organization", "acme", "--anchor", anchor.toString()))
                .isZero();
    }

    @Test
    void monitorFollowsTheLog() throws Exception {
        awaitPublished();
        String state = folder.resolve("state").toString();

        assertThat(run("monitor", "--organization", "acme", "--state", state)).isZero();
        assertThat(run("send", "--organization", "acme", "--again", event())).isZero();
        assertThat(run("monitor", "--organization", "acme", "--state", state)).isZero();

        assertThat(output()).contains("seen for the first time").contains("and changed none");
    }

    @Test
    void serverThatIsPutBackToABackupIsCaughtByItsMonitor() throws Exception {
        Path backup = folder.resolve("backup");
        String state = folder.resolve("state").toString();
        awaitPublished();
        server.close();
        copy(folder.resolve("data"), backup);
        open(Map.of());
        assertThat(run("send", "--organization", "acme", "--again", event())).isZero();
        awaitPublished(EVENTS + 1);
        assertThat(run("monitor", "--organization", "acme", "--state", state)).isZero();
        server.close();
        delete(folder.resolve("data"));
        copy(backup, folder.resolve("data"));
        open(Map.of());

        assertThat(run("monitor", "--organization", "acme", "--state", state))
                .isEqualTo(ExitCode.INCOMPLETE);
        assertThat(output()).contains("rolled back").contains("both signed states are kept in");
    }

    @Test
    void witnessOfOursCosignsTheAnchor() throws Exception {
        Path zip = folder.resolve("first.zip");
        assertThat(run("verify", "--event", id.toString(), "--save", zip.toString())).isZero();
        VerifierKey anchor =
                Policy.parse(policyIn(zip)).logs().stream()
                        .map(Policy.Log::key)
                        .filter(key -> key.name().endsWith("/anchor"))
                        .findFirst()
                        .orElseThrow();
        server.close();
        SigningKey key = WitnessKeys.make("witness.test/w", folder.resolve("witness.key"));
        try (var witness =
                        Witness.open(
                                folder.resolve("witness"),
                                key,
                                List.of(anchor),
                                InstantSource.system());
                WitnessServer http =
                        WitnessServer.start(
                                witness,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Path policy = folder.resolve("witnesses.txt");
            Files.writeString(
                    policy,
                    "witness w %s http://127.0.0.1:%d%nquorum w%n"
                            .formatted(key.verifierKey(), http.address().getPort()));
            open(Map.of("witness-policy", policy.toString(), "outgoing-allow", "127.0.0.0/8"));

            assertThat(run("verify", "--event", id.toString())).as(output()).isZero();

            assertThat(output()).contains("witness witness.test/w saw the anchor");
        }
    }

    private String event() throws IOException {
        Path file = folder.resolve("one.json");
        Files.writeString(file, "{\"action\":\"door.close\"}");
        return file.toString();
    }

    private void awaitPublished() {
        awaitPublished(EVENTS);
    }

    private void awaitPublished(int size) {
        Api api = new Api(server.url(), KEY);
        long endNanos = System.nanoTime() + 60_000_000_000L;
        long reached = 0;
        // Searchable too: what is exported comes from the index.
        while (reached < size && System.nanoTime() < endNanos) {
            JsonNode head =
                    api.get(api.at("v1/heads").addQueryParameter("organization", "acme").build())
                            .path("heads")
                            .path(0);
            reached = Math.min(head.path("published").asLong(), head.path("searchable").asLong());
        }
        assertThat(reached).isGreaterThanOrEqualTo(size);
    }

    private static byte[] policyIn(Path zip) throws Exception {
        try (var file = new ZipFile(zip.toFile())) {
            return file.getInputStream(file.getEntry("policy.txt")).readAllBytes();
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String output() {
        return printed.toString(UTF_8);
    }

    private int run(String command, String... arguments) {
        String[] all = new String[arguments.length + 5];
        all[0] = command;
        all[1] = "--url";
        all[2] = server.url();
        all[3] = "--key";
        all[4] = KEY;
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return Main.run(all);
    }
}
