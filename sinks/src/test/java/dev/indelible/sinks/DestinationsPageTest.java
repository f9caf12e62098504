package dev.indelible.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.SinkKind.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page about destinations says what is so.
class DestinationsPageTest {
    private static final String PAGE = page();
    private static final JsonMapper JSON = new JsonMapper();

    private static String page() {
        try {
            return Files.readString(Path.of("../docs/destinations.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> blocks(String language) {
        return Pattern.compile(
                        "^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void everyExampleHasNoFaults(@TempDir Path folder) {
        assertThat(blocks("json")).hasSizeGreaterThanOrEqualTo(5);
        try (var kinds = new SinkKinds(List.of(), folder, Clock.systemUTC())) {
            for (String block : blocks("json")) {
                JsonNode example = JSON.readTree(block);
                SinkKind kind = kind(kinds, example.at("/type").stringValue());
                JsonNode settings = example.get(kind.type());
                var open = JSON.createObjectNode();
                var secrets = new TreeMap<String, String>();
                for (Map.Entry<String, JsonNode> member : settings.properties()) {
                    if (kind.secrets().contains(member.getKey())) {
                        secrets.put(
                                member.getKey(), member.getValue().stringValue().replace("…", "x"));
                    } else {
                        open.set(member.getKey(), member.getValue());
                    }
                }

                assertThat(kind.check(new Settings(open.toString(), secrets))).as(block).isEmpty();
            }
        }
    }

    private static SinkKind kind(SinkKinds kinds, String type) {
        return kinds.all().stream()
                .filter(kind -> kind.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /// An unknown setting is answered with the list of those that there are.
    @Test
    void everyTableNamesAllSettings(@TempDir Path folder) {
        try (var kinds = new SinkKinds(List.of(), folder, Clock.systemUTC())) {
            for (SinkKind kind : kinds.all()) {
                String sentence =
                        kind.check(new Settings("{\"misspelt\":1}", Map.of())).stream()
                                .filter(fault -> fault.member().equals("misspelt"))
                                .findFirst()
                                .orElseThrow()
                                .sentence();
                String known = sentence.substring(sentence.indexOf("there are ") + 10);

                assertThat(documented(kind.type()))
                        .as(kind.type())
                        .isEqualTo(new TreeSet<>(List.of(known.split(", ", -1))));
                assertThat(documented(kind.type())).containsAll(kind.secrets());
                assertThat(documented(kind.type())).containsAll(kind.addresses());
            }
        }
    }

    private static Set<String> documented(String type) {
        String section = PAGE.substring(PAGE.indexOf("\n## " + type));
        String table = section.substring(section.indexOf("| setting"));
        var names = new TreeSet<String>();
        for (String row : table.substring(0, table.indexOf("\n\n")).split("\n", -1)) {
            Pattern.compile("`(\\w+)`")
                    .matcher(row.split("\\|", -1)[1])
                    .results()
                    .forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    @Test
    void receiversCheckInPythonWorks(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr";
        long seconds = System.currentTimeMillis() / 1000;
        String signature = new Webhook(secret).sign("b-1", seconds, "{\"ä\":1}");
        Path script = folder.resolve("check.py");
        Files.writeString(
                script,
                blocks("python").getFirst()
                        + """

                        headers = {"webhook-id": "b-1", "webhook-timestamp": "%d", "webhook-signature": "v1,AAAA %s"}
                        body = '{"ä":1}'.encode()
                        assert is_ours("%s", headers, body)
                        assert not is_ours("%s", headers, body + b" ")
                        assert not is_ours("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", headers, body)
                        headers["webhook-timestamp"] = "1700000000"
                        assert not is_ours("%s", headers, body)
                        """
                                .formatted(seconds, signature, secret, secret, secret));

        assertThat(run(folder, "/usr/bin/python3", script.toString())).isEqualTo("0 ");
    }

    @Test
    void rsyslogTakesItsConfiguration(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/rsyslogd")), "rsyslog is not installed");
        Path configuration =
                Files.writeString(folder.resolve("rsyslog.conf"), blocks("rsyslog").getFirst());

        assertThat(run(folder, "/usr/sbin/rsyslogd", "-N1", "-f", configuration.toString()))
                .startsWith("0 ");
    }

    private static String run(Path folder, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + new String(Files.readAllBytes(output), UTF_8);
    }
}
