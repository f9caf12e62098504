package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.oidc.OidcProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People who sign in at two real providers, Spring Authorization Servers, as a browser does it.
@NullUnmarked // JUnit fills what each test begins with
class SignInTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SESSION = "indelible_session";
    private static final String BEGUN = "indelible_sign_in";

    private static OidcProvider house;
    private static OidcProvider partner;

    @TempDir Path folder;
    private TestServer server;
    private final Browser browser = new Browser();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void openProviders() throws Exception {
        house = OidcProvider.start();
        partner = OidcProvider.startWithEllipticKeys();
        house.add(person("jane", true, "staff"));
        house.add(person("eve", false, "staff"));
        house.add(person("nobody", true, "guests"));
        house.add(person("rogue", true, "partner:staff"));
        partner.add(person("paul", true, "staff"));
    }

    private static OidcProvider.Person person(String name, boolean verified, String group) {
        return new OidcProvider.Person(
                name,
                "password of " + name,
                Map.of(
                        "email",
                        name + "@example.com",
                        "email_verified",
                        verified,
                        "name",
                        name + " <b>",
                        "groups",
                        List.of(group)));
    }

    @AfterAll
    static void closeProviders() {
        house.close();
        partner.close();
    }

    static Map<String, String> settings(OidcProvider house, OidcProvider partner) {
        var settings = new HashMap<String, String>();
        settings.put("issuers", "house,partner");
        issuer(settings, "house", house.url());
        issuer(settings, "partner", partner.url());
        settings.put("issuer-house-label", "The house");
        settings.put("issuer-house-roles", "staff=reader@acme; ops=administrator@*");
        settings.put("issuer-house-audiences", OidcProvider.AUDIENCE);
        settings.put("issuer-partner-prefix", "partner:");
        settings.put("issuer-partner-roles", "staff=auditor@acme");
        return settings;
    }

    private static void issuer(Map<String, String> settings, String name, String url) {
        String key = "issuer-" + name + "-";
        settings.put(key + "url", url);
        settings.put(key + "client-id", OidcProvider.CLIENT);
        settings.put(key + "client-secret", OidcProvider.SECRET);
    }

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder, settings(house, partner));
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        house.know(server.url());
        partner.know(server.url());
    }

    @AfterEach
    void close() {
        browser.close();
        client.close();
        server.close();
    }

    private Browser.Page begin(String issuer) throws Exception {
        String start = "/v1/session/start?return=/health&issuer=" + issuer;
        return untilBack(browser.step(server.url() + start));
    }

    /// Follows up to a form, or to where the provider sends the browser back to.
    private Browser.Page untilBack(Browser.Page first) throws Exception {
        Browser.Page page = first;
        while (page.status() > 300 && !page.url().getPath().endsWith("/callback")) {
            page = browser.step(page.url().toString());
        }
        return page;
    }

    /// Says who one is, to a provider that does not know yet.
    private Browser.Page allow(String issuer, String name) throws Exception {
        Browser.Page page = begin(issuer);
        return page.status() > 300
                ? page
                : untilBack(
                        browser.submit(
                                page, Map.of("username", name, "password", "password of " + name)));
    }

    private Browser.Page signIn(String issuer, String name) throws Exception {
        return browser.open(allow(issuer, name).url().toString());
    }

    private void expectSignedOut() {
        assertThat(browser.kept(server.url())).doesNotContainKey(SESSION);
    }

    private static void expectFault(Browser.Page page, String code) {
        assertThat(page.url().getPath()).isEqualTo("/");
        assertThat(page.parameter("signIn")).isEqualTo(code);
    }

    private JsonNode session() throws Exception {
        return MAPPER.readTree(browser.open(server.url() + "/v1/session").body());
    }

    private int status(String method, String path, String csrf) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Cookie", SESSION + "=" + browser.kept(server.url()).get(SESSION))
                        .method(method, BodyPublishers.ofString("{\"name\":\"x\"}"));
        if (!csrf.isEmpty()) {
            request.header("X-Indelible-CSRF", csrf);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whoSignsInHasWhatTheGroupHasAndNothingElse() throws Exception {
        assertThat(server.send(open("/v1/session/issuers")).body())
                .isEqualTo(
                        "{\"issuers\":[{\"name\":\"house\",\"label\":\"The house\"},"
                                + "{\"name\":\"partner\",\"label\":\"partner\"}]}\n");

        Browser.Page page = signIn("house", "jane");

        assertThat(page.url().getPath()).isEqualTo("/health");
        assertThat(browser.setCookie(SESSION)).contains("; HttpOnly", "; SameSite=Strict");
        assertThat(browser.setCookie(BEGUN)).contains("; HttpOnly", "; SameSite=Lax");
        assertThat(browser.kept(server.url())).doesNotContainKey(BEGUN);
        JsonNode identity = session().path("identity");
        assertThat(identity.path("id").stringValue()).isEqualTo("jane@example.com");
        assertThat(identity.path("kind").stringValue()).isEqualTo("person");
        assertThat(identity.path("email").stringValue()).isEqualTo("jane@example.com");
        assertThat(identity.path("roles").toString())
                .isEqualTo("[{\"role\":\"reader\",\"organization\":\"acme\"}]");
        String csrf = session().path("csrf").stringValue();
        assertThat(status("GET", "/v1/events?organization=acme", "")).isEqualTo(200);
        assertThat(status("GET", "/v1/keys?organization=acme", "")).isEqualTo(403);
        assertThat(status("POST", "/v1/searches?organization=acme", "")).isEqualTo(403);
        assertThat(status("POST", "/v1/keys", csrf)).isEqualTo(403);
    }

    @Test
    void grantsToPersonsAndGroupsCountAtOnce() throws Exception {
        signIn("partner", "paul");
        assertThat(session().path("identity").path("id").stringValue())
                .isEqualTo("partner:paul@example.com");
        assertThat(status("GET", "/v1/holds?organization=acme", "")).isEqualTo(403);

        for (String subject :
                List.of(
                        "{\"kind\":\"person\",\"id\":\"partner:paul@example.com\"}",
                        "{\"kind\":\"group\",\"id\":\"partner:staff\"}")) {
            String grant =
                    server.post(
                                    "/v1/grants",
                                    "{\"subject\":%s,\"role\":\"administrator\",\"organization\":\"acme\"}"
                                            .formatted(subject))
                            .json()
                            .path("id")
                            .stringValue();
            assertThat(status("GET", "/v1/holds?organization=acme", "")).isEqualTo(200);
            server.send(server.request("/v1/grants/" + grant, TestServer.KEY).DELETE().build());
            assertThat(status("GET", "/v1/holds?organization=acme", "")).isEqualTo(403);
        }
    }

    @Test
    void theRecordNamesThePerson() throws Exception {
        signIn("house", "jane");
        status("GET", "/v1/events?organization=acme&text=hello", "");
        browser.kept(house.url()).clear();
        signIn("house", "nobody");
        server.awaitRecorded();

        JsonNode read = record("acme", "category=data-access&actor=jane@example.com");
        assertThat(read.path("actor").path("type").stringValue()).isEqualTo("user");
        assertThat(read.path("actor").path("email").stringValue()).isEqualTo("jane@example.com");
        JsonNode begun = record("acme", "category=sign-in&action=session.create");
        assertThat(begun.path("actor").path("id").stringValue()).isEqualTo("jane@example.com");
        assertThat(begun.path("targets").path(0).path("id").stringValue()).isEqualTo("house");
        JsonNode refused = record("indelible", "category=sign-in&outcome=denied");
        assertThat(refused.path("actor").path("id").stringValue()).isEqualTo("nobody@example.com");
    }

    private JsonNode record(String organization, String filter) throws Exception {
        return server.get("/v1/events?organization=" + organization + "&" + filter)
                .json()
                .path("events")
                .path(0);
    }

    @Test
    void whoHasNoRoleOrNoSafeNameDoesNotGetIn() throws Exception {
        expectFault(signIn("house", "nobody"), "not-granted");
        browser.kept(house.url()).clear();
        expectFault(signIn("house", "rogue"), "sign-in-refused");
        expectSignedOut();
        browser.kept(house.url()).clear();

        // An e-mail address that is not verified names nobody; the provider's own name does.
        assertThat(signIn("house", "eve").url().getPath()).isEqualTo("/health");
        assertThat(browser.kept(server.url())).containsKey(SESSION);
        JsonNode identity = session().path("identity");
        assertThat(identity.path("id").stringValue()).isEqualTo("eve");
        assertThat(identity.has("email")).isFalse();
    }

    @Test
    void claimsMayComeFromTheUserInfoAlone() throws Exception {
        house.tellTokensNothing(true);
        try {
            signIn("house", "jane");
            assertThat(session().path("identity").path("id").stringValue())
                    .isEqualTo("jane@example.com");
        } finally {
            house.tellTokensNothing(false);
        }
    }

    @Test
    void keysMayRotateWhileSomebodySignsIn() throws Exception {
        signIn("house", "jane");
        Browser.Page back = allow("house", "jane");

        house.rotate();

        assertThat(browser.open(back.url().toString()).url().getPath()).isEqualTo("/health");
    }

    @Test
    void anAnswerCountsOnceAndOnlyInTheBrowserThatAsked() throws Exception {
        Browser.Page back = allow("house", "jane");
        String begun = browser.kept(server.url()).get(BEGUN);
        try (var other = new Browser()) {
            expectFault(other.open(back.url().toString()), "sign-in-expired");
        }
        browser.open(back.url().toString());
        assertThat(browser.kept(server.url())).containsKey(SESSION);
        browser.kept(server.url()).remove(SESSION);

        browser.kept(server.url()).put(BEGUN, begun);
        expectFault(browser.open(back.url().toString()), "sign-in-expired");
        expectSignedOut();

        Browser.Page again = allow("house", "jane");
        expectFault(
                browser.open(again.url().toString().replaceFirst("state=....", "state=AAAA")),
                "sign-in-expired");
        browser.kept(server.url())
                .put(BEGUN, begun.substring(0, 20) + "AAAA" + begun.substring(24));
        expectFault(browser.open(again.url().toString()), "sign-in-expired");
        expectSignedOut();
    }

    @Test
    void anotherIssuersAnswerIsRefused() throws Exception {
        String forged = allow("house", "jane").url() + "&iss=" + partner.url();
        expectFault(browser.open(forged), "sign-in-refused");

        // A code of the one, brought to a sign-in that was begun at the other.
        String code = allow("house", "jane").parameter("code");
        String state = begunState("partner");
        expectFault(browser.open(callback(code, state)), "sign-in-refused");
        expectSignedOut();

        String right = allow("house", "jane").url() + "&iss=" + house.url();
        assertThat(browser.open(right).url().getPath()).isEqualTo("/health");
    }

    private String begunState(String issuer) throws Exception {
        return browser.step(server.url() + "/v1/session/start?issuer=" + issuer).parameter("state");
    }

    private String callback(String code, String state) {
        return "%s/v1/session/callback?code=%s&state=%s".formatted(server.url(), code, state);
    }

    @Test
    void anErrorOfTheIssuerIsToldByItsCodeOnly() throws Exception {
        house.knowWithConsent(server.url());
        Browser.Page consent = allow("house", "jane");
        assertThat(consent.status()).isEqualTo(200);

        Browser.Page denied = browser.submit(consent, Map.of());
        assertThat(denied.parameter("error")).isEqualTo("access_denied");
        expectFault(browser.open(denied.url().toString()), "sign-in-refused");

        String script = "/v1/session/callback?error=%3Cscript%3E&state=" + begunState("house");
        expectFault(browser.open(server.url() + script), "sign-in-refused");
        expectFault(browser.open(callback("wrong", begunState("house"))), "sign-in-refused");
        expectSignedOut();
    }

    @Test
    void oneReturnsToNothingButAPageOfThisServer() throws Exception {
        for (String target :
                List.of(
                        "//evil.example",
                        "https://evil.example",
                        "/%5Cevil.example",
                        "/%09/evil.example",
                        "javascript:alert(1)",
                        "/%0D%0ASet-Cookie:%20a=b")) {
            String path = "/v1/session/start?issuer=house&return=" + target;
            assertThat(server.send(open(path)).status()).as(target).isEqualTo(400);
        }
        assertThat(server.send(open("/v1/session/start?issuer=none")).status()).isEqualTo(400);
    }

    private HttpRequest open(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    }

    @Test
    void signingOutLeadsOutOfTheProviderToo() throws Exception {
        signIn("house", "jane");
        String csrf = session().path("csrf").stringValue();
        assertThat(status("DELETE", "/v1/session", "")).isEqualTo(403);
        HttpResponse<String> out =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/v1/session"))
                                .header(
                                        "Cookie",
                                        SESSION + "=" + browser.kept(server.url()).get(SESSION))
                                .header("X-Indelible-CSRF", csrf)
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(status("GET", "/v1/whoami", "")).isEqualTo(401);

        String next = MAPPER.readTree(out.body()).path("next").stringValue();
        assertThat(next).startsWith(house.url());
        assertThat(browser.open(next).url().toString()).isEqualTo(server.url() + "/");

        // Whoever signs in now has to say who they are.
        assertThat(begin("house").body()).contains("password");
    }

    @Test
    void aProviderThatIsDownKeepsNobodyElseOut() throws Exception {
        OidcProvider gone = OidcProvider.start();
        gone.close();
        Path other = folder.resolve("other");
        try (var started = new TestServer(other, settings(gone, partner))) {
            Browser.Page page =
                    browser.open(started.url() + "/v1/session/start?issuer=house&return=/");
            expectFault(page, "issuer-unreachable");
            var start = URI.create(started.url() + "/v1/session/start?issuer=house");
            assertThat(started.send(HttpRequest.newBuilder(start).build()).status()).isEqualTo(503);
            assertThat(started.get("/v1/whoami").status()).isEqualTo(200);
            partner.know(started.url());
            assertThat(browser.open(started.url() + "/v1/session/start?issuer=partner").status())
                    .isEqualTo(200);
        }
    }
}
