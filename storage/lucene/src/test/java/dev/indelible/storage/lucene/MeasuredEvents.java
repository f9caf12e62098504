package dev.indelible.storage.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;

/// Events of about 700 bytes with the skew of real ones, each made from its position alone, so that
/// any of them can be made again: Zipf actors, targets, actions and organizations, UUID request
/// ids, ten words of description, one event in twenty some minutes late.
final class MeasuredEvents {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final String[] OUTCOMES = {"success", "failure", "denied"};
    private static final String[] CATEGORIES = {"admin-activity", "data-access", "sign-in"};
    private static final String[] VERBS = {"create", "read", "update", "delete"};

    private final long seed;
    private final int perSecond;
    private final Zipf actors = new Zipf(100_000, 1.05);
    private final Zipf targets = new Zipf(300_000, 0.9);
    private final Zipf actions = new Zipf(80, 1.2);
    private final Zipf organizations = new Zipf(500, 1.1);
    private final Zipf vocabulary = new Zipf(50_000, 1.0);

    MeasuredEvents(long seed, int perSecond) {
        this.seed = seed;
        this.perSecond = perSecond;
    }

    List<Entry> next(long position, int count) {
        var entries = new ArrayList<Entry>(count);
        for (int i = 0; i < count; i++) {
            entries.add(at(position + i));
        }
        return entries;
    }

    Entry at(long position) {
        var random = new SplittableRandom(seed ^ position * 0x9E3779B97F4A7C15L);
        long received = START.toEpochMilli() + position * 1000 / perSecond;
        long late = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(200);
        int actor = actors.next(random);
        int action = actions.next(random);
        int target = targets.next(random);
        String organization = "organization-" + organizations.next(random);
        var id = new UUID(received << 16 | 0x7000, random.nextLong());
        String core =
                """
                {"id":"%s","time":"%s","action":"thing%d.%s","operation":"%s","category":"%s",\
                "outcome":"%s","severity":"info","organization":"%s","service":"service-%d",\
                "channel":"%s"}\
                """
                        .formatted(
                                id,
                                Instant.ofEpochMilli(received - late),
                                action / 4,
                                VERBS[action % 4],
                                VERBS[action % 4],
                                CATEGORIES[action % 3],
                                OUTCOMES[Math.max(0, random.nextInt(50) - 47)],
                                organization,
                                action % 9,
                                random.nextBoolean() ? "api" : "ui");
        var parts = new EnumMap<Part, byte[]>(Part.class);
        parts.put(Part.CORE, core.getBytes(UTF_8));
        parts.put(Part.ACTOR, actor(actor).getBytes(UTF_8));
        parts.put(
                Part.TARGETS,
                "[{\"type\":\"kind%d\",\"id\":\"t-%06x\",\"name\":\"Thing number %d\"}]"
                        .formatted(target % 12, target, target)
                        .getBytes(UTF_8));
        parts.put(Part.CLIENT, client(actor, random).getBytes(UTF_8));
        parts.put(Part.DETAIL, detail(target, random).getBytes(UTF_8));
        byte[] salts = new byte[Leaf.SEED_BYTES];
        var draft =
                new Draft(
                        organization, id, "key-" + action % 7, salts, Parts.of(Map.copyOf(parts)));
        return new Entry(position, position, received, draft);
    }

    static String actorId(int actor) {
        return "u-" + actor;
    }

    private static String actor(int actor) {
        return "{\"type\":\"user\",\"id\":\"%s\",\"email\":\"person%d@example.com\",\"name\":\"Person %d\"}"
                .formatted(actorId(actor), actor, actor);
    }

    private static String client(int actor, SplittableRandom random) {
        return """
        {"ip":"10.%d.%d.%d","userAgent":"Mozilla/5.0 (X11; Linux x86_64) Agent/%d",\
        "requestId":"%s"}\
        """
                .formatted(
                        actor >> 16,
                        actor >> 8 & 255,
                        actor & 255,
                        random.nextInt(200),
                        new UUID(random.nextLong(), random.nextLong()));
    }

    private String detail(int target, SplittableRandom random) {
        var words = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            words.append(i == 0 ? "" : " ").append(word(vocabulary.next(random)));
        }
        return """
        {"description":"%s","request":{"method":"POST","endpoint":"/v1/things/t-%06x"},\
        "response":{"code":200,"size":%d}}\
        """
                .formatted(words, target, random.nextInt(5000));
    }

    /// The vocabulary's word of this rank; 0 is the most frequent.
    static String word(int rank) {
        var letters = new Random(rank);
        var word = new StringBuilder();
        int length = 3 + letters.nextInt(7);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + letters.nextInt(26)));
        }
        return word.toString();
    }

    /// Numbers from 0, the smaller the more frequent, as Zipf's law has it.
    private static final class Zipf {
        private final double[] upTo;

        Zipf(int count, double exponent) {
            upTo = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1 / Math.pow(i + 1, exponent);
                upTo[i] = sum;
            }
        }

        int next(SplittableRandom random) {
            double wanted = random.nextDouble() * upTo[upTo.length - 1];
            int found = java.util.Arrays.binarySearch(upTo, wanted);
            return found < 0 ? -found - 1 : found;
        }
    }
}
