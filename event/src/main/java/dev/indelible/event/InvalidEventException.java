package dev.indelible.event;

/// An event that cannot be taken and never will be as it is. Tells the member, the value, the limit
/// and the cure in its message, and a stable code.
///
/// Has no stack trace: it is an answer to hostile input and must be cheap.
public final class InvalidEventException extends RuntimeException {
    /// What is wrong, for programs. Stable: never renamed, only added to.
    public enum Code {
        MALFORMED_JSON,
        INVALID_UTF8,
        UNKNOWN_MEMBER,
        DUPLICATE_MEMBER,
        MISSING_MEMBER,
        WRONG_TYPE,
        INVALID_VALUE,
        LIMIT_EXCEEDED;

        /// As the API writes it: `malformed-json`.
        public String label() {
            return Labels.of(this);
        }
    }

    private final Code code;
    private final String member;

    /// An event refused.
    ///
    /// @param member the path of the member at fault, `actor.type`; empty for the whole event
    public InvalidEventException(Code code, String member, String message) {
        super(message, null, false, false);
        this.code = code;
        this.member = member;
    }

    public Code code() {
        return code;
    }

    public String member() {
        return member;
    }
}
