package dev.indelible.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness works and its engines agree; no times. `./bench --quick` also has ClickHouse.
class ComparisonTest {
    private static final Path OPEN_SEARCH = Path.of("opensearch").toAbsolutePath();
    private static final Set<Plan.Part> PARTS =
            EnumSet.complementOf(EnumSet.of(Plan.Part.JMH, Plan.Part.KILL));

    @TempDir private Path folder;

    @BeforeEach
    void letOthersEnter() throws IOException {
        Folders.make(folder);
    }

    @Test
    void enginesThatArePresentAnswerAlike() throws IOException {
        Map<String, Function<Path, Engine>> makers = present();
        assumeTrue(makers.size() > 1, "no peer is present; ./bench loads them");
        var plan = new Plan(20_000, PARTS, Plan.Effort.TINY, 1);
        var run = new Results.Run("2026-11-26T00:00:00Z", "./test", "", "this one", "seed 1");
        var comparison =
                new Comparison(
                        plan,
                        Folders.make(folder.resolve("data")),
                        new Progress(System.out, false));
        Path report = folder.resolve("report");

        boolean isAgreed = comparison.run(makers, report, run);

        assertThat(isAgreed).isTrue();
        String page = Files.readString(report.resolve("benchmarks.md"));
        assertThat(page)
                .contains("## Bars", "## Intake", "## Questions")
                .doesNotContain("Answers differ", folder.toString());
        String data = Files.readString(report.resolve("benchmarks/results.json"));
        assertThat(data).contains("\"ACTOR\"").doesNotContain(folder.toString());
        for (String name : makers.keySet()) {
            assertThat(page).contains("| " + name + " |");
            assertThat(data).contains("\"engine\" : \"" + name + "\"");
        }
        for (String plot : List.of("intake.svg", "actor.svg", "bytes.svg")) {
            assertThat(report.resolve("benchmarks").resolve(plot)).content().contains("<svg");
        }
    }

    private static Map<String, Function<Path, Engine>> present() {
        var makers = new LinkedHashMap<String, Function<Path, Engine>>();
        makers.put("Indelible", ComparisonTest::indelible);
        if (PostgreSqlServer.isPresent()) {
            makers.put("PostgreSQL", PostgreSql::new);
        }
        Path libraries = OPEN_SEARCH.resolve("target/lib");
        Path node = OPEN_SEARCH.resolve("OpenSearchNode.java");
        if (OpenSearch.isPresent(libraries)) {
            makers.put("OpenSearch", own -> new OpenSearch(own, libraries, node));
        }
        System.out.println("compared: " + makers.keySet());
        return makers;
    }

    private static Engine indelible(Path own) {
        return new Indelible(own, System.getProperty("java.class.path"), List.of("-Xmx256m"));
    }
}
