package dev.indelible.core.quota;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/* A bucket fills steadily up to what its window allows. A request is let in while anything is left,
 * and then pays all it costs, also into debt: so a body larger than a second's worth is possible,
 * and is paid for by waiting afterwards. The bucket of a day is set back at midnight, UTC: a body that
 * is larger than what is left of the day is refused whole. A compressed body is let in by the bytes
 * that are sent, and pays for those that it has while it is unpacked: it ends where a day has no more,
 * or where others have used up a second. So of many that were let in at once at most one goes into
 * debt, as of many that are not compressed.
 *
 * All buckets of a request are looked at before any is charged. They are in memory: a restart
 * forgets those of a second, and takes up those of the day from what was remembered. */

/// What each key and each organization has left. Any thread.
public final class Quotas {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final double SECOND_MILLIS = 1000;
    private static final int BUCKETS_MAX = 50_000;
    private static final String REQUESTS = "requests";
    private static final String BYTES = "content-bytes";
    private static final String KEY = "key";
    private static final String ORGANIZATION = "organization";
    private static final String A_DAY = "-bytes-a-day";

    private final Quota key;
    private final Quota organization;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    public Quotas(Quota key, Quota organization, InstantSource clock) {
        this.key = key;
        this.organization = organization;
        this.clock = clock;
    }

    /// Whether nobody is bounded.
    public boolean areNone() {
        return key.isNone() && organization.isNone();
    }

    /// Whether it must be known how long a body is before it is read.
    public boolean boundBytes() {
        return key.boundsBytes() || organization.boundsBytes();
    }

    /// Whether days are bounded, so that what was used of them is to be remembered.
    public boolean boundDays() {
        return key.bytesPerDay() > 0 || organization.bytesPerDay() > 0;
    }

    /// Charges a request.
    ///
    /// @param keyId of the caller
    /// @param organizationId of the caller, if it is of one
    /// @param bytes of the body as it is sent
    /// @return how each policy stands now
    /// @throws Busy if there is nothing left, or less of the day than the body has; nothing was
    ///   charged
    /// @throws Rejected if the body is larger than what a day allows
    public synchronized List<Standing> charge(
            String keyId, Optional<String> organizationId, long bytes) {
        long now = clock.millis();
        List<Bucket> concerned = concerned(keyId, organizationId);
        for (Bucket bucket : concerned) {
            bucket.fill(now);
            if (bucket.cost(bytes) > 0) {
                bucket.requireRoom(bytes, now);
            }
        }
        for (Bucket bucket : concerned) {
            bucket.left -= bucket.cost(bytes);
        }
        trim();
        return concerned.stream().map(bucket -> bucket.standing(now)).toList();
    }

    /// Charges bytes of a body that are found while it is unpacked.
    ///
    /// @param before what this body was charged until now
    /// @param more what it has more
    /// @throws Busy if others have used up what a second allows, or the day has not so much left;
    ///   nothing more was charged, and the body is to be given up
    /// @throws Rejected if the body is larger than what a day allows
    public synchronized void chargeMore(
            String keyId, Optional<String> organizationId, long before, long more) {
        long now = clock.millis();
        List<Bucket> concerned = bytes(keyId, organizationId);
        for (Bucket bucket : concerned) {
            bucket.fill(now);
            bucket.requireMore(before, more, now);
        }
        concerned.forEach(bucket -> bucket.left -= more);
    }

    /// Gives back what a body was charged that was given up for its quota.
    public synchronized void giveBack(String keyId, Optional<String> organizationId, long bytes) {
        long now = clock.millis();
        for (Bucket bucket : bytes(keyId, organizationId)) {
            bucket.fill(now);
            bucket.left = Math.min((double) bucket.quota, bucket.left + bytes);
        }
    }

    /// What was used of the days that go on.
    synchronized DayUse dayUse() {
        long now = clock.millis();
        var used = new TreeMap<String, Long>();
        buckets.forEach((name, bucket) -> {
            if (bucket.isOfADay()) {
                bucket.fill(now);
                if (bucket.left < bucket.quota) {
                    used.put(name, bucket.quota - (long) bucket.left);
                }
            }
        });
        return new DayUse(Math.floorDiv(now, DAY_MILLIS), used);
    }

    /// Takes up what was used, unless that was on another day. What is not bounded any more is left
    /// out.
    synchronized void resume(DayUse use) {
        if (use.day() != Math.floorDiv(clock.millis(), DAY_MILLIS)) {
            return;
        }
        use.used()
                .forEach((name, used) -> {
                    resume(KEY, key, name, used);
                    resume(ORGANIZATION, organization, name, used);
                });
    }

    private void resume(String owner, Quota quota, String name, long used) {
        String start = owner + A_DAY + " ";
        if (name.startsWith(start) && quota.bytesPerDay() > 0) {
            ofADay(owner, name.substring(start.length()), quota).left =
                    quota.bytesPerDay() - (double) used;
        }
    }

    private List<Bucket> bytes(String keyId, Optional<String> organizationId) {
        List<Bucket> concerned = concerned(keyId, organizationId);
        concerned.removeIf(bucket -> bucket.unit.equals(REQUESTS));
        return concerned;
    }

    /// How each policy of a caller stands, which charges nothing.
    public synchronized List<Standing> standings(String keyId, Optional<String> organizationId) {
        long now = clock.millis();
        List<Bucket> concerned = concerned(keyId, organizationId);
        concerned.forEach(bucket -> bucket.fill(now));
        return concerned.stream().map(bucket -> bucket.standing(now)).toList();
    }

    private List<Bucket> concerned(String keyId, Optional<String> organizationId) {
        var concerned = new ArrayList<Bucket>();
        add(concerned, KEY, keyId, key);
        organizationId.ifPresent(id -> add(concerned, ORGANIZATION, id, organization));
        return concerned;
    }

    private void add(List<Bucket> concerned, String owner, String id, Quota quota) {
        if (quota.requestsPerSecond() > 0) {
            concerned.add(bucket(id, owner + "-requests", REQUESTS, quota.requestsPerSecond(), 1));
        }
        if (quota.bytesPerSecond() > 0) {
            concerned.add(bucket(id, owner + "-bytes", BYTES, quota.bytesPerSecond(), 1));
        }
        if (quota.bytesPerDay() > 0) {
            concerned.add(ofADay(owner, id, quota));
        }
    }

    private Bucket ofADay(String owner, String id, Quota quota) {
        return bucket(id, owner + A_DAY, BYTES, quota.bytesPerDay(), DAY_MILLIS / 1000);
    }

    private Bucket bucket(String id, String policy, String unit, long quota, long windowSeconds) {
        return buckets.computeIfAbsent(
                policy + " " + id,
                _ -> new Bucket(policy, unit, quota, windowSeconds, clock.millis()));
    }

    /// Of so many owners, those that asked longest ago are forgotten.
    private void trim() {
        while (buckets.size() > BUCKETS_MAX) {
            buckets.remove(buckets.keySet().iterator().next());
        }
    }

    private static final class Bucket {
        private final String policy;
        private final String unit;
        private final long quota;
        private final long windowSeconds;
        private double left;
        private long atMillis;

        Bucket(String policy, String unit, long quota, long windowSeconds, long now) {
            this.policy = policy;
            this.unit = unit;
            this.quota = quota;
            this.windowSeconds = windowSeconds;
            this.left = quota;
            this.atMillis = now;
        }

        private boolean isOfADay() {
            return windowSeconds > 1;
        }

        void fill(long now) {
            if (isOfADay()) {
                if (Math.floorDiv(now, DAY_MILLIS) > Math.floorDiv(atMillis, DAY_MILLIS)) {
                    left = quota;
                }
                // Where it was set back by more than a day, the next midnight is the end, and not
                // that of the day which it had said.
                atMillis = now < atMillis - DAY_MILLIS ? now : Math.max(now, atMillis);
            } else {
                double seconds = Math.max(0, now - atMillis) / SECOND_MILLIS;
                left = Math.min((double) quota, left + quota * seconds);
                // Where the clock was set back, it fills from there on, and not once that is over.
                atMillis = now;
            }
        }

        /// @throws Busy if there is none before the window is over
        /// @throws Rejected if there will be none
        void requireRoom(long bytes, long now) {
            requireRoom(bytes, 0, "the body has %d bytes, and".formatted(bytes), now);
        }

        /// @param before what the body was charged already
        /// @param told how many bytes it has, and of what kind, as the beginning of a sentence
        private void requireRoom(long bytes, long before, String told, long now) {
            long all = before + bytes;
            if (isOfADay() && all > quota) {
                throw new Rejected(
                        Problem.BODY_TOO_LARGE,
                        "%s: %s %d are allowed in a day; send smaller ones, or have the limit raised"
                                .formatted(policy, told, quota));
            }
            if (isOfADay() && left > 0 && left < bytes) {
                Duration pause = Duration.ofSeconds(resetSeconds(now));
                throw new Busy(
                        Problem.QUOTA_EXCEEDED,
                        pause,
                        "%s: %s %d of the day's %d are left; send less, or again in %d s"
                                .formatted(
                                        policy,
                                        told,
                                        (long) left + before,
                                        quota,
                                        pause.toSeconds()));
            }
            if (left <= 0) {
                throw usedUp(now);
            }
        }

        private Busy usedUp(long now) {
            Duration pause = Duration.ofSeconds(resetSeconds(now));
            return new Busy(
                    Problem.QUOTA_EXCEEDED,
                    pause,
                    "%s: %d %s in %d s are used up; send again in %d s"
                            .formatted(policy, quota, unit, windowSeconds, pause.toSeconds()));
        }

        /// @throws Busy if there is no more before the window is over
        /// @throws Rejected if there will be none
        void requireMore(long before, long more, long now) {
            if (isOfADay()) {
                String told =
                        "the body has %d bytes as far as it is unpacked, and unpacked bytes count;"
                                .formatted(before + more);
                requireRoom(more, before, told, now);
            } else if (left + before <= 0) {
                throw usedUp(now);
            }
        }

        double cost(long bytes) {
            return unit.equals(REQUESTS) ? 1 : (double) bytes;
        }

        long resetSeconds(long now) {
            double seconds =
                    isOfADay()
                            ? (DAY_MILLIS - Math.floorMod(now, DAY_MILLIS)) / SECOND_MILLIS
                            : Math.max(1, 1 - left) / quota;
            return Math.max(1, (long) Math.ceil(seconds));
        }

        Standing standing(long now) {
            return new Standing(
                    policy,
                    unit,
                    quota,
                    windowSeconds,
                    Math.max(0, (long) left),
                    resetSeconds(now));
        }
    }
}
