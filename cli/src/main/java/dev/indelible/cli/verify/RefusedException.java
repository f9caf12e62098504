package dev.indelible.cli.verify;

/// Ends a check: what is at a place is not what it must be, so that nothing behind it can be
/// judged.
public final class RefusedException extends RuntimeException {
    private final String place;

    RefusedException(String place, String message) {
        super(message);
        this.place = place;
    }

    /// The file, tile or entry.
    public String place() {
        return place;
    }

    Finding finding() {
        return new Finding(Finding.Mark.BAD, place, String.valueOf(getMessage()));
    }
}
