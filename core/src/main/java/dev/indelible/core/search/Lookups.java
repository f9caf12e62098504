package dev.indelible.core.search;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.Masking;
import dev.indelible.core.protection.MemberPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/* "Was this value in the log?" is a guess that is answered, so guesses are counted: a caller has so
 * few an hour that values cannot be tried out, and each is in the record of reads. */

/// Looks up who knows a value already, without showing any other. Any thread.
public final class Lookups {
    /// Guesses that one caller has in an hour.
    public static final int PER_HOUR_MAX = 100;

    private static final int CANDIDATES_MAX = 1000;
    private static final int SHOWN_MAX = 100;
    private static final int CALLERS_MAX = 100_000;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private static final int AT_ONCE_MAX = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final SearchIndex index;
    private final Journal journal;
    private final Masking masking;
    private final InstantSource clock;
    private final Map<String, Integer> guesses = new HashMap<>();
    private long hour;

    public Lookups(SearchIndex index, Journal journal, Masking masking, InstantSource clock) {
        this.index = index;
        this.journal = journal;
        this.masking = masking;
        this.clock = clock;
    }

    /// What was found: how many events of the newest that may have the value do, and some of these,
    /// newest first, with their masks.
    ///
    /// @param hash that masks of the value show
    /// @param hashAsWritten that masks showed when the hash of a value still depended on its case
    public record Found(String hash, String hashAsWritten, int count, List<Entry> entries) {}

    /// Looks for a value, in any case, in a member of the events of a scope.
    ///
    /// @param organization whose events
    /// @throws Rejected if the member cannot be searched
    /// @throws Busy if the caller has guessed too often
    public Found find(
            Caller caller, Scope scope, String organization, MemberPath member, String value) {
        Query candidates = candidates(member, value);
        charge(caller.id());
        if (!places.tryAcquire()) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    RETRY_AFTER,
                    "too many lookups at once; ask again in %d s"
                            .formatted(RETRY_AFTER.toSeconds()));
        }
        try {
            return found(scope, organization, candidates, member, value);
        } finally {
            places.release();
        }
    }

    private Found found(
            Scope scope, String organization, Query candidates, MemberPath member, String value) {
        Query mine = new Query.Is(Field.ORGANIZATION, Field.folded(organization));
        Query query = Scoped.query(scope, new Query.And(List.of(mine, candidates)));
        long[] positions =
                index
                        .search(
                                new SearchRequest(
                                        query,
                                        Order.NEWEST,
                                        Optional.empty(),
                                        index.searchablePosition(),
                                        CANDIDATES_MAX))
                        .stream()
                        .mapToLong(SearchIndex.Hit::position)
                        .toArray();
        var sight = new Sight(masking);
        var shown = new ArrayList<Entry>();
        int count = 0;
        long shownBytes = 0;
        for (long position : positions) {
            Entry entry = journal.readEach(new long[] {position}).getFirst();
            if (!entry.isExpired() && masking.has(entry, member, value)) {
                count++;
                if (shown.size() < SHOWN_MAX && shownBytes < Limits.PAGE_BYTES_MAX) {
                    shown.add(sight.shown(scope, entry));
                    shownBytes += entry.bytes();
                }
            }
        }
        return new Found(
                masking.hash(organization, value),
                masking.hashAsWritten(organization, value),
                count,
                List.copyOf(shown));
    }

    private Query candidates(MemberPath member, String value) {
        Optional<Field> field = Sight.field(member);
        if (field.isPresent()) {
            return new Query.Is(field.get(), Field.folded(value));
        }
        List<String> words = Words.of(value);
        if (!member.toString().startsWith("detail.") || words.isEmpty()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "member '%s' cannot be searched for this value; what is in detail and has words can, and ids, names and addresses of actor, targets and client; protected here: %s"
                            .formatted(member, masking.isEmpty() ? "nothing" : masking.members()));
        }
        return new Query.Phrase(words);
    }

    private synchronized void charge(String callerId) {
        long now = Math.floorDiv(clock.millis(), HOUR_MILLIS);
        if (now != hour || guesses.size() >= CALLERS_MAX) {
            hour = now;
            guesses.clear();
        }
        if (guesses.merge(callerId, 1, Integer::sum) > PER_HOUR_MAX) {
            Duration pause = Duration.ofMillis((now + 1) * HOUR_MILLIS - clock.millis());
            throw new Busy(
                    Problem.QUOTA_EXCEEDED,
                    pause,
                    "%d values an hour can be looked up, so that they cannot be tried out"
                            .formatted(PER_HOUR_MAX));
        }
    }
}
