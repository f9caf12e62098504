package dev.indelible.cli.verify;

import org.jspecify.annotations.Nullable;

/// The first of many bad things of one kind, and how many there are.
final class FirstBad {
    private @Nullable String place;
    private String text = "";
    private long firstIndex = Long.MAX_VALUE;
    private long count;

    /// One more.
    ///
    /// @param index which entry it is about; the lowest is told
    void add(long index, String badPlace, String badText) {
        count++;
        if (index < firstIndex) {
            firstIndex = index;
            place = badPlace;
            text = badText;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    void tell(Report report, String ofAll) {
        if (place != null) {
            report.bad(place, text);
            if (count > 1) {
                report.bad(place, "%d %s, this is the first".formatted(count, ofAll));
            }
        }
    }
}
