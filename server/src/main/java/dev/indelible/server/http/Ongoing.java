package dev.indelible.server.http;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Scope;
import dev.indelible.core.ops.AuditException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.Function;

/* An answer that goes on, such as a tail or a long export, would else outlive what it was asked by:
 * a key that is revoked, a grant that is taken back, a session that ends. Whoever asks again gets what
 * they may see by then. */

/// Whether whoever began to read may still read the same. Looked at before each part goes out.
final class Ongoing {
    private final Asking asking;
    private final Scope began;
    private final Function<Caller, Scope> scope;

    /// Who asks now, by what they asked with; nobody if that is no longer valid.
    @FunctionalInterface
    interface Now {
        Optional<Caller> caller();
    }

    /// Of one request.
    record Asking(Now now) {}

    private Ongoing(Asking asking, Scope began, Function<Caller, Scope> scope) {
        this.asking = asking;
        this.began = began;
        this.scope = scope;
    }

    /// @param began what may be seen as the answer begins
    /// @param scope what a caller may see of what was asked
    static Ongoing of(ServerRequest request, Scope began, Function<Caller, Scope> scope) {
        return new Ongoing(request.context().get(Asking.class).orElseThrow(), began, scope);
    }

    boolean isAllowed() {
        try {
            return asking.now().caller().map(scope).filter(began::equals).isPresent();
        } catch (AuditException.Denied | AuditException.Rejected e) {
            return false;
        }
    }

    /// Ends the connection without the end of the answer, so that nobody takes a part for all.
    ///
    /// @throws CloseConnectionException if they may not
    void require() {
        if (!isAllowed()) {
            throw new CloseConnectionException("who asked may no longer see the same");
        }
    }
}
