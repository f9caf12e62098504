package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.indelible.testkit.oidc.OidcProvider;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bearer tokens for the API: of a real provider, and forged with what a forger could have.
@NullUnmarked // JUnit fills what each test begins with
@SuppressWarnings("JavaUtilDate") // the library's
class TokensTest {
    private static OidcProvider house;
    private static OidcProvider partner;

    @TempDir Path folder;
    private TestServer server;

    @BeforeAll
    static void openProviders() throws Exception {
        house = OidcProvider.start();
        partner = OidcProvider.startWithEllipticKeys();
    }

    @AfterAll
    static void closeProviders() {
        house.close();
        partner.close();
    }

    @BeforeEach
    void open() throws Exception {
        server = new TestServer(folder, SignInTest.settings(house, partner));
        server.post("/v1/organizations", "{\"id\":\"acme\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTokenOfAProgramIsWhatGrantsSay() throws Exception {
        String token = ofProgram();

        JsonNode identity = server.get("/v1/whoami", token).json();
        assertThat(identity.path("id").asString(""))
                .as(identity.toString())
                .isEqualTo(OidcProvider.CLIENT + "-program");
        assertThat(identity.path("kind").stringValue()).isEqualTo("program");
        assertThat(server.get("/v1/events?organization=acme", token).status()).isEqualTo(403);
        server.post(
                "/v1/grants",
                "{\"subject\":{\"kind\":\"person\",\"id\":\"%s-program\"},\"role\":\"reader\",\"organization\":\"acme\"}"
                        .formatted(OidcProvider.CLIENT));
        assertThat(server.get("/v1/events?organization=acme", token).status()).isEqualTo(200);
        server.awaitRecorded();
        JsonNode read = server.get("/v1/events?organization=acme&category=data-access").json();
        assertThat(read.path("events").path(0).path("actor").path("type").stringValue())
                .isEqualTo("service-account");
    }

    /// The provider's own token for the client itself (RFC 6749, section 4.4).
    private static String ofProgram() throws Exception {
        String pair = OidcProvider.CLIENT + "-program:" + OidcProvider.PROGRAM_SECRET;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(house.url() + "/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body()).path("access_token").stringValue();
        }
    }

    @Test
    void aTokenOfAPersonHasTheGroupsRoles() throws Exception {
        String token = ours(all -> all.claim("name", "Jane\u202e Roe\u009b"));

        assertThat(server.get("/v1/events?organization=acme", token).status()).isEqualTo(200);
        assertThat(server.get("/v1/keys?organization=acme", token).status()).isEqualTo(403);
        JsonNode identity = server.get("/v1/whoami", token).json();
        assertThat(identity.path("id").stringValue()).isEqualTo("jane@example.com");
        assertThat(identity.path("kind").stringValue()).isEqualTo("person");
        assertThat(identity.path("name").stringValue()).isEqualTo("Jane  Roe");
        String alike = ours(all -> all.subject("ja\u200bne").claim("email", null));
        assertThat(server.get("/v1/whoami", alike).status()).isEqualTo(401);
    }

    @Test
    void forgedAndForeignTokensAreRefusedAndNoted() throws Exception {
        RSAKey foreign = new RSAKeyGenerator(2048).keyID(house.key().getKeyID()).generate();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("expired", ours(all -> all.expirationTime(ago(Duration.ofMinutes(2)))));
        forged.put("without an end", ours(all -> all.expirationTime(null)));
        forged.put("not yet", ours(all -> all.notBeforeTime(ago(Duration.ofMinutes(-3)))));
        forged.put("of the future", ours(all -> all.issueTime(ago(Duration.ofMinutes(-3)))));
        forged.put("for others", ours(all -> all.audience("https://other.example.com")));
        forged.put("of others", ours(all -> all.issuer("https://other.example.com")));
        forged.put("of an issuer without audiences", ours(all -> all.issuer(partner.url())));
        forged.put("an ID token", ours(all -> all.claim("nonce", "n")));
        forged.put("a logout token", ours(all -> all.claim("events", Map.of())));
        forged.put("no name", ours(all -> all.subject("jane@example.com").claim("email", null)));
        forged.put("a key's id", ours(all -> all.subject("bootstrap").claim("email", null)));
        forged.put("our own id", ours(all -> all.subject("indelible").claim("email", null)));
        forged.put("foreign key", signed(foreign, claims(UnaryOperator.identity())));
        forged.put("none", new PlainJWT(claims(UnaryOperator.identity())).serialize() + "x");
        forged.put("none, unsigned", new PlainJWT(claims(UnaryOperator.identity())).serialize());
        forged.put("HMAC with the public key", hmac());
        forged.put("changed", changed(ours(UnaryOperator.identity())));
        var own = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(foreign.toPublicJWK());
        forged.put("with the key to check it by", signed(own.build(), foreign));
        var critical = new JWSHeader.Builder(JWSAlgorithm.RS256).criticalParams(Set.of("x"));
        forged.put("with what must be understood", signed(critical.build(), house.key()));
        int wrong = 0;
        for (var entry : forged.entrySet()) {
            int status = server.get("/v1/whoami", entry.getValue()).status();
            assertThat(status).as(entry.getKey()).isEqualTo(401);
            wrong++;
        }

        assertThat(server.get("/v1/whoami", ours(UnaryOperator.identity())).status())
                .isEqualTo(200);
        server.awaitRecorded();
        assertThat(server.get("/v1/events?category=sign-in&outcome=denied").body())
                .contains("token was refused");
        String bad = forged.get("expired");
        while (wrong < 30 && server.get("/v1/whoami", bad).status() == 401) {
            wrong++;
        }
        assertThat(wrong).as("then they have to wait").isBetween(18, 25);
        assertThat(server.get("/v1/whoami", ours(UnaryOperator.identity())).status())
                .isEqualTo(200);
    }

    @Test
    void otherAlgorithmsOfTheIssuerCountAndTurnWithItsKeys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        house.publish(
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                        .keyID("edwards")
                        .keyUse(KeyUse.SIGNATURE)
                        .build());
        var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("edwards").build();
        var token = new SignedJWT(header, claims(UnaryOperator.identity()));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(token.getSigningInput());
        String input = new String(token.getSigningInput(), StandardCharsets.US_ASCII);
        String whole = input + "." + Base64URL.encode(signature.sign());

        assertThat(server.get("/v1/whoami", whole).status()).isEqualTo(200);
        assertThat(server.get("/v1/whoami", changed(whole)).status()).isEqualTo(401);

        String before = ours(UnaryOperator.identity());
        house.rotate();
        assertThat(server.get("/v1/whoami", ours(UnaryOperator.identity())).status())
                .isEqualTo(200);
        assertThat(server.get("/v1/whoami", before).status()).isEqualTo(401);
    }

    /// A token runs out within minutes, and an export cannot be taken up where it ended.
    @Test
    void anExportThatBeganByATokenIsFinished() throws Exception {
        server.post(
                "/v1/grants",
                "{\"subject\":{\"kind\":\"person\",\"id\":\"jane@example.com\"},\"role\":\"exporter\",\"organization\":\"acme\"}");
        String line =
                "{\"action\":\"a.b\",\"detail\":{\"description\":\"%s\"}}\n"
                        .formatted("x".repeat(8_000));
        int count = 3_000;
        server.post("/v1/events?organization=acme", line.repeat(count));
        server.awaitIndex();
        String token = ours(UnaryOperator.identity());
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> export =
                    client.send(
                            server.request("/v1/events/export?organization=acme&action=a.b", token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(export.statusCode()).isEqualTo(200);
            try (InputStream in = export.body()) {
                String begun = new String(in.readNBytes(1), StandardCharsets.UTF_8);
                house.rotate();
                assertThat(server.get("/v1/whoami", ours(UnaryOperator.identity())).status())
                        .isEqualTo(200);
                assertThat(server.get("/v1/whoami", token).status()).isEqualTo(401);

                assertThat(begun + new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .endsWith("}\n")
                        .satisfies(all -> assertThat(all.lines()).hasSize(count));
            }
        }
    }

    private static Date ago(Duration duration) {
        return Date.from(Instant.now().minus(duration));
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        var all =
                new JWTClaimsSet.Builder()
                        .issuer(house.url())
                        .subject("jane")
                        .audience(List.of("other", OidcProvider.AUDIENCE))
                        .issueTime(ago(Duration.ZERO))
                        .expirationTime(ago(Duration.ofMinutes(-5)))
                        .claim("email", "jane@example.com")
                        .claim("email_verified", true)
                        .claim("groups", List.of("staff"));
        return change.apply(all).build();
    }

    private static String ours(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return signed(house.key(), claims(change));
    }

    private static String signed(JWK key, JWTClaimsSet claims) throws Exception {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(key.toRSAKey()), claims);
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
            throws Exception {
        var header =
                new JWSHeader.Builder(algorithm)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(house.key().getKeyID())
                        .build();
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String signed(JWSHeader header, JWK key) throws Exception {
        var token = new SignedJWT(header, claims(UnaryOperator.identity()));
        token.sign(new RSASSASigner(key.toRSAKey()));
        return token.serialize();
    }

    /// RFC 8725, section 2.1: the public key, which everybody has, taken for a secret.
    private static String hmac() throws Exception {
        byte[] secret = house.key().toRSAKey().toPublicKey().getEncoded();
        return signed(JWSAlgorithm.HS256, new MACSigner(secret), claims(UnaryOperator.identity()));
    }

    private static String changed(String token) {
        int at = token.lastIndexOf('.') - 10;
        return token.substring(0, at)
                + (token.charAt(at) == 'A' ? 'B' : 'A')
                + token.substring(at + 1);
    }
}
