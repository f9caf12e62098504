package dev.indelible.storage.file;

import java.util.HashSet;
import java.util.Set;

/// Entries that were durable once and cannot be read: counted, and told once each. Any thread.
final class Quarantine {
    private static final System.Logger logger = System.getLogger(Quarantine.class.getName());

    private final Set<Long> known = new HashSet<>();
    private long entries;

    /// Takes note of entries from a position on.
    void add(String file, long firstPosition, long count) {
        synchronized (this) {
            if (count == 0 || !known.add(firstPosition)) {
                return;
            }
            entries += count;
        }
        logger.log(
                System.Logger.Level.ERROR,
                "journal entries cannot be read, their bytes are damaged: file={0} position={1}"
                        + " count={2}; keep the folder as it is and look at the device",
                file,
                Long.toString(firstPosition),
                Long.toString(count));
    }

    synchronized long entries() {
        return entries;
    }
}
