package dev.indelible.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// An OpenID provider that answers what a test tells it to: issuers by path, each with a
/// description, keys and tokens that are right until they are made wrong.
@SuppressWarnings("JavaUtilDate") // the library's
final class HostileProvider implements AutoCloseable {
    /// More than anybody should take from a provider.
    static final int FLOOD_BYTES = 1 << 30;

    final RSAKey key;
    final AtomicLong floodedBytes = new AtomicLong();
    final AtomicLong strayed = new AtomicLong();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /// What comes for one path.
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    HostileProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String issuer(String name) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), name);
    }

    /// What makes a server trust its issuer `house`.
    ///
    /// @param roles that groups are given
    Map<String, String> trusted(String roles) {
        return Map.of(
                "issuers",
                "house",
                "issuer-house-url",
                issuer("house"),
                "issuer-house-client-id",
                "indelible",
                "issuer-house-roles",
                roles);
    }

    /// A right ID token.
    JWTClaimsSet.Builder claims(String issuer, String nonce) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer(issuer))
                .subject("jane")
                .audience("indelible")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("nonce", nonce)
                .claim("groups", List.of("staff"))
                .claim("email", "jane@example.com")
                .claim("email_verified", true);
    }

    /// Gives this ID token for any code.
    void give(String issuer, String idToken) {
        answer(
                issuer,
                "token",
                json(
                        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                                .formatted(idToken)));
    }

    String signed(JWTClaimsSet claims) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /// Makes what it answers for an issuer's `description`, `keys` or `token` another.
    void answer(String issuer, String what, Answer answer) {
        answers.put("/" + issuer + "/" + what, answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path =
                    exchange.getRequestURI()
                            .getPath()
                            .replace(".well-known/openid-configuration", "description");
            exchange.getRequestBody().readAllBytes();
            String issuer = issuer(path.split("/", -1)[1]);
            Answer usual =
                    path.endsWith("/description")
                            ? json(description(issuer, issuer))
                            : path.endsWith("/keys")
                                    ? json(new JWKSet(key).toString())
                                    : _ -> strayed.incrementAndGet();
            answers.getOrDefault(path, usual).to(exchange);
        }
    }

    /// What it says of itself.
    static String description(String issuer, String named) {
        return """
        {"issuer":"%2$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",\
        "jwks_uri":"%1$s/keys","response_types_supported":["code"],"subject_types_supported":["public"]}\
        """
                .formatted(issuer, named);
    }

    static Answer json(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Answer redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /// Begins an answer that never ends, and counts how much of it was taken.
    Answer flood() {
        return exchange -> {
            exchange.sendResponseHeaders(200, FLOOD_BYTES);
            byte[] more = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent < FLOOD_BYTES; sent += more.length) {
                exchange.getResponseBody().write(more);
                floodedBytes.addAndGet(more.length);
            }
        };
    }

    /// Says nothing until it is closed.
    Answer hang() {
        return _ -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
