package dev.indelible.testkit;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Query;
import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Channel;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Json;
import dev.indelible.event.Leaf;
import dev.indelible.event.Outcome;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Events of few different values, so that questions find some and not all, and questions about
/// them.
public final class SearchEvents {
    private static final Instant START = Instant.parse("2026-01-31T23:59:00Z");
    private static final List<String> ACTIONS =
            List.of("user.login", "iam.role.grant", "iam.key.create", "bucket.delete");
    private static final List<String> PEOPLE =
            List.of("u-1", "U-2", "jane.doe@example.com", "Ünal Özdemir");
    private static final List<String> ADDRESSES =
            List.of(
                    "203.0.113.7",
                    "203.0.113.200",
                    "2001:db8::7",
                    "2001:db8:8000::7",
                    "AWS Internal");
    private static final List<String> CORRELATIONS =
            List.of(
                    "B53232EE-7d5c-4b1a-9a33-0f2f0c1f2d10",
                    "b53232ee-7d5c-4b1a-9a33-0f2f0c1f2d11",
                    "b53232ef-7d5c-4b1a-9a33-0f2f0c1f2d10",
                    "b53232ee7d5c4b1a9a330f2f0c1f2d10",
                    "b53",
                    "b53232ee-7d5c-4b1a-9a33-0f2f0c1f2d10-2");
    private static final List<String> TEXTS =
            List.of(
                    "eine grüne Straße",
                    "die Straße, grüne",
                    "order 4711 was refunded",
                    "a+b=c",
                    "已删除用户 42",
                    "");

    private final Random random;

    public SearchEvents(Random random) {
        this.random = random;
    }

    /// A time that some events have: seconds after the start.
    public static long timeNanos(int seconds) {
        return START.plusSeconds(seconds).getEpochSecond() * 1_000_000_000L;
    }

    /// The entries that come next in a journal.
    public List<Entry> next(Journal journal, int count) {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(random.nextInt(120)));
        }
        return numbered(journal, drafts);
    }

    /// Entries that happened at these times.
    public List<Entry> at(Journal journal, List<Instant> times) {
        return numbered(
                journal,
                times.stream()
                        .map(time -> draft(time.getEpochSecond() - START.getEpochSecond()))
                        .toList());
    }

    /// Entries that all happened at once.
    public List<Entry> sameTime(Journal journal, int count) {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft(60));
        }
        return numbered(journal, drafts);
    }

    private static List<Entry> numbered(Journal journal, List<Draft> drafts) {
        var sequences = new HashMap<String, Long>();
        var entries = new ArrayList<Entry>();
        for (Draft draft : drafts) {
            long sequence = sequences.computeIfAbsent(draft.organization(), journal::nextSequence);
            sequences.put(draft.organization(), sequence + 1);
            long position = journal.end() + entries.size();
            // Ten seconds each, so that days end now and then.
            long received = START.toEpochMilli() + position * 10_000;
            entries.add(new Entry(position, sequence, received, draft));
        }
        return entries;
    }

    private Draft draft(long second) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        String organization = random.nextInt(3) == 0 ? "globex" : "acme";
        AuditEvent event =
                AuditEvent.named(pick(ACTIONS))
                        .id(id)
                        .time(new EventTime(START.plusSeconds(second), 0))
                        .organization(organization)
                        .folder(random.nextInt(4) == 0 ? "eu" : null)
                        .project(random.nextInt(3) > 0 ? "project-" + random.nextInt(40) : null)
                        .outcome(pick(List.of(Outcome.values())))
                        .channel(random.nextInt(2) == 0 ? pick(List.of(Channel.values())) : null)
                        .actor(Actor.of(ActorType.USER, pick(PEOPLE), null, pick(PEOPLE)))
                        .targets(
                                random.nextInt(3) == 0
                                        ? List.of()
                                        : List.of(
                                                new Target(
                                                        "bucket", "b-" + random.nextInt(3), null),
                                                new Target("user", null, pick(PEOPLE))))
                        .correlationId(pick(CORRELATIONS))
                        .client(
                                new Client(
                                        pick(ADDRESSES),
                                        null,
                                        new UUID(random.nextLong(4), random.nextLong()).toString(),
                                        null,
                                        null))
                        .detail(
                                new Detail(
                                        pick(TEXTS),
                                        null,
                                        null,
                                        null,
                                        List.of(),
                                        Map.of(),
                                        Json.parse("{\"name\":[\"" + pick(TEXTS) + "\",4711]}")))
                        .build();
        return new Draft(
                organization,
                id,
                "key-1",
                new byte[Leaf.SEED_BYTES],
                SentEvent.of(event).complete(event));
    }

    /// A random query, nested at most so deep.
    public Query query(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 7);
        return switch (kind) {
            case 0 -> new Query.Is(Field.ACTION, pick(ACTIONS));
            case 1 -> new Query.Is(Field.ACTOR, Field.folded(pick(PEOPLE)));
            case 2 -> new Query.Begins(Field.ACTION, random.nextBoolean() ? "iam." : "u");
            case 3 ->
                    new Query.InRange(
                            IpRange.parse(random.nextBoolean() ? "203.0.113.0/25" : "2001:db8::/33")
                                    .orElseThrow());
            case 4 ->
                    new Query.Time(timeNanos(random.nextInt(120)), timeNanos(random.nextInt(120)));
            case 5 ->
                    random.nextBoolean()
                            ? new Query.Word(random.nextBoolean() ? "straße" : "4711")
                            : new Query.WordBegins(random.nextBoolean() ? "re" : "gr");
            case 6 -> new Query.Phrase(List.of("grüne", "straße"));
            case 7 -> new Query.Not(query(depth - 1));
            case 8 -> new Query.And(List.of(query(depth - 1), query(depth - 1)));
            default -> new Query.Or(List.of(query(depth - 1), query(depth - 1)));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
