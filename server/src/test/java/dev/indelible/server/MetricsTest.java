package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @Test
    void eachMetricHasASentence(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            server.post(
                    "/v1/integrations",
                    "{\"organization\":\"acme\",\"name\":\"siem\",\"type\":\"file\",\"file\":{\"name\":\"siem\"}}");
            server.post(
                    "/v1/events?organization=acme",
                    "{\"action\":\"a.b\",\"detail\":{\"request\":{\"payload\":{\"password\":\"hunter2\"}}}}");

            List<String> lines = server.get("/metrics").body().lines().toList();

            assertThat(lines)
                    .anyMatch(line -> line.startsWith("indelible_delivery_lag_events{"))
                    .anyMatch(line -> line.startsWith("indelible_redaction_values{"));
            for (String type : lines.stream().filter(line -> line.startsWith("# TYPE ")).toList()) {
                String name = type.split(" ", -1)[2];
                assertThat(lines).anyMatch(line -> line.matches("# HELP " + name + " \\S.+"));
            }
        }
    }
}
