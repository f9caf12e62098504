package dev.indelible.proof;

/// Bytes that are not what their format says, or more of them than [Limits] allows. They will stay
/// wrong: ask for others, or refuse them.
///
/// The only exception that the parsers of this package throw for bad input. Has no stack trace: it
/// is an answer to hostile input and must be cheap.
public final class MalformedException extends RuntimeException {
    /// Input refused.
    ///
    /// @param message the value, the limit and the cure, as far as they are known
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
