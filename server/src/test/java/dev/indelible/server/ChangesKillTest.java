package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* A server that makes, rotates and revokes keys, gives and takes back grants, and makes and closes folders as
 * fast as it can, and is killed amid that. What it has after that, its log tells; and whatever was
 * answered is there.
 *
 * `-Dindelible.changes.kills=200` kills it so often. */
class ChangesKillTest {
    private static final int KILLS = Integer.getInteger("indelible.changes.kills", 3);
    private static final int CHANGES_MAX = 60;
    private static final String OF_ACME = "?organization=acme";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Set<String> answered = new HashSet<>();
    private int number;

    @Test
    void nothingThatChangedIsUntoldHoweverOftenTheServerDies() throws Exception {
        System.out.println("seed=" + seed);
        var servers = new KilledServer(folder, random);
        try (var server = servers.start()) {
            servers.send(server, "POST", "/v1/organizations", "{\"id\":\"acme\"}");
        }
        for (int kill = 0; kill < KILLS; kill++) {
            try (var server = servers.start()) {
                expectTold(servers, server);
                int from = number;
                Thread changing = Thread.ofVirtual().start(() -> change(servers, server));
                int until = from + 1 + random.nextInt(CHANGES_MAX);
                while (number() < until) {
                    server.process().waitFor(1, TimeUnit.MILLISECONDS);
                }
                server.process().destroyForcibly().waitFor();
                changing.join();
            }
        }
        try (var server = servers.start()) {
            expectTold(servers, server);
        }
        assertThat(answered).hasSizeGreaterThan(KILLS);
    }

    private synchronized int number() {
        return number;
    }

    private synchronized int next() {
        return number++;
    }

    /// Until it is killed.
    private void change(KilledServer servers, ServerProcess server) {
        try {
            while (true) {
                int now = next();
                String key =
                        made(
                                servers,
                                server,
                                "/v1/keys",
                                "{\"organization\":\"acme\",\"name\":\"k\",\"roles\":[\"writer\"]}");
                next();
                ask(servers, server, "POST", "/v1/keys/" + key + "/rotate", "key.rotate " + key);
                String grant =
                        made(
                                servers,
                                server,
                                "/v1/grants",
                                "{\"organization\":\"acme\",\"role\":\"reader\",\"subject\":{\"kind\":\"person\",\"id\":\"p%d\"}}"
                                        .formatted(now));
                next();
                if (now % 2 == 0) {
                    ask(servers, server, "DELETE", "/v1/grants/" + grant, "grant.delete " + grant);
                    ask(servers, server, "DELETE", "/v1/keys/" + key, "key.revoke " + key);
                }
            }
        } catch (IOException e) {
            // As said.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String made(KilledServer servers, ServerProcess server, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = servers.send(server, "POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = JSON.readTree(answer.body()).path("id").stringValue();
        answered.add((path.endsWith("keys") ? "key.create " : "grant.create ") + id);
        return id;
    }

    private void ask(
            KilledServer servers, ServerProcess server, String method, String path, String deed)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = servers.send(server, method, path, "");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        answered.add(deed);
    }

    /// What is there is told, and what was answered is told and there.
    private void expectTold(KilledServer servers, ServerProcess server) throws Exception {
        servers.awaitIndex(server);
        List<String> told = told(servers, server);
        assertThat(told).containsAll(answered);
        var keys = new HashSet<String>();
        for (JsonNode key : list(servers, server, "keys")) {
            String id = key.path("id").stringValue();
            keys.add("key.create " + id);
            assertThat(told).contains("key.create " + id);
            if (key.path("revoked").booleanValue()) {
                assertThat(told).contains("key.revoke " + id);
            } else {
                assertThat(answered).doesNotContain("key.revoke " + id);
            }
        }
        var grants = new HashSet<String>();
        for (JsonNode grant : list(servers, server, "grants")) {
            grants.add("grant.create " + grant.path("id").stringValue());
        }
        assertThat(told).containsAll(grants);
        for (String deed : answered) {
            String id = deed.substring(deed.indexOf(' ') + 1);
            if (deed.startsWith("key.create ")) {
                assertThat(keys).contains(deed);
            } else if (deed.startsWith("grant.create ") && !told.contains("grant.delete " + id)) {
                assertThat(grants).contains(deed);
            } else if (deed.startsWith("grant.delete ")) {
                assertThat(grants).doesNotContain("grant.create " + id);
            }
        }
        // A grant that is gone was told to be taken back.
        for (String deed : told) {
            if (deed.startsWith("grant.create ") && answered.contains(deed)) {
                String taken = deed.replace("create", "delete");
                assertThat(grants.contains(deed) || told.contains(taken)).as(deed).isTrue();
            }
        }
    }

    private static List<String> told(KilledServer servers, ServerProcess server) throws Exception {
        var told = new ArrayList<String>();
        String path = "/v1/events/export" + OF_ACME + "&service=indelible&category=admin-activity";
        for (String line : servers.get(server, path).lines().toList()) {
            JsonNode event = JSON.readTree(line);
            told.add(
                    event.path("action").stringValue()
                            + " "
                            + event.path("targets").path(0).path("id").stringValue());
        }
        return told;
    }

    private static JsonNode list(KilledServer servers, ServerProcess server, String what)
            throws Exception {
        return JSON.readTree(servers.get(server, "/v1/" + what + OF_ACME)).path(what);
    }
}
