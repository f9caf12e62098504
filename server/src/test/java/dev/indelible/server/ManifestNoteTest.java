package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.VerifierKey;
import dev.indelible.testkit.SlowTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A manifest as a receiver checks it who has the files, the note and the key, and nothing else.
class ManifestNoteTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;

    @Test
    void noteIsSignedForWhatArrivedAndForNothingElse() throws Exception {
        String path;
        VerifierKey key;
        try (var server = new TestServer(folder)) {
            server.post("/v1/organizations", "{\"id\":\"acme\"}");
            path =
                    "/v1/integrations/"
                            + server.posted(
                                            "/v1/integrations",
                                            "{\"organization\":\"acme\",\"name\":\"f\",\"type\":\"file\",\"file\":{\"name\":\"siem\"}}")
                                    .path("id")
                                    .stringValue();
            JsonNode first = delivered(server, path, 3);
            key = VerifierKey.parse(first.path("key").stringValue());
            assertThat(verdict(first.path("note").stringValue(), key))
                    .isInstanceOf(NoteVerdict.Verified.class);
        }
        // The key of a manifest that somebody has is that of all later ones.
        try (var server = new TestServer(folder)) {
            String note = delivered(server, path, 2).path("note").stringValue();
            assertThat(verdict(note, key)).isInstanceOf(NoteVerdict.Verified.class);
            expectRoots(note);
            expectForgeriesRefused(note, key);
            expectApartFromCheckpoints(server, note, key);
        }
    }

    private JsonNode delivered(TestServer server, String path, int events) throws Exception {
        for (int i = 0; i < events; i++) {
            server.posted("/v1/events?organization=acme", "{\"action\":\"thing.done\"}");
        }
        server.await(
                () -> server.get(path).json().at("/status/lagEvents").asLong() == 0,
                () -> server.get(path).body());
        return server.get(path + "/manifest").json();
    }

    private static NoteVerdict verdict(String note, VerifierKey key) {
        return new NoteVerifier(List.of(key), new JdkSignatures())
                .verify(Note.parse(note.getBytes(UTF_8)));
    }

    /// By the steps of docs/delivery.md.
    private void expectRoots(String note) throws Exception {
        List<JsonNode> stored =
                Files.readAllLines(folder.resolve("delivered/acme/siem.ndjson")).stream()
                        .<JsonNode>map(MAPPER::readTree)
                        .toList();
        long before = 0;
        for (String line : note.lines().filter(line -> line.startsWith("hour ")).toList()) {
            String[] words = line.split(" ", -1);
            long after = before;
            long last = Long.parseLong(words[4]);
            List<byte[]> leaves =
                    stored.stream()
                            .filter(one -> number(one) > after && number(one) <= last)
                            .map(one ->
                                    (number(one) + " " + one.findValue("id").stringValue())
                                            .getBytes(UTF_8))
                            .toList();
            assertThat(leaves).hasSize(Integer.parseInt(words[2]));
            assertThat(HexFormat.of().formatHex(SlowTree.root(leaves))).isEqualTo(words[5]);
            before = last;
        }
        assertThat(before).isEqualTo(stored.size()).isPositive();
    }

    private static long number(JsonNode stored) {
        return stored.findValue("destinationSequence").longValue();
    }

    private static void expectForgeriesRefused(String note, VerifierKey key) {
        String hour =
                note.lines().filter(line -> line.startsWith("hour ")).findFirst().orElseThrow();
        for (String forged :
                List.of(
                        note.replace(hour + "\n", ""),
                        note.replace(hour + "\n", hour + "\n" + hour + "\n"),
                        note.replace("before 0", "before 1"),
                        note.replace("after 0\n", "after 0\naside 1 x skipped\n"),
                        note.replaceFirst("chain [0-9a-f]{4}", "chain 0000"),
                        note.replaceFirst("manifest/v3", "manifest/v2"))) {
            assertThat(forged).isNotEqualTo(note);
            assertThat(verdict(forged, key)).as(forged).isInstanceOf(NoteVerdict.Forged.class);
        }
    }

    /// What one key signs does not pass for what the other does, nor does its signature on it.
    private static void expectApartFromCheckpoints(TestServer server, String note, VerifierKey key)
            throws Exception {
        String checkpoint = server.get("/logs/acme/checkpoint").body();
        String text = note.substring(0, note.indexOf("\n\n") + 2);
        String signature = checkpoint.substring(checkpoint.indexOf("\n\n") + 2);

        assertThat(verdict(checkpoint, key)).isInstanceOf(NoteVerdict.Unknown.class);
        assertThat(verdict(text + signature, key)).isInstanceOf(NoteVerdict.Unknown.class);
    }
}
