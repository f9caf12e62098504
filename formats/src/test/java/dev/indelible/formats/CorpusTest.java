package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.event.ActorType;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Thousands of public events of many systems, where they lie beside the project or where
/// `-Dindelible.corpus=` says: one folder per system, NDJSON. No part of the project.
class CorpusTest {
    private static final int EVENTS = 7990;
    private static final Map<String, String> NAMED =
            Map.of(
                    "aws_cloudtrail", "cloudtrail",
                    "kubernetes_audit", "kubernetes",
                    "gcp_audit", "gcp",
                    "azure_activity", "azure",
                    "okta", "okta",
                    "github", "github");

    private static final class Count {
        int lines;
        int events;
        int asExpected;
        int action;
        int actor;
        int time;
        int outcome;
        int ip;
        int unforeseen;
        final Map<String, Integer> formats = new TreeMap<>();
    }

    @Test
    void everyEventIsKept() throws IOException {
        Path corpus = corpus();
        Assumptions.assumeTrue(corpus != null, "skipped: shared/data/corpus absent");
        Map<String, Count> counts = new TreeMap<>();
        int lines = 0;
        for (Path file : files(corpus)) {
            String system = String.valueOf(file.getName(file.getNameCount() - 2));
            Count count = counts.computeIfAbsent(system, name -> new Count());
            for (String line : Files.readAllLines(file, UTF_8)) {
                if (!line.isBlank()) {
                    // Log files hold text, which arrives as a JSON string.
                    boolean isJson = file.toString().endsWith("json");
                    read(isJson ? line : quoted(line), NAMED.get(system), count);
                    lines++;
                }
            }
        }
        print(counts);
        assertThat(lines).isEqualTo(EVENTS);
        assertThat(counts.keySet()).containsAll(NAMED.keySet());
        counts.forEach((system, count) -> {
            if (NAMED.containsKey(system)) {
                assertThat(count.asExpected).as(system).isGreaterThan(count.events * 3 / 5);
            }
        });
    }

    private static void read(String text, @Nullable String expected, Count count) {
        count.lines++;
        for (Formats.Item item : Fixtures.read("auto", text)) {
            AuditEvent event = Fixtures.event(item);
            count.events++;
            count.formats.merge(String.valueOf(event.format()), 1, Integer::sum);
            count.asExpected += String.valueOf(event.format()).equals(expected) ? 1 : 0;
            count.action += event.action().endsWith(".event") ? 0 : 1;
            count.actor += event.actor().type() == ActorType.ANONYMOUS ? 0 : 1;
            count.time += event.time() == null ? 0 : 1;
            count.outcome += event.outcome() == Outcome.UNKNOWN ? 0 : 1;
            var client = event.client();
            count.ip += client == null || client.ip() == null ? 0 : 1;
            count.unforeseen += event.unforeseen() == null ? 0 : 1;
            if (event.format() != null) {
                assertThat(Fixtures.detail(event).original()).isNotNull();
            }
        }
    }

    private static void print(Map<String, Count> counts) {
        System.out.println(
                "system                     lines events action actor  time outcome   ip"
                        + " unforeseen formats");
        counts.forEach((system, count) ->
                System.out.printf(
                        "%-26s %5d  %5d  %5d %5d %5d   %5d %4d %10d %s%n",
                        system,
                        count.lines,
                        count.events,
                        count.action,
                        count.actor,
                        count.time,
                        count.outcome,
                        count.ip,
                        count.unforeseen,
                        count.formats));
    }

    private static String quoted(String line) {
        return "\""
                + line.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\u001d", "\\u001d")
                + "\"";
    }

    private static List<Path> files(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus, 2)) {
            List<Path> events = new ArrayList<>();
            files.filter(file -> file.toString().matches(".*\\.(ndjson|log)")).forEach(events::add);
            events.sort(null);
            return events;
        }
    }

    private static @Nullable Path corpus() {
        String told = System.getProperty("indelible.corpus", System.getenv("INDELIBLE_CORPUS"));
        if (told != null) {
            return Path.of(told);
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path corpus = folder.resolve("shared/data/corpus");
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }
}
