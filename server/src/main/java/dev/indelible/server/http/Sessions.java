package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Stopwatch;
import dev.indelible.server.issuer.SignIn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who is signed in with a browser. In memory: a restart signs everybody out. Any thread.
public final class Sessions {
    private static final String COOKIE = "indelible_session";

    private static final Duration IDLE_MAX = Duration.ofHours(2);
    static final Duration AGE_MAX = Duration.ofHours(12);
    private static final int SESSIONS_MAX = 10_000;
    private static final int OWN_SESSIONS_MAX = 50;
    private static final int TOKEN_BYTES = 32;

    private final Stopwatch stopwatch;
    private final RandomGenerator random;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /// @param random must not be guessable: tokens come from it
    public Sessions(Stopwatch stopwatch, RandomGenerator random) {
        this.stopwatch = stopwatch;
        this.random = random;
    }

    /// What the cookie is called: with https by the prefix for which browsers take it from nobody
    /// but this very host, and only by that.
    static String cookie(boolean secure) {
        return secure ? "__Host-" + COOKIE : COOKIE;
    }

    /// One signed-in browser.
    static final class Session {
        private final String owner;
        private final String organization;
        private final String csrf;
        private final Supplier<Optional<Caller>> identity;
        private final SignIn.@Nullable Farewell farewell;
        private final long endMillis;
        private volatile long usedMillis;

        private Session(
                Caller of,
                String csrf,
                Supplier<Optional<Caller>> identity,
                SignIn.@Nullable Farewell farewell,
                long nowMillis) {
            this.owner = of.id();
            this.organization = Objects.requireNonNullElse(of.organization(), "");
            this.csrf = csrf;
            this.identity = identity;
            this.farewell = farewell;
            this.endMillis = nowMillis + AGE_MAX.toMillis();
            this.usedMillis = nowMillis;
        }

        /// What a request that changes something must send along, which no other page knows.
        String csrf() {
            return csrf;
        }

        boolean isCsrf(String given) {
            return MessageDigest.isEqual(csrf.getBytes(UTF_8), given.getBytes(UTF_8));
        }

        /// Who it is now; nobody if the key was revoked meanwhile, or its secret rotated away.
        Optional<Caller> caller() {
            return identity.get();
        }

        /// What signing out at the issuer needs, if one vouched.
        Optional<SignIn.Farewell> farewell() {
            return Optional.ofNullable(farewell);
        }

        private boolean isOver(long nowMillis) {
            return nowMillis >= endMillis || nowMillis - usedMillis >= IDLE_MAX.toMillis();
        }
    }

    /// A session that has just begun.
    record Begun(String token, Session session) {}

    /// @param identity asked at each request
    Begun begin(Supplier<Optional<Caller>> identity) {
        return begun(identity, null);
    }

    /// The same for somebody who can sign out at an issuer too.
    Begun begin(Supplier<Optional<Caller>> identity, SignIn.Farewell farewell) {
        return begun(identity, farewell);
    }

    private Begun begun(Supplier<Optional<Caller>> identity, SignIn.@Nullable Farewell farewell) {
        long now = stopwatch.millis();
        if (sessions.size() >= SESSIONS_MAX) {
            sessions.values().removeIf(session -> session.isOver(now));
        }
        Caller caller = identity.get().orElseGet(Caller::platform);
        endOldest(session -> session.owner.equals(caller.id()), OWN_SESSIONS_MAX);
        endThoseOfTheSameOrganization(caller);
        if (sessions.size() >= SESSIONS_MAX) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    Duration.ofMinutes(1),
                    "%d people are signed in already".formatted(SESSIONS_MAX));
        }
        String token = token();
        var session = new Session(caller, token(), identity, farewell, now);
        sessions.put(name(token), session);
        return new Begun(token, session);
    }

    /// Nobody takes the places of others: who signs in once too often is signed out where that
    /// happened first.
    private void endOldest(Predicate<Session> own, int countMax) {
        List<Map.Entry<String, Session>> all =
                sessions.entrySet().stream()
                        .filter(session -> own.test(session.getValue()))
                        .sorted(Comparator.comparingLong(session -> session.getValue().endMillis))
                        .toList();
        all.stream()
                .limit(Math.max(0, all.size() - countMax + 1))
                .forEach(session -> sessions.remove(session.getKey()));
    }

    /// An organization has at most as many as are left to all others, however many keys it has.
    private void endThoseOfTheSameOrganization(Caller caller) {
        String organization = caller.organization();
        if (organization == null) {
            return;
        }
        Predicate<Session> own = session -> session.organization.equals(organization);
        long others = sessions.values().stream().filter(own.negate()).count();
        endOldest(own, Math.max(1, (int) (SESSIONS_MAX - others) / 2));
    }

    Optional<Session> find(String token) {
        String name = name(token);
        Session session = sessions.get(name);
        if (session == null) {
            return Optional.empty();
        }
        long now = stopwatch.millis();
        if (session.isOver(now)) {
            sessions.remove(name);
            return Optional.empty();
        }
        session.usedMillis = now;
        return Optional.of(session);
    }

    /// The same for who goes on with what was begun before, which is no use of it.
    Optional<Session> still(String token) {
        return Optional.ofNullable(sessions.get(name(token)))
                .filter(session -> !session.isOver(stopwatch.millis()));
    }

    void end(String token) {
        sessions.remove(name(token));
    }

    /// Ends all of whoever has this one.
    ///
    /// @return how many
    int endAllLike(Session one) {
        var ended = new AtomicInteger();
        sessions.values()
                .removeIf(session -> {
                    boolean own = session.owner.equals(one.owner);
                    ended.addAndGet(own ? 1 : 0);
                    return own;
                });
        return ended.get();
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Looked up by hash, so that the time it takes tells nothing about a token.
    private static String name(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
