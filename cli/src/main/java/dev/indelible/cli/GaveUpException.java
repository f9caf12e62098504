package dev.indelible.cli;

/// A batch that the server did not answer for in the time that it was given.
final class GaveUpException extends Exception {
    private final boolean mayBeTaken;

    /// @param mayBeTaken whether no answer said that nothing of it was taken
    GaveUpException(String message, boolean mayBeTaken) {
        super(message);
        this.mayBeTaken = mayBeTaken;
    }

    boolean mayBeTaken() {
        return mayBeTaken;
    }
}
