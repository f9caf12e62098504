package dev.indelible.cli.verify;

/// One thing that was looked at, and what was found.
///
/// @param place the file, tile or entry it is about
/// @param text for people, in one line
public record Finding(Mark mark, String place, String text) {

    /// How a finding counts.
    public enum Mark {
        /// Checked and right.
        GOOD,
        /// Worth knowing, and no reason for doubt.
        NOTE,
        /// Not as it was sealed, or not shown to be.
        BAD
    }
}
