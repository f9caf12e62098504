package dev.indelible.core.quota;

import java.util.Map;
import java.util.TreeMap;

/// How many bytes were used on a day.
///
/// @param day of UTC, counted from 1970
/// @param used by policy and owner, such as `key-bytes-a-day k1`
record DayUse(long day, Map<String, Long> used) {
    private static final String DAY = "day";

    DayUse {
        used = Map.copyOf(used);
    }

    /// As texts to remember. No policy is called `day`.
    Map<String, String> note() {
        var note = new TreeMap<String, String>();
        note.put(DAY, Long.toString(day));
        used.forEach((name, bytes) -> note.put(name, Long.toString(bytes)));
        return note;
    }

    static DayUse of(Map<String, String> note) {
        var used = new TreeMap<String, Long>();
        note.forEach((name, number) -> used.put(name, Long.valueOf(number)));
        Long day = used.remove(DAY);
        return new DayUse(day == null ? -1 : day, used);
    }
}
