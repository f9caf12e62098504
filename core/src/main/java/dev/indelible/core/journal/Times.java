package dev.indelible.core.journal;

import java.util.List;

/// Finds positions by time of receipt.
public final class Times {
    private Times() {}

    /// The first position that was received at this time or later; [Journal#end()] if there is
    /// none. Costs a read for each halving of the journal.
    public static long position(Journal journal, long receivedMillis) {
        long low = 0;
        long high = journal.end();
        while (low < high) {
            long middle = low + (high - low) / 2;
            List<Entry> found = journal.read(middle, 1, 1);
            if (found.isEmpty() || found.getFirst().receivedMillis() >= receivedMillis) {
                high = middle;
            } else {
                low = found.getFirst().position() + 1;
            }
        }
        return low;
    }
}
