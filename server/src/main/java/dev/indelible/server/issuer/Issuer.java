package dev.indelible.server.issuer;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.server.config.IssuerSettings;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/* An issuer is asked who it is when somebody needs it, not at the start: a provider that is down
 * must not keep the server down. What it said is used for an hour; a failure for some seconds, so
 * that a crowd does not wait for it one after the other.
 *
 * Its keys are fetched anew when they are some minutes old, and when a token names one that is not
 * among them; that at most twice in half a minute, because anybody can name a key. */

/// One issuer: what it says of itself, and whether it signed something. Any thread.
final class Issuer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration KNOWN_FOR = Duration.ofHours(1);
    private static final Duration FAILURE_FOR = Duration.ofSeconds(3);
    private static final Duration KEYS_FOR = Duration.ofMinutes(5);
    private static final Duration KEYS_WAIT = Duration.ofSeconds(10);
    private static final Duration KEYS_EVERY = Duration.ofSeconds(30);
    private static final Duration KEYS_WITHOUT_ISSUER = Duration.ofHours(1);
    private static final int KEYS_TRIED_MAX = 5;

    private final IssuerSettings settings;
    private final Asking asking;
    private final InstantSource clock;

    private volatile @Nullable Known known;
    private @Nullable Busy failure;
    private long failedMillis;

    Issuer(IssuerSettings settings, Asking asking, InstantSource clock) {
        this.settings = settings;
        this.asking = asking;
        this.clock = clock;
    }

    /// What it said, and its keys.
    private record Known(Provider provider, JWKSource<SecurityContext> keys, long askedMillis) {
        boolean isNew(long nowMillis) {
            return Math.abs(nowMillis - askedMillis) < KNOWN_FOR.toMillis();
        }
    }

    IssuerSettings settings() {
        return settings;
    }

    Asking asking() {
        return asking;
    }

    /// What it says of itself.
    ///
    /// @throws Busy if it cannot be asked now
    Provider provider() {
        return known().provider();
    }

    private Known known() {
        Known now = known;
        return now != null && now.isNew(clock.millis()) ? now : ask();
    }

    private synchronized Known ask() {
        long now = clock.millis();
        Known earlier = known;
        if (earlier != null && earlier.isNew(now)) {
            return earlier;
        }
        if (failure != null && Math.abs(now - failedMillis) < FAILURE_FOR.toMillis()) {
            return earlierOr(failure);
        }
        try {
            Provider provider = discovered();
            boolean sameKeys = earlier != null && earlier.provider().keys().equals(provider.keys());
            var found =
                    new Known(
                            provider,
                            sameKeys && earlier != null ? earlier.keys() : keys(provider.keys()),
                            now);
            known = found;
            failure = null;
            return found;
        } catch (Busy e) {
            failure = e;
            failedMillis = now;
            return earlierOr(e);
        }
    }

    /// What it said an hour ago is better than nothing.
    private Known earlierOr(Busy failure) {
        Known earlier = known;
        if (earlier == null) {
            throw failure;
        }
        return earlier;
    }

    private Provider discovered() {
        String issuer = settings.url().toString();
        String path = issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration";
        Asking.Answer answer = asking.get(URI.create(path), Map.of("Accept", "application/json"));
        try {
            if (answer.status() != 200) {
                throw new IllegalArgumentException("its description answers " + answer.status());
            }
            return Provider.parse(issuer, JSON.readTree(answer.body()));
        } catch (JacksonException e) {
            throw asking.unreachable("its description is not JSON");
        } catch (IllegalArgumentException e) {
            throw asking.unreachable(String.valueOf(e.getMessage()));
        }
    }

    private JWKSource<SecurityContext> keys(URI url) {
        try {
            return JWKSourceBuilder.create(url.toURL(), this::fetched)
                    .cache(KEYS_FOR.toMillis(), KEYS_WAIT.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_EVERY.toMillis())
                    .outageTolerant(KEYS_WITHOUT_ISSUER.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw asking.unreachable("its jwks_uri is no URL");
        }
    }

    private Resource fetched(URL url) throws IOException {
        try {
            Asking.Answer answer = asking.get(URI.create(url.toString()), Map.of());
            if (answer.status() != 200) {
                throw new IOException("its keys answer " + answer.status());
            }
            return new Resource(answer.body(), "application/json");
        } catch (Busy e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// What a token says, if this issuer signed it; nothing of it is checked but that.
    ///
    /// @throws Rejected if it did not
    /// @throws Busy if its keys cannot be had
    JWTClaimsSet signed(SignedJWT token) {
        if (!Signatures.isKnown(token.getHeader())) {
            throw refused("it is signed in a way that is not taken");
        }
        var selector = new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader()));
        boolean signed =
                candidates(selector).stream()
                        .limit(KEYS_TRIED_MAX)
                        .anyMatch(key -> Signatures.isOf(key, token));
        if (!signed) {
            throw refused("none of the issuer's keys signed it");
        }
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw refused("it has no claims");
        }
    }

    private List<JWK> candidates(JWKSelector selector) {
        try {
            return known().keys().get(selector, null);
        } catch (RateLimitReachedException e) {
            return List.of();
        } catch (KeySourceException e) {
            throw asking.unreachable("its keys cannot be had");
        }
    }

    /// The failure that tells what is wrong with a token.
    static Rejected refused(String why) {
        return new Rejected(Problem.SIGN_IN_REFUSED, "the token is not valid: " + why);
    }
}
