package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* A server with events of forty days, whose organization keeps them for fewer and fewer, while holds
 * are placed and released and persons erased, and which is killed amid that with SIGKILL, again and
 * again. Each event is of a kind by its number: holds are on the kinds 0 to 4, and persons are named
 * by kind 9.
 *
 * `-Dindelible.expiries=50` does it with so many kills. */
@NullUnmarked // JUnit fills what each test begins with
class RetentionKillTest {
    private static final int KILLS = Integer.getInteger("indelible.expiries", 4);
    private static final int DAYS = 40;
    private static final int EVENTS_A_DAY = 60;
    private static final int PERSONS = 12;
    private static final int LAST_DAYS = 7;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final String OF_ACME = "?organization=acme";
    private static final String RECORD = "/v1/events/export?organization=acme&service=indelible";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String word = "qx" + Long.toString(random.nextLong() >>> 1, 36);
    private final long today = System.currentTimeMillis() / DAY_MILLIS;
    private KilledServer servers;

    /// Day of receipt, by id, in order of the sequences.
    private final Map<String, Long> days = new LinkedHashMap<>();

    private final List<String> ids = new ArrayList<>();

    /// What each hold that was confirmed found in place, which must stay.
    private final Map<String, Set<String>> covered = new HashMap<>();

    private final Set<String> gone = new HashSet<>();
    private final Set<Integer> erased = new HashSet<>();
    private Checkpoint first;

    @Test
    void whatIsHeldStaysAndWhatIsGoneStaysGoneHoweverOftenTheServerDies() throws Exception {
        System.out.println("seed=" + seed);
        servers = new KilledServer(folder, random);
        fill();
        try (var server = servers.start()) {
            servers.send(server, "POST", "/v1/organizations", "{\"id\":\"acme\"}");
            servers.awaitPublished(server, "acme", ids.size());
            first = servers.checkpoint(server, "acme");
            covered.put(hold(server, 0).orElseThrow(), present(server, 0));
            assertThat(covered.values().iterator().next()).hasSize(DAYS * EVENTS_A_DAY / 10);
        }
        int amid = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int before = gone.size();
            try (var server = servers.start()) {
                round(server, LAST_DAYS + (DAYS - LAST_DAYS) * (KILLS - 1 - kill) / KILLS);
            }
            amid += gone.size() > before ? 1 : 0;
        }
        try (var server = servers.start()) {
            settles(server);
            proves(server);
            tells(server);
            server.process().destroyForcibly().waitFor();
        }
        for (int person : erased) {
            assertThat(RawFiles.having(folder, email(person))).isEmpty();
        }
        System.out.printf(
                "kills=%d, %d of them after something went: %d of %d events expired, %d persons erased%n",
                KILLS, amid, gone.size(), ids.size(), erased.size());
        assertThat(gone).isNotEmpty();
    }

    /// Events of every day until yesterday, as a server of that time would have taken them.
    private void fill() throws IOException {
        Files.createDirectories(folder.resolve("journal"));
        try (FolderDisk disk = FolderDisk.open(folder.resolve("journal"));
                FileJournal journal = FileJournal.open(disk, 64 << 10, random)) {
            for (int day = DAYS; day > 0; day--) {
                var entries = new ArrayList<Entry>();
                for (int i = 0; i < EVENTS_A_DAY; i++) {
                    long received = (today - day) * DAY_MILLIS + i;
                    long position = journal.end() + i;
                    entries.add(new Entry(position, position, received, draft()));
                    days.put(ids.getLast(), today - day);
                }
                journal.append(entries);
            }
        }
    }

    private Draft draft() {
        int number = ids.size();
        var id = new UUID(random.nextLong(), random.nextLong());
        ids.add(id.toString());
        String core =
                "{\"id\":\"%s\",\"time\":\"2026-01-01T00:00:00Z\",\"action\":\"kind%d.read\",\"operation\":\"read\",\"outcome\":\"success\",\"severity\":\"info\",\"organization\":\"acme\"}"
                        .formatted(id, number % 10);
        String actor =
                number % 10 == 9
                        ? "{\"type\":\"user\",\"id\":\"p-%s-%d\",\"email\":\"%s\"}"
                                .formatted(word, person(number), email(person(number)))
                        : "{\"type\":\"user\",\"id\":\"u-%d\"}".formatted(number);
        byte[] salts = new byte[Leaf.SEED_BYTES];
        random.nextBytes(salts);
        var parts = Map.of(Part.CORE, core.getBytes(UTF_8), Part.ACTOR, actor.getBytes(UTF_8));
        return new Draft("acme", id, "key-1", salts, Parts.of(parts));
    }

    private static int person(int number) {
        return number / 10 % PERSONS;
    }

    private String email(int person) {
        return "%s-%d@persons.example".formatted(word, person);
    }

    private void round(ServerProcess server, int bodyDays) throws Exception {
        look(server);
        if (covered.size() > 2 && random.nextBoolean()) {
            release(server);
        }
        int person = random.nextInt(PERSONS);
        Thread keeping = Thread.ofVirtual().start(() -> keep(server, bodyDays));
        Thread erasing =
                random.nextBoolean()
                        ? Thread.ofVirtual().start(() -> erase(server, person))
                        : Thread.ofVirtual().start(() -> {});
        try {
            if (random.nextBoolean()) {
                int kind = 1 + random.nextInt(4);
                Optional<String> hold = hold(server, kind);
                if (hold.isPresent()) {
                    covered.put(hold.get(), present(server, kind));
                }
            }
        } finally {
            if (random.nextInt(4) > 0) {
                keeping.join();
                erasing.join();
            }
            servers.kill(server, 30);
            keeping.join();
            erasing.join();
        }
    }

    private void keep(ServerProcess server, int bodyDays) {
        String body = "{\"organization\":\"acme\",\"bodyDays\":%d}".formatted(bodyDays);
        quietly(() -> servers.send(server, "PUT", "/v1/retention", body));
    }

    private void erase(ServerProcess server, int person) {
        String body =
                "{\"organization\":\"acme\",\"actor\":\"p-%s-%d\",\"email\":\"%s\",\"reason\":\"asked\"}"
                        .formatted(word, person, email(person));
        quietly(() -> {
            HttpResponse<String> answer = servers.send(server, "POST", "/v1/erasures", body);
            if (answer.statusCode() < 300) {
                synchronized (erased) {
                    erased.add(person);
                }
            }
        });
    }

    private interface Asking {
        void ask() throws IOException, InterruptedException;
    }

    /// Killed before it answered: what came of it shows when it is up again.
    private static void quietly(Asking asking) {
        try {
            asking.ask();
        } catch (IOException e) {
            // As said.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Places a hold; empty where an erasure goes on, that must end first.
    private Optional<String> hold(ServerProcess server, int kind) throws Exception {
        HttpResponse<String> answer =
                servers.send(
                        server,
                        "POST",
                        "/v1/holds",
                        "{\"organization\":\"acme\",\"query\":\"action:kind%d.read\",\"reason\":\"case\",\"owner\":\"legal\"}"
                                .formatted(kind));
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 503);
        return answer.statusCode() == 201
                ? Optional.of(JSON.readTree(answer.body()).path("id").stringValue())
                : Optional.empty();
    }

    /// Any but that on kind 0, which was there before anything could go.
    private void release(ServerProcess server) throws Exception {
        for (JsonNode hold : holds(server)) {
            String id = hold.path("id").stringValue();
            if (!hold.path("query").stringValue().equals("action:kind0.read")) {
                String path = "/v1/holds/" + id + OF_ACME;
                if (servers.send(server, "DELETE", path, "").statusCode() == 204) {
                    covered.remove(id);
                    return;
                }
            }
        }
    }

    private JsonNode holds(ServerProcess server) throws Exception {
        return JSON.readTree(servers.get(server, "/v1/holds" + OF_ACME)).path("holds");
    }

    /// The events of a kind that are there now.
    private Set<String> present(ServerProcess server, int kind) throws Exception {
        var present = new HashSet<String>();
        for (JsonNode event : servers.disclosed(server, "acme")) {
            String id = event.path("id").stringValue();
            if (days.containsKey(id)
                    && ids.indexOf(id) % 10 == kind
                    && !event.path("expired").asBoolean(false)) {
                present.add(id);
            }
        }
        return present;
    }

    /// All that the log has: nothing twice, nothing out of its place, nothing that is held is gone,
    /// and nothing is back.
    private List<JsonNode> look(ServerProcess server) throws Exception {
        List<JsonNode> all = servers.disclosed(server, "acme");
        var now = new HashSet<String>();
        for (int sequence = 0; sequence < all.size(); sequence++) {
            JsonNode event = all.get(sequence);
            assertThat(event.path("sequence").asInt()).isEqualTo(sequence);
            if (sequence < ids.size()) {
                assertThat(event.path("id").stringValue()).isEqualTo(ids.get(sequence));
            }
            if (event.path("expired").asBoolean(false)) {
                now.add(event.path("id").stringValue());
            }
        }
        assertThat(now).containsAll(gone);
        covered.values().forEach(held -> assertThat(now).doesNotContainAnyElementsOf(held));
        gone.addAll(now);
        return all;
    }

    /// Once it has been told to keep the last few days, and nobody kills it.
    private void settles(ServerProcess server) throws Exception {
        String body = "{\"organization\":\"acme\",\"bodyDays\":%d}".formatted(LAST_DAYS);
        assertThat(servers.send(server, "PUT", "/v1/retention", body).statusCode()).isEqualTo(200);
        var kinds = new HashSet<Integer>();
        for (JsonNode hold : holds(server)) {
            kinds.add(hold.path("query").stringValue().charAt("action:kind".length()) - '0');
        }
        var due = new HashSet<String>();
        for (int number = 0; number < ids.size(); number++) {
            long day = days.get(ids.get(number));
            if (day + 1 + LAST_DAYS <= today && !kinds.contains(number % 10)) {
                due.add(ids.get(number));
            }
        }
        long endNanos = System.nanoTime() + KilledServer.PATIENCE.toNanos();
        while (!gone.containsAll(due) || !areErased(server)) {
            assertThat(System.nanoTime()).as(servers.get(server, "/health")).isLessThan(endNanos);
            look(server);
        }
        servers.awaitIndex(server);
        List<String> found =
                servers.get(server, "/v1/events/export" + OF_ACME)
                        .lines()
                        .map(line -> JSON.readTree(line).path("id").stringValue())
                        .toList();
        var left = new HashSet<>(ids);
        left.removeAll(gone);
        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(left);
    }

    private boolean areErased(ServerProcess server) throws Exception {
        for (JsonNode erasure :
                JSON.readTree(servers.get(server, "/v1/erasures" + OF_ACME)).path("erasures")) {
            if (!erasure.path("status").stringValue().equals("done")) {
                return false;
            }
        }
        return true;
    }

    /// What was published before the first kill, and what is now, are the log of these leaves.
    private void proves(ServerProcess server) throws Exception {
        Checkpoint last = servers.checkpoint(server, "acme");
        List<JsonNode> all = look(server);
        var tree = new CompactRange();
        for (JsonNode event : all.subList(0, (int) last.size())) {
            tree.append(KilledServer.leafHash(event));
            if (tree.size() == first.size()) {
                assertThat(tree.root()).isEqualTo(first.root());
            }
        }
        assertThat(last.size()).isGreaterThan(first.size());
        assertThat(tree.root()).isEqualTo(last.root());
    }

    /// Whatever went was announced, and so was each hold that there is.
    private void tells(ServerProcess server) throws Exception {
        var announced = new HashSet<Integer>();
        for (String line :
                servers.get(server, RECORD + "&action=retention.prune").lines().toList()) {
            JsonNode labels = JSON.readTree(line).path("detail").path("labels");
            int from = Integer.parseInt(labels.path("firstSequence").stringValue());
            int to = Integer.parseInt(labels.path("lastSequence").stringValue());
            for (int sequence = from; sequence <= to; sequence++) {
                announced.add(sequence);
            }
        }
        assertThat(announced).containsAll(gone.stream().map(ids::indexOf).toList());
        String placed = servers.get(server, RECORD + "&action=hold.create");
        for (JsonNode hold : holds(server)) {
            assertThat(placed).contains("\"" + hold.path("id").stringValue() + "\"");
        }
    }
}
