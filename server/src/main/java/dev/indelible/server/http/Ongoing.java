package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.search.Rescoped;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/* An answer that goes on, such as a tail or a long export, would else outlive what it was asked by:
 * a key that is revoked, a grant that is taken back, a session that ends. Whoever asks again gets what
 * they may see by then. */

/// Whether whoever began to read may still read the same. Looked at before each part goes out.
final class Ongoing {
    private final Now asks;
    private final Scope began;
    private final Function<Caller, Scope> scope;

    /// Who asks now, by what they asked with; nobody if that is no longer valid.
    @FunctionalInterface
    interface Now {
        Optional<Caller> caller();
    }

    /// Of one request.
    ///
    /// @param now by what would be asked again
    /// @param finishing by what an answer that has an end is still given: an issuer's token runs
    ///   out within minutes, and there is no other way to go on where it ended
    record Asking(Now now, Now finishing) {}

    /// The answer ends here, as somebody decided.
    static final class Ended extends CloseConnectionException {
        private static final long serialVersionUID = 1L;

        private Ended() {
            super("who asked may no longer see the same");
        }
    }

    private Ongoing(Now asks, Scope began, Function<Caller, Scope> scope) {
        this.asks = asks;
        this.began = began;
        this.scope = scope;
    }

    /// Of an answer that has no end.
    ///
    /// @param began what may be seen as the answer begins
    /// @param scope what a caller may see of what was asked
    static Ongoing endless(ServerRequest request, Scope began, Function<Caller, Scope> scope) {
        return new Ongoing(asking(request).now(), began, scope);
    }

    /// Of one that has.
    static Ongoing finishing(ServerRequest request, Scope began, Function<Caller, Scope> scope) {
        return new Ongoing(asking(request).finishing(), began, scope);
    }

    private static Asking asking(ServerRequest request) {
        return request.context().get(Asking.class).orElseThrow();
    }

    /// Ends the connection without the end of the answer, so that nobody takes a part for all,
    /// where any of these may no longer be seen, or not as clearly.
    ///
    /// @param entries of what could be seen as the answer began
    /// @return what may be seen now
    /// @throws Ended if so
    Scope require(List<Entry> entries) {
        Scope now = now();
        if (!entries.stream().allMatch(Rescoped.keeping(began, now))) {
            throw new Ended();
        }
        return now;
    }

    private Scope now() {
        return again(() -> asks.caller().map(scope).orElseThrow(Ended::new));
    }

    /// What is asked once more, within what may be seen by now.
    ///
    /// @throws Ended if it may not be asked any more
    static <T> T again(Supplier<T> asking) {
        try {
            return asking.get();
        } catch (AuditException.Denied | AuditException.Rejected e) {
            throw new Ended();
        }
    }
}
