package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What refusals tell whoever reads them. `acme` has a folder eu, and in it the project shop.
@NullUnmarked // JUnit fills what each test begins with
class RefusalWordsTest {
    @TempDir Path folder;
    private TestServer server;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder);
        server.posted("/v1/organizations", "{\"id\":\"acme\"}");
        server.posted("/v1/folders", "{\"organization\":\"acme\",\"id\":\"eu\"}");
        server.posted(
                "/v1/projects", "{\"organization\":\"acme\",\"id\":\"shop\",\"folder\":\"eu\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String key(String level, String role) throws Exception {
        return server.posted(
                        "/v1/keys",
                        "{\"organization\":\"acme\",%s\"name\":\"x\",\"roles\":[\"%s\"]}"
                                .formatted(level, role))
                .path("secret")
                .stringValue();
    }

    private String refusal(String method, String path, String body, String key) throws Exception {
        HttpRequest.Builder request = server.request(path, key);
        TestServer.Answer answer =
                server.send(
                        request.method(method, HttpRequest.BodyPublishers.ofString(body)).build());
        assertThat(answer.status()).as(method + " " + path).isBetween(400, 499);
        return answer.json().path("detail").stringValue();
    }

    private static String id(String secret) {
        return secret.split("_", -1)[1];
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/retention",
        "GET, /v1/holds",
        "DELETE, /v1/holds/x",
        "GET, /v1/erasures",
        "GET, /v1/searches",
        "PATCH, /v1/folders/eu"
    })
    void organizationThatIsMissingInTheAddressIsAskedForThere(String method, String path)
            throws Exception {
        assertThat(refusal(method, path, "{\"closed\":true}", TestServer.KEY))
                .isEqualTo("name the organization: add ?organization=ID to the address");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/retention",
        "POST, /v1/holds",
        "POST, /v1/erasures",
        "POST, /v1/searches"
    })
    void organizationThatIsMissingInTheBodyIsAskedForThere(String method, String path)
            throws Exception {
        assertThat(refusal(method, path, "{}", TestServer.KEY))
                .isEqualTo("name the organization: add 'organization' to the body");
    }

    @ParameterizedTest
    @CsvSource({"organizations/acme", "folders/eu", "projects/shop"})
    void whoWouldDeleteALevelIsToldToCloseIt(String path) throws Exception {
        assertThat(refusal("DELETE", "/v1/" + path, "", TestServer.KEY))
                .isEqualTo(
                        "/v1/%s takes PATCH; nothing is deleted there, and PATCH {\"closed\":true} closes it"
                                .formatted(path));
        assertThat(refusal("PUT", "/v1/" + path, "", TestServer.KEY))
                .isEqualTo("/v1/%s takes PATCH".formatted(path));
    }

    @Test
    void revokedKeyHasNoPreviousSecret() throws Exception {
        String id = id(key("", "reader"));
        server.posted("/v1/keys/" + id + "/rotate", "{\"overlap\":\"P1D\"}");
        assertThat(shown(id)).contains("previousSecretUntil");

        server.send(server.request("/v1/keys/" + id, TestServer.KEY).DELETE().build());

        assertThat(shown(id)).contains("\"revoked\":true").doesNotContain("previousSecretUntil");
    }

    private String shown(String id) throws Exception {
        return server.get("/v1/keys?organization=acme")
                .json()
                .path("keys")
                .valueStream()
                .filter(key -> key.path("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow()
                .toString();
    }

    @Test
    void refusalNamesTheLevelAndTheRolesThatMay() throws Exception {
        String reader = key("", "reader");
        String below = key("\"folder\":\"eu\",", "administrator");
        String writer = key("\"project\":\"shop\",", "writer");
        String may = "; roles that may: administrator";

        assertThat(refusal("GET", "/v1/keys?organization=acme", "", reader))
                .isEqualTo(
                        "'%s' may not administer in organization 'acme'".formatted(id(reader))
                                + may);
        assertThat(refusal("GET", "/v1/retention", "", reader))
                .isEqualTo("'%s' may not administer anywhere".formatted(id(reader)) + may);
        assertThat(refusal("POST", "/v1/organizations", "{\"id\":\"beta\"}", below))
                .isEqualTo(
                        "'%s' may not administer in the instance, which takes a role on the instance itself"
                                        .formatted(id(below))
                                + may);
        assertThat(refusal("POST", "/v1/events?organization=other", "{\"action\":\"a\"}", writer))
                .isEqualTo(
                        "'%s' may not write to organization 'other'; roles that may: writer, administrator"
                                .formatted(id(writer)));
        assertThat(refusal("GET", "/v1/events?project=shop&organization=acme", "", writer))
                .startsWith("'%s' may not read events".formatted(id(writer)));
    }
}
