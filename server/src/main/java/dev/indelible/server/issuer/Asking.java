package dev.indelible.server.issuer;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.sinks.http.HttpPeer;
import dev.indelible.sinks.http.Outcome;
import dev.indelible.sinks.http.Post;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// How an issuer is asked: within a few seconds, for a few kilobytes, without following it
/// anywhere.
final class Asking {
    private static final int AT_ONCE_MAX = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final String issuer;
    private final HttpPeer peer;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);

    Asking(String issuer, HttpPeer peer) {
        this.issuer = issuer;
        this.peer = peer;
    }

    /// What came: a status below 500 and all of a body.
    record Answer(int status, String body) {}

    /// Over a connection of its own: an issuer that speaks HTTP/1.0 closes it without saying so,
    /// and a GET on one that is closed fails. It is asked a few times an hour.
    ///
    /// @throws Busy if nothing of use came
    Answer get(URI url, Map<String, String> headers) {
        var once = new HashMap<>(headers);
        once.put("Connection", "close");
        return one(() -> peer.get(new Post(url.toString(), once, Set.of(), new byte[0])));
    }

    /// @throws Busy if nothing of use came
    Answer post(URI url, Map<String, String> headers, byte[] body) {
        return one(() -> peer.post(new Post(url.toString(), headers, Set.of(), body)));
    }

    private Answer one(Supplier<Outcome> exchange) {
        if (!room.tryAcquire()) {
            throw unreachable("%d sign-ins wait for it already".formatted(AT_ONCE_MAX));
        }
        try {
            return answer(exchange.get());
        } finally {
            room.release();
        }
    }

    private Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered when answered.status() < 500 && !answered.hasMore() ->
                    new Answer(answered.status(), answered.text());
            case Outcome.Answered answered ->
                    throw unreachable(
                            answered.hasMore()
                                    ? "it answers with too much"
                                    : "it answers " + answered.status());
            case Outcome.Failed _ -> throw unreachable("it does not answer");
        };
    }

    /// The failure that tells that the issuer is of no use now.
    Busy unreachable(String why) {
        return new Busy(
                Problem.ISSUER_UNREACHABLE,
                RETRY_AFTER,
                "issuer '%s' cannot be asked now: %s; try again, or sign in with a key"
                        .formatted(issuer, why));
    }
}
