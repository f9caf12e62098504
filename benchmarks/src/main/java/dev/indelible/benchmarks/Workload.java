package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Events with the skew of real ones, about 780 bytes on average. Each is made from the seed and
/// its number alone, so any thread can make any of them, again and again. Any thread.
///
/// 60 % are short, 35 % full, 4.9 % carry changes of 2 to 8 KB, 0.1 % a payload of 64 to 256 KB.
/// Organizations, actors, targets, actions and words follow Zipf's law; 1,000 service accounts make
/// 40 % of all; addresses follow the actor; 2 % fail, in bursts; activity follows the hour of the
/// day; 5 % are late by minutes, 0.1 % by days, 0.01 % lie in the future.
final class Workload {
    /// When the first event happens.
    static final Instant START = Instant.parse("2026-09-01T00:00:00Z");

    /// Between two events, in the mean: 10 million fill 30 days.
    static final long STEP_MICROS = 259_200;

    private static final double DAY_MICROS = 86_400e6;
    private static final long MINUTE_MICROS = 60_000_000L;
    private static final int ACTORS = 100_000;
    private static final int SERVICE_ACCOUNTS = 1_000;
    private static final int TARGETS = 300_000;
    private static final int ACTIONS = 80;
    private static final int USER_AGENTS = 200;
    private static final int WORDS = 50_000;
    private static final int FINGERPRINT_EVENTS = 10_000;
    private static final int BURST = 512;
    private static final String[] OPERATIONS = {"create", "read", "update", "delete", "execute"};
    private static final String[] CATEGORIES = {"admin-activity", "data-access", "sign-in"};
    private static final String[] METHODS = {"POST", "GET", "PATCH", "DELETE", "POST"};

    private final long seed;
    private final Zipf organizations;
    private final Zipf actors = new Zipf(ACTORS, 1.05);
    private final Zipf serviceAccounts = new Zipf(SERVICE_ACCOUNTS, 1.05);
    private final Zipf targets = new Zipf(TARGETS, 0.9);
    private final Zipf actions = new Zipf(ACTIONS, 1.2);
    private final Zipf words = new Zipf(WORDS, 1.0);
    private final String[] vocabulary = new String[WORDS];

    Workload(long seed, int organizations) {
        this.seed = seed;
        this.organizations = new Zipf(organizations, 1.1);
        for (int rank = 0; rank < WORDS; rank++) {
            vocabulary[rank] = pronounceable(rank);
        }
    }

    /// The name of the organization that has most events (0), and of the others.
    static String organization(int rank) {
        return "organization-" + rank;
    }

    /// The user that acts most often (0), and the others, up to 99,999.
    static String user(int rank) {
        return "user-" + Integer.toString(100_000 + rank).substring(1);
    }

    /// The action that occurs most often (0), and the others, up to 79.
    static String action(int rank) {
        return "resource" + rank / 5 + "." + OPERATIONS[rank % 5];
    }

    /// The word that occurs most often in descriptions (0), and the others, up to 49,999.
    String word(int rank) {
        return vocabulary[rank];
    }

    List<Sample> samples(long from, int count) {
        var samples = new ArrayList<Sample>(count);
        var text = new StringBuilder(1024);
        for (long number = from; number < from + count; number++) {
            samples.add(sample(number, text));
        }
        return samples;
    }

    /// Tells this workload from any other: its seed, and a hash over its beginning as lines.
    String fingerprint() {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            for (Sample sample : samples(0, FINGERPRINT_EVENTS)) {
                hash.update(sample.json());
                hash.update((byte) '\n');
            }
            return "seed %d; SHA-256 of the first %,d as lines: %s"
                    .formatted(seed, FINGERPRINT_EVENTS, HexFormat.of().formatHex(hash.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Sample sample(long number, StringBuilder json) {
        var random = new SplittableRandom(seed ^ (number + 1) * 0x9E3779B97F4A7C15L);
        long micros = micros(number, random);
        long millis = Math.floorDiv(micros, 1000);
        int kind = random.nextInt(1000);
        boolean isFull = kind >= 600;
        boolean isAccount = random.nextInt(100) < 40;
        int actor = isAccount ? serviceAccounts.next(random) : actors.next(random);
        int action = actions.next(random);
        int target = targets.next(random);
        var id = new UUID(millis << 16 | 0x7000 | random.nextInt(4096), variant(random));
        var requestId = new UUID(millis << 16 | 0x7000 | random.nextInt(4096), variant(random));
        var fields =
                new Sample(
                        number,
                        id,
                        micros,
                        organization(organizations.next(random)),
                        isAccount ? "service-account-" + actor : user(actor),
                        action(action),
                        OPERATIONS[action % 5],
                        fails(number, random) ? "failure" : "success",
                        "service-" + action % 9,
                        "t-" + Integer.toHexString(0x100000 + target),
                        address(isAccount ? ACTORS + actor : actor),
                        requestId.toString(),
                        description(isFull ? 10 : 4, random),
                        new byte[0]);
        json.setLength(0);
        write(json, fields, new Shape(isFull, isAccount, actor, target, action), random);
        if (kind >= 950) {
            changes(json, kind == 999, random);
        }
        json.append("}}");
        return with(fields, json.toString().getBytes(US_ASCII));
    }

    /// What of a sample is not in its columns.
    private record Shape(boolean full, boolean account, int actor, int target, int action) {}

    private static void write(
            StringBuilder json, Sample fields, Shape shape, SplittableRandom random) {
        json.append("{\"id\":\"").append(fields.id());
        time(json.append("\",\"time\":\""), fields.timeMicros());
        json.append("\",\"action\":\"").append(fields.action());
        json.append("\",\"operation\":\"").append(fields.operation());
        json.append("\",\"outcome\":\"").append(fields.outcome());
        json.append("\",\"organization\":\"").append(fields.organization());
        json.append("\",\"service\":\"").append(fields.service());
        if (shape.full()) {
            json.append("\",\"category\":\"").append(CATEGORIES[shape.action() % 3]);
            json.append("\",\"severity\":\"info\",\"channel\":\"");
            json.append(random.nextInt(3) == 0 ? "ui" : "api");
        }
        json.append("\",\"actor\":{\"type\":\"");
        json.append(shape.account() ? "service-account" : "user");
        json.append("\",\"id\":\"").append(fields.actor());
        if (shape.full()) {
            json.append("\",\"email\":\"person").append(shape.actor()).append("@example.com");
            json.append("\",\"name\":\"Person Number ").append(shape.actor());
        }
        json.append("\"},\"targets\":[{\"type\":\"kind").append(shape.target() % 12);
        json.append("\",\"id\":\"").append(fields.target());
        if (shape.full()) {
            json.append("\",\"name\":\"Thing number ").append(shape.target());
        }
        json.append("\"}],\"client\":{\"ip\":\"").append(fields.ip());
        if (shape.full()) {
            json.append("\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) Agent/");
            json.append(shape.actor() % USER_AGENTS);
        }
        json.append("\",\"requestId\":\"").append(fields.requestId());
        json.append("\"},\"detail\":{\"description\":\"").append(fields.description()).append('"');
        if (shape.full()) {
            json.append(",\"request\":{\"method\":\"").append(METHODS[shape.action() % 5]);
            json.append("\",\"endpoint\":\"/v1/things/").append(fields.target());
            json.append("\"},\"response\":{\"code\":200,\"size\":");
            json.append(random.nextInt(5000)).append('}');
        }
    }

    private void changes(StringBuilder json, boolean huge, SplittableRandom random) {
        // The smaller, the more frequent: squared, a random share lies near 0.
        double share = random.nextDouble();
        double size = Math.pow(share, 7);
        int bytes = huge ? 65_536 + (int) (size * 196_608) : 2_048 + (int) (size * 6_144);
        json.append(",\"changes\":[");
        for (int i = 0; json.length() < bytes; i++) {
            json.append(i == 0 ? "" : ",").append("{\"path\":\"/spec/").append(i);
            json.append("\",\"old\":\"").append(value(huge ? 64 : 8, random));
            json.append("\",\"new\":\"").append(value(huge ? 64 : 8, random)).append("\"}");
        }
        json.append(']');
    }

    private static Sample with(Sample fields, byte[] json) {
        return new Sample(
                fields.number(),
                fields.id(),
                fields.timeMicros(),
                fields.organization(),
                fields.actor(),
                fields.action(),
                fields.operation(),
                fields.outcome(),
                fields.service(),
                fields.target(),
                fields.ip(),
                fields.requestId(),
                fields.description(),
                json);
    }

    /// Those in time lie on multiples of 8 µs and the others beside them, so that two at the same
    /// microsecond are as good as impossible: engines may order those differently.
    private static long micros(long number, SplittableRandom random) {
        double even = (double) number * STEP_MICROS;
        double wave = 0.6 * DAY_MICROS / (2 * Math.PI) * Math.sin(2 * Math.PI * even / DAY_MICROS);
        long start = START.getEpochSecond() * 1_000_000;
        long inTime = start + Math.round((even + wave) / 8) * 8;
        int lateness = random.nextInt(10_000);
        int beside = 1 + random.nextInt(7);
        if (lateness < 1) {
            return inTime + random.nextLong(60 * MINUTE_MICROS) / 8 * 8 + beside;
        } else if (lateness < 11) {
            return inTime - random.nextLong(3 * (long) DAY_MICROS) / 8 * 8 - beside;
        }
        return lateness < 511
                ? inTime - random.nextLong(10 * MINUTE_MICROS) / 8 * 8 - beside
                : inTime;
    }

    /// RFC 3339 with six digits, always.
    private static void time(StringBuilder json, long micros) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        int second = (int) Math.floorMod(seconds, 86_400L);
        json.append(LocalDate.ofEpochDay(Math.floorDiv(seconds, 86_400L))).append('T');
        digits(json, second / 3600, 10);
        digits(json.append(':'), second / 60 % 60, 10);
        digits(json.append(':'), second % 60, 10);
        digits(json.append('.'), (int) Math.floorMod(micros, 1_000_000L), 100_000);
        json.append('Z');
    }

    private static void digits(StringBuilder json, int value, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            json.append((char) ('0' + value / place % 10));
        }
    }

    private boolean fails(long number, SplittableRandom random) {
        var burst = new SplittableRandom(seed + number / BURST);
        return burst.nextInt(25) == 0 && random.nextInt(2) == 0;
    }

    private static long variant(SplittableRandom random) {
        return random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    }

    private static String address(int actor) {
        return "10." + (actor >> 16) + "." + (actor >> 8 & 255) + "." + (actor & 255);
    }

    private String description(int count, SplittableRandom random) {
        var text = new StringBuilder(count * 8);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(vocabulary[words.next(random)]);
        }
        return text.toString();
    }

    /// Words that no description has: engines search the description, Indelible all text, and the
    /// answers are to be the same.
    private String value(int count, SplittableRandom random) {
        return "x" + description(count, random).replace(" ", " x");
    }

    private static String pronounceable(int rank) {
        var random = new SplittableRandom(rank);
        var word = new StringBuilder();
        // Frequent words are short, as in any language.
        int syllables = rank < 100 ? 1 + rank % 2 : 2 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append("bcdfghjklmnprstvwz".charAt(random.nextInt(18)));
            word.append("aeiou".charAt(random.nextInt(5)));
        }
        // The rank makes each word different from the others.
        return rank < 100
                ? word.append((char) ('a' + rank % 26)).append(rank / 26).toString()
                : word.append(Integer.toString(rank, 36)).toString();
    }
}
