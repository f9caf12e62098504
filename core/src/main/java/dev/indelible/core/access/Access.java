package dev.indelible.core.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/* Keys and their secrets.
 *
 * A secret is `ind_<key id>_<64 hex digits>`: the id inside finds one row. Only SHA-256 of the whole
 * is kept. A slow password hash would add nothing, since 256 random bits cannot be guessed, and
 * would cost every request; the bootstrap key, which a person may choose, must be long.
 *
 * Unknown, wrong and revoked keys get the same answer after the same comparison. */

/// The access rules: who a key is, and what it may do. Any thread.
public final class Access {
    /// Where events go that name no organization and whose key belongs to none.
    public static final String DEFAULT_ORGANIZATION = "default";

    /// Id of the first administrator's key.
    public static final String BOOTSTRAP_KEY_ID = "bootstrap";

    private static final int BOOTSTRAP_CHARS_MIN = 16;
    private static final int KEY_NAME_CHARS_MAX = 256;
    private static final int SECRET_BYTES = 32;
    private static final int KNOWN_KEYS_MAX = 10_000;
    private static final String PREFIX = "ind_";
    private static final byte[] NO_HASH = new byte[32];

    private final Registry registry;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Key> knownKeys = new ConcurrentHashMap<>();
    private final Set<String> knownOrganizations = ConcurrentHashMap.newKeySet();

    /// Rules over this registry, of which this must be the only writer.
    ///
    /// @param random must not be guessable: secrets come from it
    public Access(Registry registry, InstantSource clock, RandomGenerator random) {
        this.registry = registry;
        this.clock = clock;
        this.random = random;
    }

    /// Makes sure that there is a first administrator's key: the given one, else the one of an
    /// earlier start, else a new one.
    ///
    /// @return the secret if it was made now; nobody can show it again
    /// @throws IllegalArgumentException if the given one is too short to be safe
    public Optional<String> bootstrap(Optional<String> given) {
        if (given.isPresent() && given.get().length() < BOOTSTRAP_CHARS_MIN) {
            throw new IllegalArgumentException(
                    "bootstrap-key has at least %d characters".formatted(BOOTSTRAP_CHARS_MIN));
        }
        if (given.isEmpty() && registry.key(BOOTSTRAP_KEY_ID).isPresent()) {
            return Optional.empty();
        }
        String secret = given.orElseGet(() -> secret(BOOTSTRAP_KEY_ID));
        byte[] hash = hash(secret);
        boolean same =
                registry.key(BOOTSTRAP_KEY_ID)
                        .filter(key -> MessageDigest.isEqual(key.secretHash(), hash))
                        .filter(key -> !key.revoked())
                        .isPresent();
        if (!same) {
            Set<Role> roles = Set.of(Role.ADMINISTRATOR);
            put(new Key(BOOTSTRAP_KEY_ID, null, "bootstrap", roles, clock.millis(), hash));
        }
        return given.isPresent() ? Optional.empty() : Optional.of(secret);
    }

    /// Who has this secret.
    ///
    /// @throws Denied if nobody has, or no longer
    public Caller authenticate(String secret) {
        Optional<Key> key = known(keyId(secret));
        boolean matches =
                MessageDigest.isEqual(key.map(Key::secretHash).orElse(NO_HASH), hash(secret));
        if (!matches || key.isEmpty() || key.get().revoked()) {
            throw new Denied(Problem.KEY_INVALID, "the key is not valid");
        }
        return new Caller(
                key.get().id(), key.get().name(), key.get().organization(), key.get().roles());
    }

    private static String keyId(String secret) {
        int end = secret.indexOf('_', PREFIX.length());
        return secret.startsWith(PREFIX) && end > 0
                ? secret.substring(PREFIX.length(), end)
                : BOOTSTRAP_KEY_ID;
    }

    private Optional<Key> known(String id) {
        if (knownKeys.size() >= KNOWN_KEYS_MAX) {
            knownKeys.clear();
        }
        // Read inside the map's lock: a key revoked meanwhile is removed after it was put.
        return Optional.ofNullable(
                knownKeys.computeIfAbsent(id, unknown -> registry.key(unknown).orElse(null)));
    }

    /// Makes a key.
    ///
    /// @param organization absent for a key of the whole instance
    /// @throws Denied if the caller may not
    /// @throws Rejected if the organization does not exist or a value is not allowed
    public NewKey createKey(
            Caller caller, @Nullable String organization, String name, Set<Role> roles) {
        requireAdministrator(caller, organization);
        if (name.isBlank() || name.length() > KEY_NAME_CHARS_MAX || roles.isEmpty()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "a key has a name of 1 to %d characters and at least one role"
                            .formatted(KEY_NAME_CHARS_MAX));
        }
        if (organization != null && registry.organization(organization).isEmpty()) {
            throw new Rejected(
                    Problem.NOT_FOUND,
                    "organization '%s' does not exist; create it first".formatted(organization));
        }
        byte[] idBytes = new byte[8];
        random.nextBytes(idBytes);
        String id = "k" + HexFormat.of().formatHex(idBytes);
        String secret = secret(id);
        var key = new Key(id, organization, name, roles, clock.millis(), hash(secret));
        put(key);
        return new NewKey(key, secret);
    }

    private void put(Key key) {
        registry.put(key);
        knownKeys.remove(key.id());
    }

    /// The keys that the caller manages.
    ///
    /// @param organization only those of this one, if given
    /// @throws Denied if the caller manages none
    public List<Key> keys(Caller caller, Optional<String> organization) {
        String only = organization.orElse(caller.organization());
        requireAdministrator(caller, only);
        return registry.keys().stream()
                .filter(key -> only == null || only.equals(key.organization()))
                .toList();
    }

    /// Makes a key invalid, at once.
    ///
    /// @throws Rejected if there is none that the caller manages
    public void revokeKey(Caller caller, String id) {
        Optional<Key> key = registry.key(id);
        if (key.isEmpty() || !mayAdminister(caller, key.get().organization())) {
            throw new Rejected(Problem.NOT_FOUND, "there is no key '%s'".formatted(id));
        }
        registry.revoke(id);
        knownKeys.remove(id);
    }

    /// Adds an organization.
    ///
    /// @throws Denied unless the caller administers the instance
    /// @throws Rejected if the id is taken or not allowed
    public Organization createOrganization(Caller caller, String id, @Nullable String name) {
        requireAdministrator(caller, null);
        var organization = new Organization(id, name == null ? id : name, clock.millis());
        if (!registry.create(organization)) {
            throw new Rejected(Problem.NAME_TAKEN, "organization '%s' exists".formatted(id));
        }
        return organization;
    }

    /// The organizations that the caller may know of.
    public List<Organization> organizations(Caller caller) {
        return registry.organizations().stream()
                .filter(organization ->
                        caller.organization() == null
                                || caller.organization().equals(organization.id()))
                .toList();
    }

    /// Where an event of this caller goes. An organization that a key of the instance names first
    /// comes into being with its first event.
    ///
    /// @param named the one that the event or the request names, if any
    /// @throws Denied if the caller may not write there
    /// @throws Rejected if it cannot be an organization's id
    public String organizationFor(Caller caller, @Nullable String named) {
        requireWriter(caller);
        String own = caller.organization();
        if (own != null) {
            if (named != null && !named.equals(own)) {
                throw new Denied(
                        Problem.FOREIGN_ORGANIZATION,
                        "the key belongs to organization '%s' and may not write to another"
                                .formatted(own));
            }
            return own;
        }
        String id = named == null ? DEFAULT_ORGANIZATION : named;
        if (!knownOrganizations.contains(id)) {
            registry.create(new Organization(id, id, clock.millis()));
            knownOrganizations.add(id);
        }
        return id;
    }

    /// Refuses a caller who may not manage destinations of this organization.
    ///
    /// @param organization absent for the whole instance
    public void requireIntegrator(Caller caller, @Nullable String organization) {
        requireAdministrator(caller, organization);
    }

    /// Whether the caller may manage destinations of this organization.
    ///
    /// @param organization absent for the whole instance
    public boolean mayIntegrate(Caller caller, @Nullable String organization) {
        return mayAdminister(caller, organization);
    }

    /// Refuses a caller who may not send events at all.
    public void requireWriter(Caller caller) {
        require(caller, Role.WRITER, "send events");
    }

    /// Refuses a caller who may not read the instance's own state.
    public void requireInstance(Caller caller) {
        require(caller, Role.READER, "read");
        if (caller.organization() != null) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "this is for keys of the instance, not of one organization");
        }
    }

    /// What the caller may read.
    ///
    /// @param organization only this one, if given
    /// @throws Denied if the caller may not read there
    public Scope readScope(Caller caller, Optional<String> organization) {
        require(caller, Role.READER, "read events");
        String own = caller.organization();
        if (own == null) {
            return organization.map(Scope::of).orElseGet(Scope::ofEverything);
        }
        if (organization.isPresent() && !organization.get().equals(own)) {
            throw new Denied(
                    Problem.FOREIGN_ORGANIZATION,
                    "the key belongs to organization '%s' and may not read another".formatted(own));
        }
        return Scope.of(own);
    }

    private static void require(Caller caller, Role role, String act) {
        if (!caller.may(role)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "key '%s' may not %s; it lacks the role %s"
                            .formatted(caller.keyId(), act, role.label()));
        }
    }

    private static void requireAdministrator(Caller caller, @Nullable String organization) {
        if (!mayAdminister(caller, organization)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    organization == null
                            ? "only an administrator of the instance may do this"
                            : "only an administrator of organization '%s' may do this"
                                    .formatted(organization));
        }
    }

    private static boolean mayAdminister(Caller caller, @Nullable String organization) {
        return caller.roles().contains(Role.ADMINISTRATOR)
                && (caller.organization() == null
                        || Objects.equals(caller.organization(), organization));
    }

    private String secret(String keyId) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + keyId + "_" + HexFormat.of().formatHex(bytes);
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
