package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands in processes of their own whose output goes to where not all of it can go: full disks,
/// pipes that are closed, locales without its characters, narrow terminals.
class OutputTest {
    private static final String KEY = "bootstrap key for tests only";

    @TempDir static Path folder;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server =
                Server.open(
                        Settings.parse(
                                Map.of(
                                        "port",
                                        "0",
                                        "bootstrap-key",
                                        KEY,
                                        "data",
                                        folder.resolve("data").toString()),
                                Map.of()));
        server.loadDemo();
        Path events = folder.resolve("events.json");
        Files.writeString(
                events,
                "{\"action\":\"a.b\",\"organization\":\"demo\",\"actor\":{\"id\":\"u\",\"name\":\"Zoë 李\"}}");
        assertThat(ran("indelible send " + events).code()).isZero();
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (!ran("indelible search --json action:a.b").output().contains("a.b")) {
            assertThat(System.nanoTime()).isLessThan(endNanos);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export",
                "export --format csv",
                "search",
                "search --json",
                "whoami",
                "--help"
            })
    void fullDiskIsAFailure(String command) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");

        Ran ran = ran("indelible " + command + " 2>&1 >/dev/full");

        assertThat(ran.code()).as(ran.output()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(ran.output())
                .startsWith("indelible: standard output takes no more")
                .doesNotContain("\tat ");
    }

    @Test
    void serverGoesOnWhereNobodyTakesWhatItPrints() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");

        Ran ran =
                ran(
                        """
                        indelible server --port 0 --data unheard >/dev/full 2>told & server=$!
                        until grep -q 'started: url=' told || ! kill -0 $server; do sleep 0.05; done
                        url=$(sed -n 's/.*started: url=\\([^ ]*\\).*/\\1/p' told)
                        curl -sf --retry 60 --retry-delay 1 --retry-all-errors $url/health/ready >/dev/null
                        kill -TERM $server; wait $server; echo ended with $?; cat told
                        """);

        assertThat(ran.output()).startsWith("ended with 143").doesNotContain("cannot start");
    }

    @Test
    void exportEndsQuietlyWhenNobodyReadsOn() throws Exception {
        Ran ran =
                ran(
                        "{ indelible export 2>&1; echo code $? >&3; } 3>ended | head -c 100; cat ended");

        assertThat(ran.output()).endsWith("code " + ExitCode.INCOMPLETE + "\n");
        assertThat(ran.output().length()).isEqualTo(100 + "code 1\n".length());
    }

    @Test
    void filesAreUtf8InEveryLocale() throws Exception {
        String inC = ran("LC_ALL=C indelible search --json action:a.b").output();

        assertThat(inC).contains("Zoë 李");
        assertThat(ran("LC_ALL=C indelible search action:a.b 'actor:Zoë 李' 2>&1"))
                .isEqualTo(
                        new Ran(
                                ExitCode.USAGE,
                                "indelible: argument 3 has characters that the locale has not; set"
                                        + " LC_ALL=C.UTF-8\n"));
    }

    /// A terminal has other letters by their escapes, a pipe as they are: jq reads both.
    @Test
    void jsonLosesNoLetterOnATerminalThatLacksIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not here");
        for (String command : List.of("search --json", "export")) {
            String shown =
                    ran("LC_ALL=C script -qec 'indelible " + command + " action:a.b' /dev/null")
                            .output();

            assertThat(shown).contains("Zo\\u00eb \\u674e").doesNotContain("Zo?");
        }
    }

    @Test
    void folderIsNotReplacedByAnExport() throws Exception {
        Path taken = Files.createDirectories(folder.resolve("taken"));

        Ran ran = ran("indelible export -o taken 2>&1");

        assertThat(ran.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(ran.output()).contains("taken is not written").contains("it is a folder");
        assertThat(taken).isEmptyDirectory();
        assertThat(ran("indelible export -o nowhere/x 2>&1").output())
                .contains("its folder is not there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify nowhere.zip",
                "verify --tree nowhere",
                "search --config nowhere",
                "integrations create nowhere",
                "integrations verify x nowhere",
                "witness --key nowhere --data witness"
            })
    void fileThatIsNotThereIsToldInASentence(String command) throws Exception {
        Ran ran = ran("indelible " + command + " 2>&1");

        assertThat(ran.code()).as(ran.output()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.output())
                .startsWith("indelible: ")
                .contains("there is no file or folder nowhere")
                .doesNotContain("Exception");
    }

    @Test
    void settingsFileIsToldOfInASentence() throws Exception {
        Files.writeString(folder.resolve("wrong"), "port=0\nprot=1\n");

        for (var named :
                Map.of(
                                "nowhere",
                                "nowhere is not there; ",
                                ".",
                                ". is a folder; ",
                                "wrong",
                                "wrong:2: 'prot' is no")
                        .entrySet()) {
            Ran ran = ran("indelible server --config " + named.getKey() + " 2>&1");

            assertThat(ran.code()).as(ran.output()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.output()).startsWith("indelible: ").contains(named.getValue());
        }
    }

    @Test
    void portThatIsTakenIsToldInOneLine() throws Exception {
        int port = URI.create(server.url()).getPort();

        Ran ran = ran("indelible server --data second --port " + port + " 2>&1");

        assertThat(ran.output())
                .startsWith("indelible: cannot start: port " + port)
                .hasLineCount(1);
        assertThat(ran.code()).isEqualTo(ExitCode.INCOMPLETE);
    }

    @Test
    void rowsFitTheTerminalAndNotMoreThanIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not here");

        String narrow =
                ran("script -qec 'stty cols 72; NO_COLOR=1 indelible search' /dev/null").output();
        String told =
                ran("COLUMNS=50 script -qec 'NO_COLOR=1 indelible search' /dev/null").output();

        assertThat(narrow.lines()).hasSizeGreaterThan(40).allMatch(line -> line.length() <= 72);
        assertThat(narrow.lines()).anyMatch(line -> line.length() > 60);
        assertThat(told.lines()).hasSizeGreaterThan(40).allMatch(line -> line.length() <= 50);
        assertThat(ran("COLUMNS=50 indelible search").output().lines())
                .anyMatch(line -> line.length() > 130);
    }

    private record Ran(int code, String output) {}

    /// A line of bash in which `indelible` is the command line.
    private static Ran ran(String line) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = bin.resolve("indelible");
        if (!Files.exists(program)) {
            Files.writeString(
                    program,
                    "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp \"$TEST_CLASS_PATH\" %s \"$@\"\n"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    Main.class.getName()));
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Path output = folder.resolve("output");
        var builder = new ProcessBuilder("bash", "-c", line);
        Map<String, String> environment = builder.environment();
        environment.put("TEST_CLASS_PATH", System.getProperty("java.class.path"));
        environment.put("INDELIBLE_URL", server.url());
        environment.put("INDELIBLE_KEY", KEY);
        environment.put("LC_ALL", "C.UTF-8");
        environment.merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
        Process process =
                builder.directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        return new Ran(process.waitFor(), Files.readString(output, UTF_8));
    }
}
