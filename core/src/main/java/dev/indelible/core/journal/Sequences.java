package dev.indelible.core.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Counts on, organization by organization, from the sequences that come next in a journal. For one
/// thread.
final class Sequences {
    private final ToLongFunction<String> firsts;
    private final Map<String, Counter> counters = new HashMap<>();

    /// Changed in place: a boxed number for each event would show.
    private static final class Counter {
        private long next;

        Counter(long next) {
            this.next = next;
        }
    }

    /// @param firsts the sequence that comes next in an organization, asked once for each
    Sequences(ToLongFunction<String> firsts) {
        this.firsts = firsts;
    }

    /// The organization's next sequence, which is taken with that.
    long take(String organization) {
        Counter counter = counters.get(organization);
        if (counter == null) {
            counter = new Counter(firsts.applyAsLong(organization));
            counters.put(organization, counter);
        }
        return counter.next++;
    }

    /// What comes next in each organization of which any were taken. A copy.
    Map<String, Long> next() {
        var next = HashMap.<String, Long>newHashMap(counters.size());
        counters.forEach((organization, counter) -> next.put(organization, counter.next));
        return next;
    }

    /// Forgets what was taken.
    void clear() {
        counters.clear();
    }
}
