package dev.indelible.server.issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.indelible.core.access.Vouched;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.server.config.IssuerSettings;
import dev.indelible.server.config.Secret;
import dev.indelible.server.delivery.SecretBox;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/* Authorization code with PKCE (RFC 6749, RFC 7636, OpenID Connect Core 1.0 section 3.1), as
 * RFC 9700 advises.
 *
 * What a sign-in began with (issuer, state, nonce, verifier, where to go on) is nowhere but in a
 * cookie of the browser that began it, sealed by a key of this process. So beginnings cost no
 * memory, and an answer that another browser brings, or the same one later, or that another issuer
 * gave (RFC 9207), is refused. A state is taken once. */

/// Signing people in and out by an issuer. Any thread.
public final class SignIn {
    /// How long a person has for it at the issuer.
    public static final Duration TIME_MAX = Duration.ofMinutes(10);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PURPOSE = "sign-in";
    private static final int RANDOM_BYTES = 32;
    private static final int STATES_MAX = 10_000;
    private static final int HINT_CHARS_MAX = 4096;

    /// A page of ours: no scheme, no host, and nothing that a browser could read as one.
    private static final Pattern LOCAL = Pattern.compile("/([!-.0-\\[\\]-~][!-\\[\\]-~]{0,1000})?");

    private final Issuers issuers;
    private final SecureRandom random;
    private final SecretBox box;
    private final Supplier<URI> publicUrl;
    private final Map<String, Long> spent = new LinkedHashMap<>();

    /// @param publicUrl where browsers reach this server; asked when it answers already
    public SignIn(Issuers issuers, SecureRandom random, Supplier<URI> publicUrl) {
        this.issuers = issuers;
        this.random = random;
        this.publicUrl = publicUrl;
        byte[] key = new byte[SecretBox.KEY_BYTES];
        random.nextBytes(key);
        this.box = new SecretBox(key, random);
    }

    /// One issuer as a person sees it.
    public record Choice(String name, String label) {}

    /// Where to send the browser, and the cookie that it must bring back.
    public record Begun(URI location, String cookie) {}

    /// A person whom an issuer has sent back.
    ///
    /// @param returnTo a page of ours
    public record Done(Choice issuer, Vouched person, String returnTo, Farewell farewell) {}

    /// What signing out at the issuer needs.
    ///
    /// @param idToken empty where it would be too long
    public record Farewell(String issuer, String idToken) {}

    /// What people can sign in with.
    public List<Choice> choices() {
        return issuers.all().stream().map(SignIn::choice).toList();
    }

    private static Choice choice(Issuer issuer) {
        return new Choice(issuer.settings().name(), issuer.settings().label());
    }

    /// Whose bearer tokens are taken.
    public Issuers issuers() {
        return issuers;
    }

    /// Whether browsers reach this server by https only.
    public boolean isSecure() {
        return "https".equals(publicUrl.get().getScheme());
    }

    /// Begins.
    ///
    /// @param returnTo where to go on afterwards
    /// @throws Rejected if there is no such issuer, or `returnTo` is no page of ours
    /// @throws Busy if the issuer cannot be asked now
    public Begun begin(String issuerName, String returnTo) {
        if (!LOCAL.matcher(returnTo).matches()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID, "return is a page of this server, such as /o/acme");
        }
        Issuer issuer = issuers.named(issuerName);
        URI authorization = issuer.provider().authorization();
        long until = issuers.clock().millis() + TIME_MAX.toMillis();
        var begun = new Beginning(issuerName, returnTo, text(), text(), text(), until);
        HttpUrl location =
                url(authorization)
                        .newBuilder()
                        .addQueryParameter("response_type", "code")
                        .addQueryParameter("client_id", issuer.settings().clientId())
                        .addQueryParameter("redirect_uri", callback())
                        .addQueryParameter("scope", String.join(" ", issuer.settings().scopes()))
                        .addQueryParameter("state", begun.state())
                        .addQueryParameter("nonce", begun.nonce())
                        .addQueryParameter("code_challenge", challenge(begun.verifier()))
                        .addQueryParameter("code_challenge_method", "S256")
                        .build();
        return new Begun(location.uri(), box.seal(PURPOSE, begun.members()));
    }

    private static HttpUrl url(URI uri) {
        return HttpUrl.get(uri.toString());
    }

    private String callback() {
        return publicUrl.get() + "/v1/session/callback";
    }

    private String text() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sha256(verifier.getBytes(US_ASCII)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// Ends what [#begin] began.
    ///
    /// @param answer a parameter that the issuer sent along
    /// @param cookie what the browser brought back
    /// @throws Rejected if it was not this browser that began, or not lately, or the issuer refused
    /// @throws Busy if the issuer cannot be asked now
    public Done finish(Function<String, Optional<String>> answer, Optional<String> cookie) {
        Beginning begun = begun(answer.apply("state"), cookie);
        Issuer issuer = issuers.named(begun.issuer());
        Provider provider = issuer.provider();
        requireFrom(issuer, provider, answer.apply("iss"));
        answer.apply("error").ifPresent(error -> refuse(error));
        String code =
                answer.apply("code").orElseThrow(() -> Issuer.refused("the issuer sent no code"));
        JsonNode tokens = exchanged(issuer, provider, code, begun.verifier());
        String idToken = tokens.path("id_token").asString("");
        JWTClaimsSet claims = idClaims(issuer, idToken, begun.nonce());
        Claims all = new Claims(issuer.settings(), List.of(claims));
        if (!all.areWhole() && provider.userInfo().isPresent()) {
            JWTClaimsSet more = userInfo(issuer, provider.userInfo().get(), tokens, claims);
            all = new Claims(issuer.settings(), List.of(claims, more));
        }
        String hint = idToken.length() > HINT_CHARS_MAX ? "" : idToken;
        return new Done(
                choice(issuer),
                issuers.ofIssuer(issuer, all.person()),
                begun.returnTo(),
                new Farewell(issuer.settings().name(), hint));
    }

    private Beginning begun(Optional<String> state, Optional<String> cookie) {
        Beginning begun;
        try {
            begun = Beginning.of(box.open(PURPOSE, cookie.orElseThrow(SignIn::notBegun)));
        } catch (IllegalArgumentException e) {
            throw notBegun();
        }
        long now = issuers.clock().millis();
        byte[] given = state.orElse("").getBytes(UTF_8);
        if (now >= begun.untilMillis()
                || !MessageDigest.isEqual(begun.state().getBytes(UTF_8), given)
                || !isFirst(begun, now)) {
            throw notBegun();
        }
        return begun;
    }

    private static Rejected notBegun() {
        return new Rejected(
                Problem.SIGN_IN_EXPIRED,
                "this sign-in was not begun in this browser, or more than %d minutes ago, or is done"
                                .formatted(TIME_MAX.toMinutes())
                        + " already; begin again");
    }

    /// Whether this state was not brought before.
    private boolean isFirst(Beginning begun, long nowMillis) {
        synchronized (spent) {
            spent.values().removeIf(until -> until <= nowMillis);
            if (spent.size() >= STATES_MAX) {
                spent.remove(spent.keySet().iterator().next());
            }
            return spent.put(begun.state(), begun.untilMillis()) == null;
        }
    }

    private static void requireFrom(Issuer issuer, Provider provider, Optional<String> named) {
        String expected = issuer.settings().url().toString();
        if (named.isPresent() ? !named.get().equals(expected) : provider.namesItself()) {
            throw new Rejected(
                    Problem.SIGN_IN_REFUSED, "another issuer answered than the one that was asked");
        }
    }

    private static void refuse(String error) {
        String shown = error.matches("[a-z_]{1,40}") ? error : "with an error of its own";
        throw new Rejected(Problem.SIGN_IN_REFUSED, "the issuer refused: " + shown);
    }

    private JsonNode exchanged(Issuer issuer, Provider provider, String code, String verifier) {
        IssuerSettings settings = issuer.settings();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback());
        form.put("code_verifier", verifier);
        var headers = new HashMap<String, String>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        Optional<String> secret = settings.clientSecret().map(Secret::reveal);
        if (secret.isPresent() && !provider.secretInBody()) {
            String pair = encoded(settings.clientId()) + ":" + encoded(secret.get());
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(US_ASCII)));
        } else {
            form.put("client_id", settings.clientId());
            secret.ifPresent(text -> form.put("client_secret", text));
        }
        Asking.Answer answer = issuer.asking().post(provider.token(), headers, body(form));
        JsonNode document;
        try {
            document = JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw issuer.asking().unreachable("what it gives for a code is not JSON");
        }
        if (answer.status() != 200) {
            refuse(document.path("error").asString(""));
        }
        return document;
    }

    private static byte[] body(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .reduce((one, other) -> one + "&" + other)
                .orElse("")
                .getBytes(US_ASCII);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /// OpenID Connect Core 1.0, section 3.1.3.7.
    private JWTClaimsSet idClaims(Issuer issuer, String idToken, String nonce) {
        SignedJWT parsed = Issuers.parsed(idToken);
        JWTClaimsSet claims = issuer.signed(parsed);
        Times.require(claims, issuers.clock());
        String client = issuer.settings().clientId();
        var source = new Claims(issuer.settings(), List.of(claims));
        Optional<String> party = source.text("azp");
        boolean forUs =
                claims.getAudience().contains(client)
                        && (claims.getAudience().size() == 1 || party.isPresent())
                        && party.filter(one -> !one.equals(client)).isEmpty();
        if (!issuer.settings().url().toString().equals(claims.getIssuer())) {
            throw Issuer.refused("another issuer made it");
        }
        if (!forUs) {
            throw Issuer.refused("it is for somebody else: aud, azp");
        }
        if (claims.getIssueTime() == null) {
            throw Issuer.refused("it has no iat");
        }
        byte[] given = source.text("nonce").orElse("").getBytes(UTF_8);
        if (!MessageDigest.isEqual(nonce.getBytes(UTF_8), given)) {
            throw Issuer.refused("it belongs to another sign-in: nonce");
        }
        return claims;
    }

    private static JWTClaimsSet userInfo(
            Issuer issuer, URI endpoint, JsonNode tokens, JWTClaimsSet claims) {
        String access = tokens.path("access_token").asString("");
        if (!access.matches("[!-~]+")) {
            throw Issuer.refused("there is no access token with it");
        }
        Asking.Answer answer =
                issuer.asking().get(endpoint, Map.of("Authorization", "Bearer " + access));
        JWTClaimsSet more = Claims.parsed(answer.status() == 200 ? answer.body() : "");
        String subject = String.valueOf(claims.getSubject());
        if (!subject.equals(more.getSubject())) {
            throw Issuer.refused("what the issuer says of its owner is of somebody else");
        }
        return more;
    }

    /// Where a person signs out at the issuer too (OpenID Connect RP-Initiated Logout 1.0), if one
    /// can.
    public Optional<URI> leave(Farewell farewell) {
        try {
            Issuer issuer = issuers.named(farewell.issuer());
            return issuer.provider().endSession().map(end -> leaving(end, issuer, farewell));
        } catch (Busy e) {
            // Signed out here, which must not depend on the issuer.
            return Optional.empty();
        }
    }

    private URI leaving(URI end, Issuer issuer, Farewell farewell) {
        HttpUrl.Builder location =
                url(end).newBuilder()
                        .addQueryParameter("client_id", issuer.settings().clientId())
                        .addQueryParameter("post_logout_redirect_uri", publicUrl.get() + "/");
        if (!farewell.idToken().isEmpty()) {
            location.addQueryParameter("id_token_hint", farewell.idToken());
        }
        return location.build().uri();
    }
}
