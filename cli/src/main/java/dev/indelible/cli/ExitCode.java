package dev.indelible.cli;

/// How a command can end, beside 0 for well and 2 for a command line that is not understood.
final class ExitCode {
    static final int OK = 0;

    /// Some events were rejected, the answer is not complete, or something is not as it was sealed.
    static final int INCOMPLETE = 1;

    /// The command line is not understood, or names a file that cannot be read.
    static final int USAGE = 2;

    /// The server cannot be reached or refuses.
    static final int REFUSED = 3;

    private ExitCode() {}
}
