package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keys: made, recognised, rotated, revoked. Asks nobody whether the caller may; [Access] does. Any
/// thread; as a worker it writes now and then when keys were last used.
final class Keys implements Worker {
    /// Id of the first administrator's key.
    static final String BOOTSTRAP_ID = "bootstrap";

    private static final String ID_PREFIX = "k";
    private static final int BOOTSTRAP_CHARS_MIN = 16;
    private static final int KNOWN_MAX = 10_000;
    private static final int ID_BYTES = 8;
    private static final Pattern IDS =
            Pattern.compile(
                    BOOTSTRAP_ID + "|" + ID_PREFIX + "[0-9a-f]{%d}".formatted(2 * ID_BYTES));
    private static final Duration USES_EVERY = Duration.ofMinutes(1);
    private static final int EARLIER_SECRETS_MAX = 2;
    private static final Duration OVERLAP_MAX = Duration.ofDays(30);

    private final Registry registry;
    private final Secrets secrets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Failures failures;
    private final Map<String, Key> known = new ConcurrentHashMap<>();
    private final Map<String, Long> uses = new ConcurrentHashMap<>();

    Keys(
            Registry registry,
            Secrets secrets,
            Failures failures,
            InstantSource clock,
            RandomGenerator random) {
        this.registry = registry;
        this.secrets = secrets;
        this.clock = clock;
        this.random = random;
        this.failures = failures;
    }

    Optional<String> bootstrap(Optional<String> given) {
        if (given.isPresent() && given.get().length() < BOOTSTRAP_CHARS_MIN) {
            throw new IllegalArgumentException(
                    "bootstrap-key has %d characters, at least %d are needed"
                            .formatted(given.get().length(), BOOTSTRAP_CHARS_MIN));
        }
        Optional<Key> earlier = registry.key(BOOTSTRAP_ID);
        if (given.isEmpty() && earlier.isPresent()) {
            return Optional.empty();
        }
        String secret = given.orElseGet(() -> secrets.newSecret(BOOTSTRAP_ID));
        // A secret that was revoked or rotated away is not valid again because a setting names it.
        boolean isKnown = earlier.filter(key -> isOneOf(key, secret)).isPresent();
        if (!isKnown) {
            put(
                    new Key(
                            BOOTSTRAP_ID,
                            Level.INSTANCE,
                            BOOTSTRAP_ID,
                            Set.of(Role.ADMINISTRATOR),
                            Key.Life.from(clock.millis(), null),
                            List.of(secrets.kept(secret))));
        }
        return given.isPresent() ? Optional.empty() : Optional.of(secret);
    }

    /// Whether a valid key administers the instance by itself or by one of these grants, or one of
    /// them lets a person do so.
    boolean isAdministered(List<GivenGrant> grants) {
        var administration = new Grant(Role.ADMINISTRATOR, Level.INSTANCE);
        List<Key> valid = registry.keys().stream().filter(this::isValid).toList();
        return valid.stream().anyMatch(key -> key.grants().contains(administration))
                || grants.stream()
                        .filter(given -> given.grant().equals(administration))
                        .map(GivenGrant::subject)
                        .anyMatch(subject ->
                                subject.kind() != Subject.Kind.KEY
                                        || valid.stream()
                                                .anyMatch(key -> key.id().equals(subject.id())));
    }

    /// Whether a key could have this id.
    static boolean isId(String id) {
        return IDS.matcher(id).matches();
    }

    /// The valid key of this secret.
    ///
    /// @param address of the client, by which failures are counted
    /// @throws Denied if there is none
    /// @throws Busy if the address has failed too often
    Key authenticated(String secret, String address) {
        Optional<String> id = Secrets.keyId(secret);
        if (id.isEmpty()) {
            failures.requireRoom(address);
        }
        Optional<Key> key = known(id.orElse(BOOTSTRAP_ID));
        if (key.isEmpty()) {
            secrets.compareWithNothing(secret);
        }
        if (key.isEmpty() || !matches(key.get(), secret) || !isValid(key.get())) {
            failures.requireRoom(address);
            failures.failed(address);
            throw new Denied(Problem.KEY_INVALID, "the key is not valid");
        }
        upgrade(key.get(), secret);
        uses.put(key.get().id(), clock.millis());
        return key.get();
    }

    private boolean matches(Key key, String secret) {
        boolean matches = false;
        for (KeySecret kept : key.secrets()) {
            matches |= secrets.matches(kept, secret) && kept.isValid(clock.millis());
        }
        return matches;
    }

    /// Whether the key has this secret, or had it before it was rotated or revoked.
    private boolean isOneOf(Key key, String secret) {
        return key.secrets().stream().anyMatch(kept -> secrets.matches(kept, secret));
    }

    /// Whether the key is neither revoked nor expired.
    boolean isValid(Key key) {
        return !key.isRevoked() && !key.isExpired(clock.millis());
    }

    /// The key, unless it is revoked or expired.
    Key requireValid(Key key) {
        if (!isValid(key)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "key '%s' is revoked or expired; make a new one".formatted(key.id()));
        }
        return key;
    }

    /// What an earlier release has hashed plainly is hashed anew when it is seen.
    private void upgrade(Key key, String secret) {
        if (key.secrets().stream().anyMatch(kept -> isPlain(kept, secret))) {
            synchronized (this) {
                registry.key(key.id())
                        .ifPresent(now -> put(now.with(upgraded(now.secrets(), secret))));
            }
        }
    }

    private List<KeySecret> upgraded(List<KeySecret> all, String secret) {
        return all.stream()
                .map(kept ->
                        isPlain(kept, secret)
                                ? secrets.kept(secret).until(kept.untilMillis())
                                : kept)
                .toList();
    }

    private boolean isPlain(KeySecret kept, String secret) {
        return kept.scheme() == KeySecret.Scheme.SHA256 && secrets.matches(kept, secret);
    }

    /// What is kept of a secret, by which who has proven it is known later.
    KeySecret kept(String secret) {
        return secrets.kept(secret);
    }

    /// The key of this id if it is valid now and still has this secret: for who has proven it
    /// earlier.
    Optional<Key> valid(String id, KeySecret secret) {
        long now = clock.millis();
        return known(id)
                .filter(this::isValid)
                .filter(key ->
                        key.secrets().stream()
                                .anyMatch(kept -> kept.isSame(secret) && kept.isValid(now)));
    }

    private Optional<Key> known(String id) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        // Read inside the map's lock: a key revoked meanwhile is removed after it was put.
        return Optional.ofNullable(
                known.computeIfAbsent(id, unknown -> registry.key(unknown).orElse(null)));
    }

    /// Whose key the secret claims to be, right or wrong: for the record of failures.
    Optional<Key> claimed(String secret) {
        return Secrets.keyId(secret).flatMap(this::known);
    }

    synchronized NewKey create(
            Level level,
            String name,
            Set<Role> roles,
            @Nullable Duration validFor,
            Teller<Key> teller) {
        Names.checkName("key", name);
        Names.requireSeen("key", name);
        if (roles.isEmpty()) {
            throw new Rejected(Problem.PARAMETER_INVALID, "a key has at least one role");
        }
        Shares.requireRoom("keys", registry.keys().stream().map(Key::level).toList(), level);
        byte[] idBytes = new byte[ID_BYTES];
        random.nextBytes(idBytes);
        String id = ID_PREFIX + HexFormat.of().formatHex(idBytes);
        String secret = secrets.newSecret(id);
        long now = clock.millis();
        Long expires = validFor == null ? null : Math.addExact(now, validFor.toMillis());
        var key =
                new Key(
                        id,
                        level,
                        name,
                        roles,
                        Key.Life.from(now, expires),
                        List.of(secrets.kept(secret)));
        teller.tell(key, () -> put(key));
        return new NewKey(key, secret);
    }

    /// Gives a key another secret; the present one stays valid for a while, and so does the one
    /// before it, no longer than it was to be.
    synchronized NewKey rotate(Key known, Duration overlap, Teller<Key> teller) {
        Key key = requireValid(now(known));
        if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "both secrets are valid for at most %d days".formatted(OVERLAP_MAX.toDays()));
        }
        String secret = secrets.newSecret(key.id());
        long until = clock.millis() + overlap.toMillis();
        var kept = new ArrayList<KeySecret>();
        kept.add(secrets.kept(secret));
        key.secrets().stream()
                .limit(EARLIER_SECRETS_MAX)
                .map(earlier -> earlier.endingBy(until))
                .forEach(kept::add);
        if (key.id().equals(BOOTSTRAP_ID) && key.secrets().size() > EARLIER_SECRETS_MAX) {
            // The setting's: a start knows by it that it was rotated away.
            kept.add(key.secrets().getLast().endingBy(clock.millis()));
        }
        Key rotated = key.with(kept);
        teller.tell(rotated, () -> put(rotated));
        return new NewKey(rotated, secret);
    }

    synchronized Key revoke(Key known, Teller<Key> teller) {
        Key key = now(known);
        if (key.isRevoked()) {
            return key;
        }
        Key revoked = key.revoked(clock.millis());
        teller.tell(revoked, () -> put(revoked));
        return revoked;
    }

    /// The key as it is now: a change that came between must not be undone.
    private Key now(Key known) {
        return registry.key(known.id()).orElse(known);
    }

    synchronized void rename(String id, String name) {
        registry.key(id).ifPresent(key -> put(key.named(name)));
    }

    private void put(Key key) {
        try {
            registry.put(key);
        } finally {
            // Also where it failed, and may be done all the same.
            known.remove(key.id());
        }
    }

    /// When the key was last used, as far as is known now.
    Optional<Long> lastUse(Key key) {
        return Optional.ofNullable(uses.get(key.id()))
                .or(() -> Optional.ofNullable(key.life().used()));
    }

    /// Writes the last uses.
    @Override
    public Duration step() {
        var taken = new HashMap<String, Long>();
        for (String id : List.copyOf(uses.keySet())) {
            Long millis = uses.remove(id);
            if (millis != null) {
                taken.put(id, millis);
            }
        }
        if (!taken.isEmpty()) {
            try {
                synchronized (this) {
                    registry.used(taken);
                    taken.keySet().forEach(known::remove);
                }
            } catch (Busy e) {
                taken.forEach(uses::putIfAbsent);
            }
        }
        return USES_EVERY;
    }
}
