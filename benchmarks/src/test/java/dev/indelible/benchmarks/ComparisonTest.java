package dev.indelible.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness works and its engines agree; no times.
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
    void postgreSqlAnswersAsIndelible() throws IOException {
        assumeTrue(PostgreSqlServer.isPresent(), "PostgreSQL 15 is absent");

        compareWith("PostgreSQL", PostgreSql::new);
    }

    @Test
    void openSearchAnswersAsIndelible() throws IOException {
        Path libraries = OPEN_SEARCH.resolve("target/lib");
        assumeTrue(OpenSearch.isPresent(libraries), "OpenSearch is absent; ./bench loads it");

        compareWith(
                "OpenSearch",
                own -> new OpenSearch(own, libraries, OPEN_SEARCH.resolve("OpenSearchNode.java")));
    }

    @Test
    void clickHouseAnswersAsIndelible() throws IOException {
        Path program = Path.of("clickhouse").toAbsolutePath();
        assumeTrue(ClickHouse.isPresent(program), "ClickHouse is absent; ./bench loads it");

        compareWith("ClickHouse", own -> new ClickHouse(own, program));
    }

    private void compareWith(String name, Function<Path, Engine> peer) throws IOException {
        var makers = new LinkedHashMap<String, Function<Path, Engine>>();
        makers.put("Indelible", ComparisonTest::indelible);
        makers.put(name, peer);
        var plan = new Plan(20_000, PARTS, Plan.Effort.TINY, 1);
        var progress = new Progress(System.out, false);
        var run = new Results.Run("2026-11-26T00:00:00Z", "./test", "", "this one", "seed 1");
        Path report = folder.resolve("report");

        boolean isAgreed =
                new Comparison(plan, Folders.make(folder.resolve("data")), progress)
                        .run(makers, report, run);

        assertThat(isAgreed).isTrue();
        assertThat(report.resolve("benchmarks.md"))
                .content()
                .contains("| Indelible |", "| " + name + " |", "## Bars", "## Intake")
                .doesNotContain("Answers differ", folder.toString());
        for (String plot : List.of("intake.svg", "actor.svg", "bytes.svg")) {
            assertThat(report.resolve("benchmarks").resolve(plot)).content().contains("<svg");
        }
        assertThat(Files.readString(report.resolve("benchmarks/results.json")))
                .contains("\"ACTOR\"")
                .doesNotContain(folder.toString());
    }

    private static Engine indelible(Path own) {
        return new Indelible(own, System.getProperty("java.class.path"), List.of("-Xmx256m"));
    }
}
