package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// By what name actors are counted of whom not each event has one.
class ActorNamesTest {
    private static final String ACTOR = ",\"actor\":{\"id\":\"u-1\"";

    private static String event(int minute, String name) {
        return "{\"action\":\"door.open\",\"time\":\"2026-03-01T10:%02d:00Z\"%s%s}}\n"
                .formatted(minute, ACTOR, name.isEmpty() ? "" : ",\"name\":\"" + name + "\"");
    }

    @Test
    void theNewestKnownNameIsToldHoweverManyEventsHaveNone(@TempDir Path folder) throws Exception {
        try (var server = new TestServer(folder)) {
            var events = new StringBuilder(event(0, "Jane Roe") + event(1, "Jane Doe"));
            for (int minute = 2; minute < 40; minute++) {
                events.append(event(minute, ""));
            }
            server.post("/v1/events?organization=acme", events.toString());
            server.awaitIndex();
            String about = "organization=acme&field=actor&named=true&action=door.open";

            JsonNode all = server.get("/v1/events/stats?" + about).json().at("/top/actor/0");
            JsonNode late =
                    server.get("/v1/events/values?from=2026-03-01T10:30:00Z&" + about)
                            .json()
                            .at("/values/0");

            assertThat(all.path("count").asInt()).isEqualTo(40);
            assertThat(all.path("name").asString()).isEqualTo("Jane Doe");
            assertThat(late.path("count").asInt()).isEqualTo(10);
            assertThat(late.path("name").asString()).isEqualTo("Jane Doe");
            assertThat(late.at("/first/time").asString()).isEqualTo("2026-03-01T10:30:00Z");
        }
    }
}
