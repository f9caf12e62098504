package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.search.QueryLanguage;
import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every example in the documents, run as it stands: blocks of `sh` against a real server, `query`
/// line by line, whole `json` events by sending them.
@NullUnmarked // JUnit fills what each test begins with
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String KEY = "bootstrap key for tests only";
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void everyExampleWorks() throws Exception {
        try (Server server =
                Server.open(
                        Settings.parse(
                                Map.of(
                                        "port",
                                        "0",
                                        "data",
                                        folder.resolve("data").toString(),
                                        "bootstrap-key",
                                        KEY),
                                Map.of()))) {
            Path work = Files.createDirectory(folder.resolve("work folder"));
            script(
                    work.resolve("indelible"),
                    "exec '%s' -cp '%s' %s \"$@\"\n"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    System.getProperty("java.class.path"),
                                    Main.class.getName()));
            Files.createSymbolicLink(work.resolve("verifier"), ROOT.resolve("verifier"));
            int blocks = 0;
            for (Path document : documents()) {
                Matcher block = BLOCK.matcher(Files.readString(document));
                while (block.find()) {
                    blocks += run(document, block.group(1), block.group(2), work, server.url());
                }
            }
            assertThat(blocks).isGreaterThanOrEqualTo(10);
            // Who tries the examples in a clone finds nothing new in it.
            try (Stream<Path> left = Files.list(work)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                "indelible", "verifier", "scratch", "event.json", "output.txt");
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static int run(Path document, String language, String text, Path work, String url)
            throws Exception {
        switch (language) {
            case "sh" -> shell(document, text.replace("curl ", "curl -fsS "), work, url);
            case "query" ->
                    text.lines().forEach(line -> assertThat(QueryLanguage.parse(line)).isNotNull());
            case "json" -> {
                if (!text.startsWith("{\"id\":")) {
                    return 0;
                }
                Files.writeString(work.resolve("event.json"), text);
                shell(document, "./indelible send --format native event.json", work, url);
            }
            default -> {
                return 0;
            }
        }
        return 1;
    }

    private static void shell(Path document, String text, Path work, String url) throws Exception {
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", text);
        builder.directory(work.toFile()).redirectErrorStream(true);
        Path output = work.resolve("output.txt");
        builder.redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("INDELIBLE_"));
        builder.environment().put("INDELIBLE_URL", url);
        builder.environment().put("INDELIBLE_KEY", KEY);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(text).isTrue();

        assertThat(process.exitValue())
                .as("%s: %s%n%s", document.getFileName(), text, Files.readString(output))
                .isZero();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
