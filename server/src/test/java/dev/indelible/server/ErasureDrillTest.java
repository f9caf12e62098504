package dev.indelible.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.proof.Note;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FolderDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A person is erased from a running server, and then looked for in the raw files of all its data.
@NullUnmarked // JUnit fills what each test begins with
class ErasureDrillTest {
    private static final String EMAIL = "jane.roe@persons.example";
    private static final String ACTOR = "person-4711-ada";
    private static final String NAME = "Jane Quirkington Roe";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 3_000;

    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void nothingOfAPersonIsLeftInAnyFileAndTheRestIsUntouched() throws Exception {
        send();
        server.awaitIndex();
        Map<String, String> before = events();
        assertThat(RawFiles.having(folder, EMAIL, ACTOR, NAME)).isNotEmpty();

        JsonNode preview = server.post("/v1/erasures?dry=true", request("")).json();
        assertThat(preview.path("events").asInt()).isEqualTo(EVENTS / 10 + EVENTS / 100);
        TestServer.Answer begun = server.post("/v1/erasures", request("request 17"));
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        String id = begun.json().path("id").stringValue();
        awaitDone(id);

        assertThat(RawFiles.having(folder, EMAIL, ACTOR, NAME)).isEmpty();
        Map<String, String> after = events();
        assertThat(after.keySet()).containsAll(before.keySet());
        before.forEach((event, text) -> {
            if (text.contains(ACTOR) || text.contains("JANE") || text.contains("\\u0040")) {
                assertThat(after.get(event)).contains("\"erased\":[").isNotEqualTo(text);
            } else {
                assertThat(after.get(event)).isEqualTo(text);
            }
        });
        certifies(id, preview);
        sayErased();
        saysByWhat(id);
        server.close();
        server = new TestServer(folder);
        assertThat(events()).isEqualTo(after);
        assertThat(RawFiles.having(folder, EMAIL, ACTOR, NAME)).isEmpty();
        JsonNode again = server.post("/v1/events", event(10)).json();
        assertThat(again.path("duplicates").asInt()).as(again.toString()).isEqualTo(1);
        // Last, because the record of reads will name them for having been asked for.
        JsonNode found = server.get("/v1/events?q=" + EMAIL).json().path("events");
        assertThat(found.isEmpty()).isTrue();
    }

    /// By a salt whoever has a proof could try out what was erased.
    @Test
    void noSaltOfWhatWasErasedIsLeftInAnyFile() throws Exception {
        send();
        server.awaitIndex();
        server.close();
        List<byte[]> seeds = new ArrayList<>();
        try (FolderDisk disk = FolderDisk.open(folder.resolve("journal"));
                FileJournal journal = FileJournal.open(disk, 256 << 10, new Random(1))) {
            for (Entry entry : journal.readOf("acme", 0, 2 * EVENTS, Integer.MAX_VALUE)) {
                byte[] actor = Objects.requireNonNull(entry.parts().get(Part.ACTOR));
                if (seeds.size() < 20 && new String(actor, UTF_8).contains(ACTOR)) {
                    seeds.add(entry.draft().seed());
                }
            }
        }
        String[] secrets =
                seeds.stream()
                        .flatMap(seed ->
                                Stream.of(
                                        seed,
                                        Leaf.salt(seed, Part.ACTOR),
                                        Leaf.salt(seed, Part.CLIENT)))
                        .map(bytes -> new String(bytes, ISO_8859_1))
                        .toArray(String[]::new);
        assertThat(secrets).hasSize(3 * 20);
        // Salts are made from seeds, which are all there is as long as nothing is erased.
        assertThat(RawFiles.having(folder, secrets)).hasSizeGreaterThanOrEqualTo(20);
        server = new TestServer(folder);

        awaitDone(server.post("/v1/erasures", request("x")).json().path("id").stringValue());

        server.close();
        assertThat(RawFiles.having(folder, secrets)).isEmpty();
        server = new TestServer(folder);
    }

    @Test
    void aPersonWhoseIdIsAUuidIsGoneFromWhereItsBytesAre() throws Exception {
        String random = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
        String timed = "01a21d11-b81c-7f28-bb81-7bc88b734b0c";
        var lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            String id = List.of("u-" + i * 7919, random, "u-" + i, timed).get(i % 4);
            lines.append(
                    "{\"organization\":\"acme\",\"action\":\"thing.update\",\"actor\":{\"id\":\"%s\"},\"detail\":{\"description\":\"%s\"}}\n"
                            .formatted(
                                    i % 40 < 4 ? id.toUpperCase(Locale.ROOT) : id,
                                    Integer.toString(i * 7919, 36).repeat(20)));
        }
        assertThat(server.post("/v1/events", lines.toString()).json().path("accepted").asInt())
                .isEqualTo(EVENTS);
        server.awaitIndex();
        for (String id : List.of(random, timed)) {
            awaitSealedWith(id);
            String asked =
                    "{\"organization\":\"acme\",\"actor\":\"%s\",\"reason\":\"x\"}".formatted(id);
            JsonNode begun = server.post("/v1/erasures", asked).json();
            assertThat(begun.path("events").asInt()).as(begun.toString()).isEqualTo(EVENTS / 4);
            awaitDone(begun.path("id").stringValue());
        }

        assertThat(RawFiles.having(folder, random, timed)).isEmpty();
    }

    private void awaitSealedWith(String id) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (RawFiles.having(folder.resolve("journal"), id).stream()
                .noneMatch(file -> file.contains(".zst has "))) {
            assertThat(System.nanoTime()).as("a file is sealed").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsHeldIsNotErasedAndTheRefusalNamesTheHold() throws Exception {
        server.post("/v1/events", event(10));
        String hold =
                server.post(
                                "/v1/holds",
                                "{\"organization\":\"acme\",\"query\":\"actor:%s\",\"reason\":\"case 1\",\"owner\":\"legal\"}"
                                        .formatted(ACTOR))
                        .json()
                        .path("id")
                        .stringValue();

        TestServer.Answer refused = server.post("/v1/erasures", request("why not"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("event-held").contains(hold);
        assertThat(
                        server.send(
                                        server.request(
                                                        "/v1/holds/" + hold + "?organization=acme",
                                                        TestServer.KEY)
                                                .DELETE()
                                                .build())
                                .status())
                .isEqualTo(204);
        // Released, but the events about the hold itself name them as well.
        TestServer.Answer begun = server.post("/v1/erasures", request("now"));
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        awaitDone(begun.json().path("id").stringValue());
        assertThat(actions()).contains("hold.create", "hold.release", "erasure.complete");
    }

    @Test
    void aReasonThatNamesThePersonIsRefused() throws Exception {
        server.post("/v1/events", event(10));

        TestServer.Answer refused =
                server.post(
                        "/v1/erasures", request("asked for by " + EMAIL.toUpperCase(Locale.ROOT)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("parameter-invalid");
    }

    private void send() throws Exception {
        for (int from = 0; from < EVENTS; from += 500) {
            String lines =
                    IntStream.range(from, from + 500)
                            .mapToObj(ErasureDrillTest::event)
                            .collect(Collectors.joining("\n"));
            TestServer.Answer answer = server.post("/v1/events?organization=acme", lines);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    /// Each tenth event is hers, each hundredth names her in other ways.
    private static String event(int number) {
        String id = new UUID(0x8000L, 0x8000_0000_0000_0000L | number).toString();
        String actor =
                number % 10 == 0
                        ? "{\"id\":\"%s\",\"email\":\"%s\",\"name\":\"%s\"}"
                                .formatted(ACTOR, EMAIL, NAME)
                        : "{\"id\":\"u-%d\",\"name\":\"Somebody Else\"}".formatted(number);
        String description =
                number % 100 == 1
                        ? number % 200 == 1
                                ? "mail to JANE.ROE@persons.example."
                                : "jane.roe\\u0040persons.example"
                        : "nothing of interest " + number * 7919;
        return "{\"id\":\"%s\",\"organization\":\"acme\",\"action\":\"thing.update\",\"actor\":%s,\"client\":{\"ip\":\"203.0.113.%d\"},\"detail\":{\"description\":\"%s\"}}"
                .formatted(id, actor, number % 250, description);
    }

    private static String request(String reason) {
        return "{\"organization\":\"acme\",\"actor\":\"%s\",\"email\":\"%s\",\"name\":\"%s\"%s}"
                .formatted(
                        ACTOR,
                        EMAIL,
                        NAME,
                        reason.isEmpty() ? "" : ",\"reason\":\"%s\"".formatted(reason));
    }

    private void awaitDone(String id) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String path = "/v1/erasures/" + id + "?organization=acme";
        while (!server.get(path).json().path("status").stringValue().equals("done")) {
            assertThat(System.nanoTime()).as(server.get("/health").body()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /// Each event of the drill by its id.
    private Map<String, String> events() throws Exception {
        var events = new LinkedHashMap<String, String>();
        String all = server.get("/v1/events/export?action=thing.update").body();
        all.lines().forEach(line -> events.put(line.substring(7, 43), line));
        assertThat(events).hasSize(EVENTS);
        return events;
    }

    private List<String> actions() throws Exception {
        server.awaitIndex();
        return server.get("/v1/events/export?organization=acme&service=indelible")
                .body()
                .lines()
                .map(line -> line.replaceAll(".*?\"action\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private void certifies(String id, JsonNode preview) throws Exception {
        String path = "/v1/erasures/" + id + "/certificate?organization=acme";
        String certificate = server.get(path).body();
        Note note = Note.parse(certificate.getBytes(UTF_8));

        assertThat(note.signatures()).hasSize(1);
        assertThat(note.signatures().getFirst().keyName()).endsWith("/acme");
        assertThat(note.text())
                .startsWith("indelible-erasure/v1\n")
                .contains("\nerasure " + id + "\n")
                .contains("\ngiven actor email name\n")
                .contains("\nlimit not looked for: other names of the person than those given")
                .contains("\nevents %d 0 ".formatted(preview.path("events").asInt()))
                .doesNotContain(ACTOR)
                .doesNotContain(EMAIL);
    }

    private void saysByWhat(String id) throws Exception {
        JsonNode erasure = server.get("/v1/erasures/" + id + "?organization=acme").json();
        String hers = "/v1/events/" + new UUID(0x8000L, 0x8000_0000_0000_0000L | 10);
        JsonNode event = server.get(hers + "?organization=acme").json();
        String others = "/v1/events/" + new UUID(0x8000L, 0x8000_0000_0000_0000L | 12);

        assertThat(event.path("erased").toString()).isEqualTo("[\"actor\",\"client\"]");
        assertThat(event.path("erasures").size()).isEqualTo(1);
        JsonNode by = event.path("erasures").get(0);
        assertThat(by.path("id").stringValue()).isEqualTo(id);
        assertThat(by.path("requested")).isEqualTo(erasure.path("requested"));
        assertThat(by.path("completed")).isEqualTo(erasure.path("completed"));
        assertThat(server.get(others + "?organization=acme").body()).doesNotContain("erasures");
    }

    private void sayErased() throws Exception {
        String disclosure =
                server.get("/v1/events/export?format=disclosure&organization=acme").body();
        String first = disclosure.lines().findFirst().orElseThrow();
        assertThat(first)
                .contains("\"part\":\"actor\",\"erased\":true,\"commitment\"")
                .contains("\"part\":\"client\",\"erased\":true,\"commitment\"")
                .contains("\"part\":\"detail\",\"salt\"");
    }
}
