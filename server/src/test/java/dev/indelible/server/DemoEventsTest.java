package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEventsTest {
    /// Whoever reads that they are loaded looks at once.
    @Test
    void sampleEventsAreFoundOnceTheyAreLoaded(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            int loaded = server.loadDemo();
            var answer = server.get("/v1/events/stats?organization=demo&field=outcome");

            assertThat(loaded).isEqualTo(2_000);
            assertThat(answer.json().path("total").asInt()).isEqualTo(loaded);
            assertThat(server.loadDemo()).isZero();
        }
    }
}
