package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A key that is refused is in the log of the organization whose key it is, or claims to be.
@NullUnmarked // JUnit fills what each test begins with
class RefusedKeyTest {
    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        server.post("/v1/organizations", "{\"id\":\"globex\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRevokedKeyIsInItsOwnLogOnceAnHour() throws Exception {
        JsonNode key = key("reader");
        String id = key.path("id").stringValue();
        String secret = key.path("secret").stringValue();
        assertThat(server.get("/v1/events?organization=acme", secret).status()).isEqualTo(200);
        server.send(server.request("/v1/keys/" + id, TestServer.KEY).DELETE().build());

        for (String path : List.of("/v1/events", "/v1/whoami", "/v1/keys")) {
            assertThat(server.get(path, secret).status()).isEqualTo(401);
        }
        server.awaitRecorded();

        JsonNode refused = refused("acme");
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).path("outcome").stringValue()).isEqualTo("denied");
        assertThat(refused.get(0).path("targets").path(0).path("id").stringValue()).isEqualTo(id);
        assertThat(refused("globex")).isEmpty();
    }

    @Test
    void aWrongSecretOfAKnownKeyIsInTheLogOfThatKey() throws Exception {
        JsonNode key = key("reader");
        String other = key("reader").path("secret").stringValue();
        String secret = key.path("secret").stringValue();
        // Rotated away: right once, wrong now.
        server.post(
                "/v1/keys/" + key.path("id").stringValue() + "/rotate", "{\"overlap\":\"PT0S\"}");

        assertThat(server.get("/v1/events", secret).status()).isEqualTo(401);
        assertThat(server.get("/v1/events", other).status()).isEqualTo(200);
        server.awaitRecorded();

        assertThat(refused("acme")).hasSize(1);
    }

    @Test
    void whatIsNoKeyIsInTheLogOfTheInstance() throws Exception {
        assertThat(server.get("/v1/events", "nobody's key").status()).isEqualTo(401);
        server.awaitRecorded();

        assertThat(refused("acme")).isEmpty();
        assertThat(refused("indelible")).hasSize(1);
    }

    private JsonNode key(String role) throws Exception {
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"acme\",\"name\":\"x\",\"roles\":[\"%s\"]}"
                                .formatted(role))
                .json();
    }

    private JsonNode refused(String organization) throws Exception {
        return server.get(
                        "/v1/events?category=sign-in&action=session.refuse&organization="
                                + organization)
                .json()
                .path("events");
    }
}
