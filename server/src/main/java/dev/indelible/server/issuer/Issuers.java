package dev.indelible.server.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.indelible.core.access.Vouched;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.server.config.IssuerSettings;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The issuers of the settings, and whom their bearer tokens are of. Opens no connection until
/// somebody needs one. Any thread.
public final class Issuers {
    private static final Duration DEADLINE = Duration.ofSeconds(8);
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    /// How a bearer token's header may call it; `at+jwt` is RFC 9068.
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /// What only tokens have that are for somebody else than an API: ID and logout tokens.
    private static final List<String> NOT_OF_BEARERS =
            List.of("nonce", "at_hash", "c_hash", "events");

    private final Map<String, Issuer> issuers = new LinkedHashMap<>();
    private final InstantSource clock;

    /// @throws IOException if a file of the settings cannot be read
    public Issuers(List<IssuerSettings> all, Outgoing outgoing, InstantSource clock)
            throws IOException {
        this.clock = clock;
        for (IssuerSettings one : all) {
            String trusted =
                    one.caCertificate().isPresent()
                            ? Files.readString(one.caCertificate().get())
                            : "";
            var asking = new Asking(one.name(), outgoing.http(new Tls(trusted, false), DEADLINE));
            issuers.put(one.name(), new Issuer(one, asking, clock));
        }
    }

    Collection<Issuer> all() {
        return issuers.values();
    }

    /// @throws Rejected if there is none of this name
    Issuer named(String name) {
        Issuer issuer = issuers.get(name);
        if (issuer == null) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    issuers.isEmpty()
                            ? "no issuer is set; sign in with a key"
                            : "there is no issuer of this name; known are: "
                                    + String.join(", ", issuers.keySet()));
        }
        return issuer;
    }

    InstantSource clock() {
        return clock;
    }

    /// Whether what came as a key is an issuer's token: it looks like one, and some issuer's are
    /// taken.
    public boolean areOf(String secret) {
        return issuers.values().stream()
                        .anyMatch(issuer -> !issuer.settings().audiences().isEmpty())
                && TOKEN.matcher(secret).matches();
    }

    /// Of whom a bearer token is.
    ///
    /// @throws Rejected if it is not valid, saying why
    /// @throws dev.indelible.core.ops.AuditException.Busy if its issuer cannot be asked now
    public Vouched bearer(String token) {
        SignedJWT parsed = parsed(token);
        Issuer issuer = issuerOf(parsed);
        JWTClaimsSet claims = issuer.signed(parsed);
        Times.require(claims, clock);
        if (claims.getAudience().stream().noneMatch(issuer.settings().audiences()::contains)) {
            throw Issuer.refused("it is for somebody else: aud");
        }
        String type = String.valueOf(parsed.getHeader().getType());
        boolean known =
                parsed.getHeader().getType() == null
                        || TYPES.contains(type.toLowerCase(Locale.ROOT));
        if (!known || NOT_OF_BEARERS.stream().anyMatch(name -> claims.getClaim(name) != null)) {
            throw Issuer.refused("it is no access token");
        }
        return ofIssuer(issuer, new Claims(issuer.settings(), List.of(claims)).personOrProgram());
    }

    private Issuer issuerOf(SignedJWT token) {
        try {
            String issuer = token.getJWTClaimsSet().getIssuer();
            return issuers.values().stream()
                    .filter(one -> one.settings().url().toString().equals(issuer))
                    .filter(one -> !one.settings().audiences().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> Issuer.refused("its issuer is not known here"));
        } catch (ParseException e) {
            throw Issuer.refused("it has no claims");
        }
    }

    /// A token as it came, before anything of it is believed.
    static SignedJWT parsed(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            throw Issuer.refused("it is no signed JWT");
        }
    }

    /// Somebody, if no other issuer could call somebody of its own so.
    Vouched ofIssuer(Issuer issuer, Vouched vouched) {
        var named = new ArrayList<>(vouched.groups());
        named.add(vouched.id());
        for (Issuer other : issuers.values()) {
            String prefix = other.settings().prefix();
            boolean longer = prefix.length() > issuer.settings().prefix().length();
            if (longer && named.stream().anyMatch(name -> name.startsWith(prefix))) {
                throw Issuer.refused(
                        "a name in it begins with '%s', as those of issuer '%s' do"
                                .formatted(prefix, other.settings().name()));
            }
        }
        return vouched;
    }
}
