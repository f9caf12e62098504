package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a real server in this process.
@NullUnmarked // JUnit fills what each test begins with
class CommandsTest {
    private static final String KEY = "bootstrap key for tests only";

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
    }

    @AfterEach
    void close() {
        System.setOut(standardOutput);
        server.close();
    }

    /// Whoever writes one strange event must not take the others from those who search.
    @Test
    void eventsWithNumbersOfAnyLengthAreFound() throws Exception {
        Path events = folder.resolve("events.ndjson");
        String event = "{\"action\":\"a.b\",\"detail\":{\"request\":{\"params\":{\"n\":%s}}}}\n";
        String digits = "7".repeat(1500);
        Files.writeString(events, event.formatted(digits) + event.formatted("1e99999999999"));
        assertThat(run("send", events.toString())).isZero();

        String found = "";
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (found.lines().count() < 2 && System.nanoTime() < endNanos) {
            found = printedBy("search", "--json", "action:a.b");
        }

        assertThat(found).contains("{\"n\":" + digits + "}", "{\"n\":1e99999999999}");
    }

    @Test
    void filesSentAgainAreNotDoubled() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path events = logs.resolve("events.ndjson");
        Files.writeString(events, "{\"action\":\"a\"}\n{\"action\":\"a\"}\nbroken\n");

        int first = run("send", events.toString());
        Files.writeString(
                events, "{\"action\":\"a\"}\n{\"action\":\"a\"}\nbroken\n{\"action\":\"b\"}\n");
        int second = run("send", logs.toString());
        int again = run("send", "--again", "--json", events.toString());

        assertThat(first).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(second).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(again).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("2 accepted, 0 duplicates, 1 rejected")
                .contains("1 accepted, 2 duplicates, 1 rejected")
                .contains("{\"accepted\":3,\"duplicates\":0,\"rejected\":1}");
    }

    @Test
    void exportIsWholeOrNotThere() throws Exception {
        Path events = folder.resolve("events.json");
        Files.writeString(events, "[{\"action\":\"a\"},{\"action\":\"b\"}]");
        assertThat(run("send", events.toString())).isEqualTo(ExitCode.OK);
        Path export = folder.resolve("export.ndjson");
        long rows = 0;
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (rows < 2 && System.nanoTime() < endNanos) {
            // What another export writes just now.
            Path others = Files.writeString(folder.resolve("export.ndjson.part"), "half a row");
            assertThat(run("export", "--output", export.toString())).isEqualTo(ExitCode.OK);
            assertThat(others).hasContent("half a row");
            Files.delete(others);
            rows = Files.readAllLines(export).size();
        }

        assertThat(rows).isEqualTo(2);
        server.close();
        Path missing = folder.resolve("missing.ndjson");
        assertThat(run("export", "--output", missing.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(missing).doesNotExist();
    }

    @Test
    void searchIsOfOneOrganizationAndOfTimeThatIsSoLongAgo() throws Exception {
        Path events = folder.resolve("events.ndjson");
        Files.writeString(
                events,
                """
                {"action":"here","organization":"acme"}
                {"action":"there","organization":"other"}
                {"action":"before","organization":"acme","time":"2026-01-02T03:04:05Z"}
                """);
        assertThat(run("send", events.toString())).isEqualTo(ExitCode.OK);
        String found = "";
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (!found.contains("before") && System.nanoTime() < endNanos) {
            found = printedBy("search", "--organization", "acme");
        }

        assertThat(found).contains("here").contains("before").doesNotContain("there");
        assertThat(printedBy("export", "--organization", "acme", "--from", "-1h"))
                .contains("here")
                .doesNotContain("before");
        assertThat(run("search", "--limit", "0")).isEqualTo(2);
    }

    private String printedBy(String... arguments) {
        printed.reset();
        assertThat(run(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length)))
                .isEqualTo(ExitCode.OK);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void failuresHaveTheirOwnExitCodes() {
        assertThat(run("search", "acter:x")).isEqualTo(ExitCode.REFUSED);
        assertThat(Main.run("search", "--url", server.url(), "--key", "wrong"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(Main.run("nonsense")).isEqualTo(2);
        assertThat(Main.run()).isEqualTo(2);
        assertThat(run("send", folder.resolve("nothing").toString())).isEqualTo(2);
        assertThat(run("whoami")).isEqualTo(ExitCode.OK);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"key\":\"bootstrap\"");
    }

    @Test
    void aKeyThatCannotBeSentIsRefusedInPlainWords() {
        PrintStream standardError = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            for (String key :
                    new String[] {"secret\u001b[2Jsecret", "secret\nsecret", "schlüssel"}) {
                told.reset();
                assertThat(Main.run("whoami", "--url", server.url(), "--key", key))
                        .isEqualTo(ExitCode.USAGE);
                assertThat(told.toString(StandardCharsets.UTF_8))
                        .contains("character", "of the key")
                        .doesNotContain("Exception", "secret", "\u001b");
            }
        } finally {
            System.setErr(standardError);
        }
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
