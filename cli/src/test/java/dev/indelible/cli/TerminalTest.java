package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands in a process of their own whose output goes to a terminal (that of script(1)) or a
/// file.
class TerminalTest {
    private static final String KEY = "bootstrap key for tests only";
    private static final String HOSTILE = "\u001b]0;owned\u0007\u009b2J\u202eexe";

    @TempDir Path folder;

    @Test
    void contentsOfEventsSteerNoTerminalAndReachAFileAsTheyAre() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not here");
        var settings =
                Map.of(
                        "port",
                        "0",
                        "bootstrap-key",
                        KEY,
                        "data",
                        folder.resolve("data").toString());
        try (Server server = Server.open(Settings.parse(settings, Map.of()))) {
            Path events = folder.resolve("events.json");
            String name = HOSTILE.replace("\u001b", "\\u001b").replace("\u0007", "\\u0007");
            Files.writeString(
                    events,
                    "{\"action\":\"a.b\",\"organization\":\"acme\",\"actor\":{\"id\":\"u\",\"name\":\"%s\"}}"
                            .formatted(name));
            printed(server, "send " + events, false);
            long endNanos = System.nanoTime() + 60_000_000_000L;
            while (!printed(server, "search --json action:a.b", false).contains("a.b")) {
                assertThat(System.nanoTime()).isLessThan(endNanos);
            }
            for (String command :
                    List.of(
                            "search --json action:a.b",
                            "search action:a.b",
                            "export action:a.b",
                            "export --format csv action:a.b",
                            "export --format cef action:a.b")) {
                String shown = printed(server, command, true);
                String kept = printed(server, command, false);

                assertThat(shown).as(command).contains("a.b");
                assertThat(shown.codePoints().filter(TerminalTest::steers))
                        .as("%s: %s", command, shown)
                        .isEmpty();
                assertThat(kept.contains("2J\u202eexe"))
                        .as("%s: %s", command, kept)
                        .isNotEqualTo(command.equals("search action:a.b"));
            }
        }
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) && "\r\n\t".indexOf(c) < 0
                || Character.getType(c) == Character.FORMAT;
    }

    /// Standard input is no terminal in either case, as in a loop of a shell.
    private String printed(Server server, String command, boolean isTerminal) throws Exception {
        List<String> java =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dstdout.encoding=UTF-8",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        "\"$TEST_CLASS_PATH\"",
                        Main.class.getName(),
                        command,
                        "</dev/null");
        String line = String.join(" ", java);
        var arguments = new ArrayList<String>();
        if (isTerminal) {
            arguments.addAll(List.of("/usr/bin/script", "-qec", line, "/dev/null"));
        } else {
            arguments.addAll(List.of("sh", "-c", line));
        }
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder(arguments);
        builder.environment().put("TEST_CLASS_PATH", System.getProperty("java.class.path"));
        builder.environment().put("INDELIBLE_URL", server.url());
        builder.environment().put("INDELIBLE_KEY", KEY);
        Process process =
                builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor()).as(command).isZero();
        return Files.readString(output, UTF_8);
    }
}
