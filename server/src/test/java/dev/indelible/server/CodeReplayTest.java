package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.oidc.OidcProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Codes of a real provider that are carried to where they do not belong (RFC 9700, sections 2.1
/// and 4.5; RFC 9207): by whoever saw an address in a log, or sends a link to somebody else.
@NullUnmarked // JUnit fills what each test begins with
class CodeReplayTest {
    private static final String SESSION = "indelible_session";

    @TempDir Path folder;
    private OidcProvider house;
    private OidcProvider partner;
    private TestServer server;
    private final Browser jane = new Browser();
    private final Browser eve = new Browser();

    @BeforeEach
    void open() throws Exception {
        house = OidcProvider.start();
        partner = OidcProvider.start();
        for (String name : List.of("jane", "eve")) {
            Map<String, Object> claims =
                    Map.of(
                            "email",
                            name + "@example.com",
                            "email_verified",
                            true,
                            "groups",
                            List.of("staff"));
            house.add(new OidcProvider.Person(name, "password of " + name, claims));
            partner.add(new OidcProvider.Person(name, "password of " + name, claims));
        }
        server = new TestServer(folder, SignInTest.settings(house, partner));
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
        house.know(server.url());
        partner.know(server.url());
    }

    @AfterEach
    void close() {
        jane.close();
        eve.close();
        server.close();
        house.close();
        partner.close();
    }

    /// What the provider sends a person's browser back with, not yet brought to us.
    private Browser.Page answer(Browser browser, String issuer, String name) throws Exception {
        Browser.Page page = follow(browser, browser.step(start(issuer)));
        return page.status() > 300
                ? page
                : follow(
                        browser,
                        browser.submit(
                                page, Map.of("username", name, "password", "password of " + name)));
    }

    private String start(String issuer) {
        return server.url() + "/v1/session/start?return=/health&issuer=" + issuer;
    }

    private static Browser.Page follow(Browser browser, Browser.Page first) throws Exception {
        Browser.Page page = first;
        while (page.status() > 300 && !page.url().getPath().endsWith("/callback")) {
            page = browser.step(page.url().toString());
        }
        return page;
    }

    /// The state of a sign-in that a browser begins now, and whose cookie it has.
    private String freshState(Browser browser, String issuer) throws Exception {
        return browser.step(start(issuer)).parameter("state");
    }

    private String callback(String code, String state) {
        return "%s/v1/session/callback?code=%s&state=%s".formatted(server.url(), code, state);
    }

    private void expectRefused(Browser browser, String url, String code) throws Exception {
        Browser.Page page = browser.open(url);
        assertThat(page.parameter("signIn")).as(page.body()).isEqualTo(code);
        assertThat(browser.kept(server.url())).doesNotContainKey(SESSION);
    }

    private void expectSignedIn(Browser browser, String url) throws Exception {
        assertThat(browser.open(url).url().getPath()).isEqualTo("/health");
        assertThat(browser.kept(server.url())).containsKey(SESSION);
    }

    /// A code that was used is worth nothing, also with a state and cookie that are right and
    /// fresh.
    @Test
    void aUsedCodeWithAFreshStateIsRefused() throws Exception {
        Browser.Page back = answer(jane, "house", "jane");
        String code = back.parameter("code");
        expectSignedIn(jane, back.url().toString());
        jane.kept(server.url()).remove(SESSION);

        expectRefused(jane, callback(code, freshState(jane, "house")), "sign-in-refused");
        expectRefused(eve, callback(code, freshState(eve, "house")), "sign-in-refused");
        expectRecorded();
    }

    /// One that was never used too: it is bound to the sign-in that it was asked for by PKCE.
    @Test
    void anUnusedCodeInTheSignInOfAnotherIsRefused() throws Exception {
        String stolen = answer(jane, "house", "jane").parameter("code");
        expectRefused(eve, callback(stolen, freshState(eve, "house")), "sign-in-refused");

        // The other way round, so that somebody works in the session of who attacks.
        String planted = answer(eve, "house", "eve").parameter("code");
        expectRefused(jane, callback(planted, freshState(jane, "house")), "sign-in-refused");
    }

    /// A whole address, with the state of the browser that began: another one has another cookie.
    @Test
    void anAddressOfAnotherBrowserSignsNobodyIn() throws Exception {
        Browser.Page planted = answer(eve, "house", "eve");
        freshState(jane, "house");
        expectRefused(jane, planted.url().toString(), "sign-in-expired");

        // Nor was it used up by that: it was never brought to the provider.
        expectSignedIn(eve, planted.url().toString());
    }

    /// What began at one provider is not answered by another, whatever it says of itself.
    @Test
    void anAnswerOfAnotherProviderIsRefused() throws Exception {
        String code = answer(jane, "partner", "jane").parameter("code");
        String state = freshState(jane, "house");
        String named = callback(code, state) + "&iss=";
        expectRefused(jane, named + encoded(partner.url()), "sign-in-refused");

        // As it is without `iss`, and with that of the provider that was asked.
        expectRefused(jane, callback(code, freshState(jane, "house")), "sign-in-refused");
        String lying = callback(code, freshState(jane, "house")) + "&iss=" + encoded(house.url());
        expectRefused(jane, lying, "sign-in-refused");

        // Named twice it is nobody's.
        Browser.Page back = answer(jane, "house", "jane");
        String twice =
                "%s&iss=%s&iss=%s"
                        .formatted(back.url(), encoded(house.url()), encoded(partner.url()));
        jane.open(twice);
        assertThat(jane.kept(server.url())).doesNotContainKey(SESSION);
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    private void expectRecorded() throws Exception {
        server.awaitRecorded();
        TestServer.Answer record =
                server.get("/v1/events?organization=indelible&category=sign-in&outcome=denied");
        assertThat(record.json().path("events"))
                .isNotEmpty()
                .allMatch(event ->
                        Objects.equals(event.path("action").stringValue(), "session.refuse"));
    }
}
