package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Sign-ins at a provider that is hostile, or in hostile hands.
@NullUnmarked // JUnit fills what each test begins with
@SuppressWarnings("JavaUtilDate") // the library's
class HostileProviderTest {
    private static final String SECRET = "the-secret-of-the-client";
    private static final String CODE = "a-code-that-nobody-may-see";
    private static final List<String> ISSUERS =
            List.of(
                    "good",
                    "renamed",
                    "vast",
                    "vastkeys",
                    "manykeys",
                    "thousand",
                    "mute",
                    "flood",
                    "away",
                    "naming",
                    "other");

    /// The provider's 8 seconds, and many for a busy machine: without a bound it would be for ever.
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir Path folder;
    private HostileProvider provider;
    private TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void open() throws Exception {
        logged.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(logged);
        provider = new HostileProvider();
        var settings = new HashMap<String, String>();
        settings.put("issuers", String.join(",", ISSUERS));
        settings.put("public-url", "https://audit.example.com");
        for (String name : ISSUERS) {
            settings.put("issuer-" + name + "-url", provider.issuer(name));
            settings.put("issuer-" + name + "-client-id", "indelible");
            settings.put("issuer-" + name + "-client-secret", SECRET);
            settings.put("issuer-" + name + "-roles", "staff=reader@acme");
            if (!name.equals("good")) {
                settings.put("issuer-" + name + "-prefix", name + ":");
            }
        }
        server = new TestServer(folder, settings);
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .detachAppender(logged);
        client.close();
        server.close();
        provider.close();
    }

    /// A sign-in that has begun: the cookie, and what the provider was told.
    private record Begun(String issuer, String cookie, String state, String nonce) {}

    private Begun begin(String issuer) throws Exception {
        HttpResponse<String> answer = ask("/v1/session/start?issuer=" + issuer, "");
        assertThat(answer.statusCode()).as(issuer + ": " + answer.body()).isEqualTo(303);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-indelible_sign_in=")
                .contains("; Path=/; HttpOnly; SameSite=Lax", "; Secure");
        String location = answer.headers().firstValue("Location").orElseThrow();
        return new Begun(
                issuer,
                cookie.split(";", 2)[0],
                parameter(location, "state"),
                parameter(location, "nonce"));
    }

    private static String parameter(String location, String name) {
        String behind = location.split("[?&]" + name + "=", 2)[1].split("&", 2)[0];
        return URLDecoder.decode(behind, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> ask(String path, String cookie) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(BOUND);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> finish(Begun begun, String state) throws Exception {
        return ask("/v1/session/callback?code=" + CODE + "&state=" + state, begun.cookie());
    }

    /// An ID token, right but for what is changed.
    private JWTClaimsSet claims(Begun begun, UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(provider.claims(begun.issuer(), begun.nonce())).build();
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
            throws Exception {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k").build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private String signed(JWTClaimsSet claims) throws Exception {
        return provider.signed(claims);
    }

    private void give(String issuer, String idToken) {
        provider.give(issuer, idToken);
    }

    @FunctionalInterface
    private interface Forgery {
        String of(Begun begun) throws Exception;
    }

    private Map<String, Forgery> forgeries() throws Exception {
        var foreign = new RSAKeyGenerator(2048).keyID("k").generate();
        byte[] publicKey = provider.key.toRSAPublicKey().getEncoded();
        Map<String, Forgery> all = new LinkedHashMap<>();
        all.put("nonce", b -> signed(claims(b, c -> c.claim("nonce", "another"))));
        all.put("no nonce", b -> signed(claims(b, c -> c.claim("nonce", null))));
        all.put("aud", b -> signed(claims(b, c -> c.audience("another"))));
        all.put("two aud", b -> signed(claims(b, c -> c.audience(List.of("indelible", "x")))));
        all.put("azp", b -> signed(claims(b, c -> c.claim("azp", "another"))));
        all.put("issuer", b -> signed(claims(b, c -> c.issuer(provider.issuer("other")))));
        all.put(
                "expired",
                b ->
                        signed(
                                claims(
                                        b,
                                        c ->
                                                c.expirationTime(
                                                        Date.from(
                                                                Instant.now()
                                                                        .minusSeconds(120))))));
        all.put("none", b -> new PlainJWT(claims(b, c -> c)).serialize());
        all.put(
                "hmac",
                b -> signed(JWSAlgorithm.HS256, new MACSigner(publicKey), claims(b, c -> c)));
        all.put(
                "key",
                b -> signed(JWSAlgorithm.RS256, new RSASSASigner(foreign), claims(b, c -> c)));
        all.put("nothing", _ -> "");
        return all;
    }

    @Test
    void whatIsForgedIsRefusedAndRecordedAndWhatIsRightIsTaken() throws Exception {
        for (Map.Entry<String, Forgery> forged : forgeries().entrySet()) {
            Begun begun = begin("good");
            give("good", forged.getValue().of(begun));
            expectRefused(forged.getKey(), finish(begun, begun.state()), 400, 403);
        }
        Begun mixed = begin("good");
        expectRefused("state", finish(mixed, begin("other").state()), 400, 403);
        Begun elsewhere = begin("other");
        give("other", signed(claims(mixed, c -> c)));
        expectRefused("mix-up", finish(elsewhere, elsewhere.state()), 400, 403);

        Begun right = begin("good");
        give("good", signed(claims(right, c -> c)));
        HttpResponse<String> taken = finish(right, right.state());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(303);
        String session =
                taken.headers().allValues("Set-Cookie").stream()
                        .filter(cookie -> cookie.startsWith("__Host-indelible_session="))
                        .findFirst()
                        .orElseThrow();
        assertThat(session).contains("; Path=/; HttpOnly; SameSite=Strict; Secure");
        String cookie = session.split(";", 2)[0];
        assertThat(ask("/v1/whoami", cookie).statusCode()).isEqualTo(200);
        assertThat(ask("/v1/whoami", cookie.substring("__Host-".length())).statusCode())
                .as("a cookie that another host may have set")
                .isEqualTo(401);
        expectRecordedWithoutSecrets();
    }

    /// A provider that says it names itself in each answer (RFC 9207) does so, or it was another.
    @Test
    void anAnswerWithoutTheIssuerThatItPromisesIsRefused() throws Exception {
        String naming = provider.issuer("naming");
        String promise = "{\"authorization_response_iss_parameter_supported\":true,";
        provider.answer(
                "naming",
                "description",
                HostileProvider.json(
                        HostileProvider.description(naming, naming).replaceFirst("\\{", promise)));
        for (String iss : List.of("", "&iss=", "&iss=" + naming + "/", "&iss=x&iss=" + naming)) {
            Begun begun = begin("naming");
            give("naming", signed(claims(begun, c -> c)));
            expectRefused("iss " + iss, finish(begun, begun.state() + iss), 400, 403);
        }
        Begun right = begin("naming");
        give("naming", signed(claims(right, c -> c)));
        assertThat(finish(right, right.state() + "&iss=" + naming).statusCode()).isEqualTo(303);
    }

    private void expectRefused(String as, HttpResponse<String> answer, int... statuses) {
        assertThat(answer.statusCode()).as(as + ": " + answer.body()).isIn(boxed(statuses));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .as(as)
                .noneMatch(cookie -> cookie.contains("indelible_session="));
        assertThat(answer.body()).as(as).doesNotContain(CODE, SECRET);
    }

    private static List<Integer> boxed(int... statuses) {
        var all = new ArrayList<Integer>();
        for (int status : statuses) {
            all.add(status);
        }
        return all;
    }

    private void expectRecordedWithoutSecrets() throws Exception {
        server.awaitRecorded();
        TestServer.Answer record =
                server.get("/v1/events?organization=indelible&category=sign-in&outcome=denied");
        assertThat(record.json().path("events").size()).isPositive();
        assertThat(record.body()).contains("a sign-in by an issuer was refused: ");
        assertThat(record.body()).doesNotContain(CODE, SECRET, "eyJ");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line ->
                        line.contains(CODE) || line.contains(SECRET) || line.contains("eyJ"));
    }

    @Test
    void providersThatSayTooMuchOrNothingCostLittle() throws Exception {
        provider.answer(
                "renamed",
                "description",
                HostileProvider.json(
                        HostileProvider.description(
                                provider.issuer("renamed"), provider.issuer("good"))));
        provider.answer("vast", "description", provider.flood());
        provider.answer("vastkeys", "keys", provider.flood());
        provider.answer("mute", "token", provider.hang());
        provider.answer("flood", "token", provider.flood());
        provider.answer(
                "away", "token", HostileProvider.redirect(provider.issuer("good") + "/stray"));
        long begunNanos = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Begun mute = begin("mute");
            var slow = threads.submit(() -> finish(mute, mute.state()));
            for (String name : List.of("renamed", "vast")) {
                HttpResponse<String> answer = ask("/v1/session/start?issuer=" + name, "");
                expectRefused(name, answer, 503);
            }
            for (String name : List.of("vastkeys", "flood", "away")) {
                Begun begun = begin(name);
                if (name.equals("vastkeys")) {
                    give(name, signed(claims(begun, c -> c)));
                }
                expectRefused(name, finish(begun, begun.state()), 400, 403, 503);
            }
            manyKeys();
            expectRefused("mute", slow.get(), 503);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begunNanos)).isLessThan(BOUND);
        assertThat(provider.strayed.get()).as("followed to another place").isZero();
        assertThat(provider.floodedBytes.get()).isLessThan(HostileProvider.FLOOD_BYTES);
        expectRecordedWithoutSecrets();
    }

    /// None of them has a name, so each could be the one: few are tried, and a thousand are too
    /// many to be read.
    private void manyKeys() throws Exception {
        List<JWK> keys = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            keys.add(new ECKeyGenerator(Curve.P_256).generate());
        }
        ECKey last = keys.getLast().toECKey();
        provider.answer("manykeys", "keys", HostileProvider.json(new JWKSet(keys).toString()));
        while (keys.size() < 1000) {
            keys.addAll(List.copyOf(keys));
        }
        provider.answer("thousand", "keys", HostileProvider.json(new JWKSet(keys).toString()));
        for (String name : List.of("manykeys", "thousand")) {
            Begun begun = begin(name);
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).build();
            var token = new SignedJWT(header, claims(begun, c -> c));
            token.sign(new ECDSASigner(last));
            give(name, token.serialize());
            expectRefused(
                    name,
                    finish(begun, begun.state()),
                    name.equals("manykeys") ? new int[] {400, 403} : new int[] {503});
        }
    }
}
