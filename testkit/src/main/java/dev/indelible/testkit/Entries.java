package dev.indelible.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes events that look like a cloud console's: about 700 bytes, few actions and actors, much
/// that repeats, and identifiers that never do. The same random numbers make the same events.
public final class Entries {
    private static final String[] VERBS = {"create", "update", "delete", "read", "login", "rotate"};
    private static final List<String> OPERATIONS = List.of("create", "update", "delete", "read");
    private static final String[] THINGS = {
        "notifier", "cluster", "policy", "bucket", "key", "user", "role", "network", "backup"
    };
    private static final String[] OUTCOMES = {"success", "success", "success", "failure", "denied"};
    private static final String[] NAMES = {
        "Jane Roe", "John Doe", "Ada Byron", "Grace Hopper", "Alan Kay", "Edsger D", "Barbara L"
    };
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "roxctl/4.5.1 (linux; amd64)",
        "terraform/1.9.5 (+https://www.terraform.io)"
    };
    private static final String[] WORDS = {
        "after",
        "review",
        "ticket",
        "for",
        "the",
        "of",
        "quarterly",
        "audit",
        "requested",
        "by",
        "team",
        "platform",
        "rollback",
        "because",
        "customer",
        "asked",
        "limit",
        "raised",
        "from",
        "staging",
        "production",
        "cleanup",
        "expired",
        "rotation",
        "policy",
        "drift",
        "incident",
        "change",
        "window",
        "approved",
        "security",
        "finance",
        "migration",
        "test",
        "unused",
        "old"
    };
    private static final long FIRST_MILLIS = 1_700_000_000_000L;

    private final RandomGenerator random;
    private long millis = FIRST_MILLIS;

    public Entries(RandomGenerator random) {
        this.random = random;
    }

    /// The entries that come next in a journal, each of a random one of so many organizations.
    public List<Entry> next(Journal journal, int count, int organizations) {
        var drafts = new ArrayList<Draft>(count);
        for (int i = 0; i < count; i++) {
            drafts.add(draft("organization-" + random.nextInt(organizations)));
        }
        return numbered(journal, drafts);
    }

    /// These drafts as the entries that come next in a journal.
    public List<Entry> numbered(Journal journal, List<Draft> drafts) {
        var nextSequences = new HashMap<String, Long>();
        var entries = new ArrayList<Entry>(drafts.size());
        long position = journal.end();
        for (Draft draft : drafts) {
            long sequence =
                    nextSequences.computeIfAbsent(draft.organization(), journal::nextSequence);
            nextSequences.put(draft.organization(), sequence + 1);
            entries.add(new Entry(position++, sequence, millis, draft));
        }
        millis += random.nextInt(20);
        return entries;
    }

    /// An event of about 700 bytes.
    public Draft draft(String organization) {
        UUID id = id();
        var parts = new EnumMap<Part, byte[]>(Part.class);
        String thing = pick(THINGS);
        String verb = pick(VERBS);
        parts.put(Part.CORE, core(id, organization, thing, verb));
        if (random.nextInt(50) != 0) {
            parts.put(Part.ACTOR, actor());
            parts.put(Part.TARGETS, targets(thing));
        }
        if (random.nextInt(10) != 0) {
            parts.put(Part.CLIENT, client());
        }
        if (random.nextInt(10) != 0) {
            parts.put(Part.DETAIL, detail(thing, verb));
        }
        return draft(organization, id, Parts.of(parts));
    }

    /// An event whose detail has so many bytes.
    public Draft draft(String organization, int detailBytes) {
        byte[] detail = new byte[detailBytes];
        random.nextBytes(detail);
        return draftWithDetail(organization, detail);
    }

    /// An event with these bytes as its detail.
    public Draft draftWithDetail(String organization, byte[] detail) {
        UUID id = id();
        byte[] core = core(id, organization, "bucket", "update");
        return draft(organization, id, Parts.of(Map.of(Part.CORE, core, Part.DETAIL, detail)));
    }

    /// An event of an id that was used before, as a sender that ignores its own ids would make.
    public Draft draft(String organization, UUID id) {
        byte[] core = core(id, organization, "bucket", "update");
        return draft(organization, id, Parts.of(Map.of(Part.CORE, core)));
    }

    private Draft draft(String organization, UUID id, Parts parts) {
        byte[] seed = new byte[Leaf.SEED_BYTES];
        random.nextBytes(seed);
        return new Draft(organization, id, "key-" + random.nextInt(4), seed, parts);
    }

    /// A version 7 id, seldom one of another version.
    private UUID id() {
        long low = random.nextLong() >>> 2 | 1L << 63;
        long high =
                random.nextInt(20) == 0
                        ? random.nextLong() & ~0xf000L | 0x4000
                        : millis << 16 | 0x7000 | random.nextInt(1 << 12);
        return new UUID(high, low);
    }

    private byte[] core(UUID id, String organization, String thing, String verb) {
        return """
        {"id":"%s","time":"%s","action":"%s.%s","operation":"%s","category":"admin-activity",\
        "outcome":"%s","severity":"info","organization":"%s","project":"shop-%d",\
        "service":"central","channel":"ui","region":"eu01"}\
        """
                .formatted(
                        id,
                        Instant.ofEpochSecond(millis / 1000, random.nextInt(1_000_000) * 1000L),
                        thing,
                        verb,
                        OPERATIONS.contains(verb) ? verb : "execute",
                        pick(OUTCOMES),
                        organization,
                        random.nextInt(12))
                .getBytes(UTF_8);
    }

    private byte[] actor() {
        int number = random.nextInt(200);
        return """
        {"type":"user","id":"u-%d","email":"user%d@example.com","name":"%s","roles":["Admin"]}\
        """
                .formatted(number, number, NAMES[number % NAMES.length])
                .getBytes(UTF_8);
    }

    private byte[] targets(String thing) {
        return """
        [{"type":"%s","id":"%s-%d","name":"%s %d"}]\
        """
                .formatted(thing, thing, random.nextInt(5000), thing, random.nextInt(50))
                .getBytes(UTF_8);
    }

    private byte[] client() {
        byte[] request = new byte[16];
        random.nextBytes(request);
        return """
        {"ip":"203.0.113.%d","userAgent":"%s","requestId":"%s"}\
        """
                .formatted(random.nextInt(256), pick(AGENTS), HexFormat.of().formatHex(request))
                .getBytes(UTF_8);
    }

    private byte[] detail(String thing, String verb) {
        return """
        {"description":"%s","request":{"method":"POST",\
        "endpoint":"/v1/%ss/%d"},"changes":[{"path":"/name","old":"a%d","new":"b%d"}]}\
        """
                .formatted(
                        description(thing, verb),
                        thing,
                        random.nextInt(5000),
                        random.nextInt(1000),
                        random.nextInt(1000))
                .getBytes(UTF_8);
    }

    private String description(String thing, String verb) {
        var text = new StringBuilder(thing + " " + verb);
        for (int i = 0; i < 8; i++) {
            text.append(' ').append(pick(WORDS));
        }
        return text.toString();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
