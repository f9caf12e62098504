package dev.indelible.server;

import static dev.indelible.server.ProtectionTest.key;
import static dev.indelible.server.ProtectionTest.masking;
import static dev.indelible.server.ProtectionTest.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.search.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Which fields ask by what is protected, and what who asks by one is told.
class ProtectedFieldsTest {
    @TempDir Path folder;

    /// What is refused can be known without being refused, and a refusal says what asks by what.
    @Test
    void whoAsksIsToldWhichFieldsAreProtectedAndWhatARefusalIsAbout() throws Exception {
        try (var server = masking(folder)) {
            String reader = key(server, "reader");
            send(server);
            JsonNode told = server.get("/v1/whoami", reader).json().path("protectedFields");

            assertThat(told.toString()).isEqualTo("[\"actor\",\"ip\"]");
            for (Field field : Field.values()) {
                if (field.isFacet()) {
                    boolean isTold =
                            told.valueStream()
                                    .anyMatch(one -> one.stringValue().equals(field.label()));
                    String asked = "/v1/events/stats?organization=acme&field=" + field.label();
                    assertThat(server.get(asked, reader).status())
                            .as(asked)
                            .isEqualTo(isTold ? 403 : 200);
                }
            }
            String cure = "; to ask so, it takes the role investigator or administrator";
            assertThat(refusal(server, "actor=u-17", reader))
                    .isEqualTo(
                            "'actor' asks by what is protected here (actor.email); look a value of actor.email or actor.id up by POST /v1/lookup-hash instead"
                                    + cure);
            assertThat(refusal(server, "q=door", reader))
                    .isEqualTo(
                            "words are searched in all of an event, also in what is protected here; filter by other fields instead, or look a value up by POST /v1/lookup-hash"
                                    + cure);
        }
        try (var server = new TestServer(folder.resolve("open"))) {
            assertThat(server.get("/v1/whoami").json().has("protectedFields")).isFalse();
        }
        try (var server =
                new TestServer(
                        folder.resolve("deep"), Map.of("protected-members", "detail.**.ssn"))) {
            assertThat(server.get("/v1/whoami").json().path("protectedFields").toString())
                    .isEqualTo("[]");
        }
    }

    private static String refusal(TestServer server, String question, String key)
            throws IOException, InterruptedException {
        return server.get("/v1/events?organization=acme&" + question, key)
                .json()
                .path("detail")
                .stringValue();
    }
}
