package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `indelible integrations …` as a user runs it, against a real server that delivers to a file.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationsCommandTest {
    private static final String KEY = "bootstrap key for tests only";
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir Path folder;
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Server server;

    @BeforeEach
    void open() throws Exception {
        server =
                Server.open(
                        Settings.parse(
                                Map.of(
                                        "port",
                                        "0",
                                        "data",
                                        folder.resolve("data").toString(),
                                        "bootstrap-key",
                                        KEY),
                                Map.of()));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Path body = folder.resolve("siem.json");
        Files.writeString(
                body,
                """
                {"organization":"acme","name":"SIEM file","type":"file","file":{"name":"siem"}}\
                """);
        assertThat(run("create", body.toString())).isEqualTo(ExitCode.OK);
        Path events = folder.resolve("events.json");
        Files.writeString(
                events,
                "[{\"action\":\"a\",\"organization\":\"acme\"},{\"action\":\"b\",\"organization\":\"acme\"}]");
        assertThat(Main.run("send", "--url", server.url(), "--key", KEY, events.toString()))
                .isEqualTo(ExitCode.OK);
        printed.reset();
    }

    @AfterEach
    void close() {
        System.setOut(standardOutput);
        server.close();
    }

    /// The lines of the file, when there are so many.
    private List<JsonNode> delivered(int count) throws Exception {
        Path file = folder.resolve("data/delivered/acme/siem.ndjson");
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() >= count) {
                var all = new ArrayList<JsonNode>();
                lines.forEach(line -> all.add(MAPPER.readTree(line)));
                return all;
            }
            assertThat(System.nanoTime()).as(lines.toString()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void awaitCode(int code, String... command) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (run(command) != code) {
            assertThat(System.nanoTime()).as(printed()).isLessThan(end);
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listShowsOneLineEachAndItsCodeWhetherAllIsWell() throws Exception {
        delivered(3);
        awaitCode(ExitCode.OK, "list");
        printed.reset();
        assertThat(run("list")).isEqualTo(ExitCode.OK);
        List<String> lines = printed().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .matches("ID +NAME +TYPE +STATE +GUARANTEE +BEHIND +SECONDS +PARKED");
        assertThat(lines.get(1)).matches("\\S+ +SIEM file +file +active +stored +0 +0\\.0 +0");

        printed.reset();
        assertThat(run("list", "--json")).isEqualTo(ExitCode.OK);
        assertThat(MAPPER.readTree(printed()).get(0).path("name").stringValue())
                .isEqualTo("SIEM file");
    }

    @Test
    void pausedOneWaitsAndResumedOneGoesOn() throws Exception {
        delivered(3);
        assertThat(run("pause", "SIEM file", "--reason", "window")).isEqualTo(ExitCode.OK);
        assertThat(printed()).contains("\"state\":\"paused\"");
        printed.reset();
        assertThat(run("list")).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(printed()).contains("paused").contains("events wait in the journal");

        assertThat(run("resume", "SIEM file")).isEqualTo(ExitCode.OK);
        awaitCode(ExitCode.OK, "list");
        assertThat(delivered(5).stream().map(line -> line.findValue("action").stringValue()))
                .contains("integration.pause", "integration.resume");
        assertThat(run("pause", "nobody")).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void testSendsARealEventAndSaysWhatCameOfIt() {
        assertThat(run("test", "SIEM file")).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .matches("SIEM file: It arrived: .+\\. \\(event [0-9a-f-]{36}, \\d+ ms\\)\\R");

        printed.reset();
        assertThat(run("test", "SIEM file", "--json")).isEqualTo(ExitCode.OK);
        assertThat(MAPPER.readTree(printed()).path("outcome").asString()).isEqualTo("confirmed");
    }

    @Test
    void whatWaitsForItsNextTryIsTriedAtOnce() throws Exception {
        delivered(3);
        assertThat(run("retry", "SIEM file")).isEqualTo(ExitCode.OK);
        assertThat(MAPPER.readTree(printed()).path("state").asString()).isEqualTo("active");
        assertThat(delivered(4).getLast().findValue("action").stringValue())
                .isEqualTo("integration.retry");

        assertThat(run("pause", "SIEM file")).isEqualTo(ExitCode.OK);
        assertThat(run("retry", "SIEM file")).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void replayedEventsComeAgainUnderTheirNumbersAndIds() throws Exception {
        List<JsonNode> live = delivered(3);
        awaitCode(ExitCode.OK, "list");
        assertThat(run("replay", "SIEM file", "--from", "sequence:0")).isEqualTo(ExitCode.OK);

        List<JsonNode> all = delivered(3 + 1 + 3);

        for (JsonNode line : live) {
            assertThat(all.stream().filter(line::equals)).hasSize(1);
            assertThat(all.stream().filter(other -> isReplayOf(line, other))).hasSize(1);
        }
        assertThat(run("replay", "SIEM file", "--from", "yesterday")).isEqualTo(ExitCode.REFUSED);
    }

    private static boolean isReplayOf(JsonNode live, JsonNode other) {
        return other.path("replay").asBoolean(false)
                && List.of("destinationSequence", "event").stream()
                        .allMatch(name -> live.path(name).equals(other.path(name)));
    }

    @Test
    void verifyTellsWhatAReceiverLacksAndWhatItShouldNotHave() throws Exception {
        List<String> ids =
                new ArrayList<>(
                        delivered(3).stream()
                                .map(line -> line.path("event").path("id").stringValue())
                                .toList());
        Path has = folder.resolve("has.txt");
        Files.write(has, ids);
        awaitCode(ExitCode.OK, "verify", "SIEM file", has.toString());
        assertThat(printed()).contains("3 expected, 3 received, 0 missing, 0 extra, 0 parked");

        String lost = ids.set(1, "00000000-0000-4000-8000-000000000001");
        Files.write(has, ids);
        printed.reset();
        assertThat(run("verify", "SIEM file", has.toString())).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(printed().lines())
                .containsExactly(
                        "3 expected, 3 received, 1 missing, 1 extra, 0 parked",
                        "missing " + lost,
                        "extra 00000000-0000-4000-8000-000000000001");
    }

    @Test
    void whatIsEmptySaysSo() {
        PrintStream standardError = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(run("parked", "SIEM file")).isEqualTo(ExitCode.OK);
            for (String format : List.of("ndjson", "csv")) {
                assertThat(main("export", "--format", format, "actor:nobody"))
                        .isEqualTo(ExitCode.OK);
            }
            assertThat(main("search", "--json", "actor:nobody")).isEqualTo(ExitCode.OK);
        } finally {
            System.setErr(standardError);
        }
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Nothing is parked.",
                        "No event matches.",
                        "No event matches.",
                        "No event matches.");
    }

    private int main(String command, String... rest) {
        var all = new ArrayList<String>(List.of(command, "--url", server.url(), "--key", KEY));
        all.addAll(List.of(rest));
        return Main.run(all.toArray(String[]::new));
    }

    private int run(String... command) {
        var all = new ArrayList<String>(List.of("integrations", command[0]));
        all.addAll(List.of("--url", server.url(), "--key", KEY));
        all.addAll(List.of(command).subList(1, command.length));
        return Main.run(all.toArray(String[]::new));
    }
}
