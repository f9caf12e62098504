package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An exported log and one proof, checked by programs that share no code with ours: Python by the
/// specifications alone, and Go by golang.org/x/mod, which the checksum database of Go uses.
@NullUnmarked // JUnit fills what each test begins with
class IndependentCheckTest {
    private static final Path PROGRAMS =
            Path.of("..", "verifier", "independent").toAbsolutePath().normalize();
    private static final Path GO_LIBRARIES = Path.of("/usr/share/gocode");

    @TempDir Path folder;

    @BeforeEach
    void export() throws Exception {
        TestWorld world = TestWorld.of(600);
        var reader = new LogReader(world.log);
        LogExport.export(reader, reader.signed(world.trust()), folder.resolve("tree"), count -> {});
        for (Map.Entry<String, byte[]> file : world.evidence(300, Set.of()).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void pythonAgrees() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: no python3 here");

        agrees(List.of("/usr/bin/python3", PROGRAMS.resolve("verify_log.py").toString()));
    }

    @Test
    void goAgrees() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/go"))
                        && Files.isDirectory(GO_LIBRARIES.resolve("src/golang.org/x/mod")),
                "skipped: no go with golang-golang-x-mod-dev here");
        Path program = folder.resolve("verify_log");
        Result built =
                run(
                        List.of(
                                "/usr/bin/go",
                                "build",
                                "-o",
                                program.toString(),
                                PROGRAMS.resolve("verify_log.go").toString()));
        assertThat(built.exitCode).as(built.output).isZero();

        agrees(List.of(program.toString()));
    }

    private void agrees(List<String> program) throws Exception {
        Result good = check(program);
        assertThat(good.exitCode).as(good.output).isZero();
        assertThat(good.output)
                .contains("log.test/acme: signed;")
                .contains("is its entry 300 of 600");

        for (String name :
                List.of(
                        "tree/checkpoint",
                        "tree/tile/entries/001",
                        "tree/tile/0/002.p/88",
                        "tree/tile/1/000.p/2",
                        "leaf.bin",
                        "event.tlog-proof")) {
            refusesWithBitFlipped(program, name);
        }

        Files.delete(folder.resolve("tree/tile/entries/001"));
        Files.write(folder.resolve("tree/tile/entries/001.gone"), new byte[0]);
        Result expired = check(program);
        assertThat(expired.exitCode).as(expired.output).isZero();
        assertThat(expired.output).contains("in 1 bundles have expired");
        refusesWithBitFlipped(program, "tree/tile/0/001");
        Files.delete(folder.resolve("tree/tile/entries/001.gone"));
        Result lacking = check(program);
        assertThat(lacking.exitCode).isEqualTo(1);
        assertThat(lacking.output).contains("WRONG").contains("001");
    }

    private void refusesWithBitFlipped(List<String> program, String name) throws Exception {
        Path file = folder.resolve(name);
        byte[] original = Files.readAllBytes(file);
        Files.write(file, TestWorld.flipped(original, original.length / 2 * 8));
        Result bad = check(program);
        assertThat(bad.exitCode).as("%s: %s", name, bad.output).isEqualTo(1);
        assertThat(bad.output).contains("WRONG");
        Files.write(file, original);
    }

    private Result check(List<String> program) throws Exception {
        var command = new ArrayList<>(program);
        for (String name : List.of("policy.txt", "tree", "leaf.bin", "event.tlog-proof")) {
            command.add(folder.resolve(name).toString());
        }
        return run(command);
    }

    private record Result(int exitCode, String output) {}

    private Result run(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", GO_LIBRARIES.toString());
        builder.environment().put("GOCACHE", folder.resolve("go-cache").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }
}
