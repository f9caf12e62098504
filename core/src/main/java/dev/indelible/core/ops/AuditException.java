package dev.indelible.core.ops;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A failure that a caller must tell apart. The type says what to do next; the [Problem] says what
/// happened; the message has the value, the limit and the cure.
///
/// Bugs are not in this family: a broken precondition is an [IllegalArgumentException] or an
/// [IllegalStateException], and nobody catches those but the outermost loop.
public abstract sealed class AuditException extends RuntimeException {
    private final Problem problem;

    private AuditException(Problem problem, String message, @Nullable Throwable cause) {
        this.problem = requireNonNull(problem, "problem is null");
        super(message, cause);
    }

    public final Problem problem() {
        return problem;
    }

    /// The request is wrong and will stay wrong. Nothing was written.
    public static final class Rejected extends AuditException {
        public Rejected(Problem problem, String message) {
            super(problem, message, null);
        }
    }

    /// The caller may not do this, or is not told that what it is about is there. Nothing was
    /// written.
    public static final class Denied extends AuditException {
        private final Optional<String> organization;

        public Denied(Problem problem, String message) {
            this(problem, message, Optional.empty());
        }

        /// @param organization upon which the attempt was, if it was upon one
        public Denied(Problem problem, String message, Optional<String> organization) {
            super(problem, message, null);
            this.organization = organization;
        }

        public Optional<String> organization() {
            return organization;
        }
    }

    /// The request is fine but cannot be served now. Nothing was written; send it again later.
    public static final class Busy extends AuditException {
        private final Duration retryAfter;

        public Busy(Problem problem, Duration retryAfter, String message) {
            super(problem, message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// It is not known whether the write happened, for example because a sync failed. Send the same
    /// events again: their ids make the repeat harmless.
    public static final class Uncertain extends AuditException {
        public Uncertain(Problem problem, String message, Throwable cause) {
            super(problem, message, cause);
        }
    }

    /// What is asked for was there and was deleted as its organization wants it. Asking again is
    /// useless.
    public static final class Expired extends AuditException {
        public Expired(Problem problem, String message) {
            super(problem, message, null);
        }
    }

    /// Stored bytes are not what was written. The part of the system concerned stops; a person
    /// decides.
    public static final class Corrupt extends AuditException {
        public Corrupt(Problem problem, String message) {
            super(problem, message, null);
        }
    }
}
