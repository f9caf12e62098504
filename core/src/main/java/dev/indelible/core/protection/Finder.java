package dev.indelible.core.protection;

import java.util.List;

/// Finds secrets inside of texts. Texts are hostile: what is found costs time in proportion to the
/// length of the text, whatever the text says. Any thread.
public interface Finder {
    /// Tells each place where one is, from left to right.
    void find(String text, Found found);

    /// What every text in which something is found has in it, in any case: at least one of these,
    /// each of three ASCII characters or more that JSON writes without escapes. Empty where there
    /// is no such thing; every text of every event is then looked at.
    List<String> signs();

    /// Takes what was found.
    @FunctionalInterface
    interface Found {
        /// One place: indexes of characters.
        void at(int from, int to);
    }
}
