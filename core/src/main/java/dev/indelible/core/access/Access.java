package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.ops.Stopwatch;
import dev.indelible.core.ops.Worker;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The access rules: who asks, and what they may do on which level. Any thread.
public final class Access {
    /// Where events go that name no organization and whose sender belongs to none.
    public static final String DEFAULT_ORGANIZATION = "default";

    /// Id of the first administrator's key.
    public static final String BOOTSTRAP_KEY_ID = Keys.BOOTSTRAP_ID;

    private final Registry registry;
    private final Keys keys;
    private final Failures failures;
    private final Grants grants;
    private final Levels levels;
    private final Scopes scopes;
    private final Placing placing;

    /// Rules over this registry, of which this must be the only writer.
    ///
    /// @param hashKey 32 random bytes that are not in the registry, the same after a restart:
    ///   secrets are hashed with it
    /// @param stopwatch by which whoever failed too often waits
    /// @param random must not be guessable: secrets come from it
    public Access(
            Registry registry,
            byte[] hashKey,
            InstantSource clock,
            Stopwatch stopwatch,
            RandomGenerator random) {
        this.registry = registry;
        this.failures = new Failures(stopwatch);
        this.keys = new Keys(registry, new Secrets(hashKey, random), failures, clock, random);
        this.grants = new Grants(registry, clock, random);
        this.levels = new Levels(registry, clock);
        this.scopes = new Scopes(registry, levels);
        this.placing = new Placing(levels);
    }

    /// Makes sure that there is a first administrator's key: the given one, else the one of an
    /// earlier start, else a new one.
    ///
    /// @return the secret if it was made now; nobody can show it again
    /// @throws IllegalArgumentException if the given one is too short to be safe
    public Optional<String> bootstrap(Optional<String> given) {
        return keys.bootstrap(given);
    }

    /// Whether anybody administers the instance, by a key that is valid or by signing in.
    public boolean isAdministered() {
        return keys.isAdministered(registry.grants());
    }

    /// What writes now and then when keys were last used.
    public Worker lastUses() {
        return keys;
    }

    /// Who has this secret.
    ///
    /// @throws Denied if nobody has, or no longer
    /// @throws dev.indelible.core.ops.AuditException.Busy if the client has failed too often
    public Caller authenticate(String secret, Client client) {
        Key key = keys.authenticated(secret, String.valueOf(client.ip()));
        return caller(key).by(keys.kept(secret)).from(client);
    }

    /// Who has proven this key earlier by this secret, if both are still valid.
    public Optional<Caller> keyCaller(String keyId, KeySecret secret) {
        return keys.valid(keyId, secret).map(key -> caller(key).by(secret));
    }

    private Caller caller(Key key) {
        Set<Grant> given = grants.of(Set.of(new Subject(Subject.Kind.KEY, key.id())));
        if (given.isEmpty()) {
            return Caller.ofKey(key.id(), key.name(), key.grants());
        }
        var all = new HashSet<>(key.grants());
        all.addAll(given);
        return Caller.ofKey(key.id(), key.name(), all);
    }

    /// Whose key a refused secret claims to be: for the record of failures.
    public Optional<Key> claimedKey(String secret) {
        return keys.claimed(secret);
    }

    /// Somebody whom an issuer vouches for, with what is granted to them now.
    public Caller caller(Vouched vouched) {
        var all = new HashSet<>(vouched.mapped());
        all.addAll(grants.of(vouched.subjects()));
        return new Caller(
                vouched.id(), vouched.kind(), vouched.name(), vouched.email(), all, Caller.NOWHERE);
    }

    /// Counts a sign-in that failed elsewhere than at a key, by the same count.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Busy if the client has failed too often
    public void failed(Client client) {
        String address = String.valueOf(client.ip());
        failures.requireRoom(address);
        failures.failed(address);
    }

    /// Refuses a caller who does not have this right on this level.
    ///
    /// @throws Denied if so
    public void require(Caller caller, Right right, Level level) {
        if (!may(caller, right, level)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    right.refused(caller.id(), level),
                    Optional.ofNullable(level.organization()));
        }
    }

    /// Whether the caller has this right on this level.
    public boolean may(Caller caller, Right right, Level level) {
        for (Grant grant : caller.grants()) {
            if (grant.role().has(right) && levels.covers(grant.level(), level)) {
                return true;
            }
        }
        return false;
    }

    /// Refuses a caller who has this right nowhere.
    public void requireAnywhere(Caller caller, Right right) {
        if (!caller.mayAnywhere(right)) {
            throw new Denied(Problem.NOT_GRANTED, right.refused(caller.id(), ""));
        }
    }

    /// Refuses a caller who has none of these rights anywhere.
    ///
    /// @param upon the organization that is asked about, if one is named
    public void requireAnywhere(Caller caller, Set<Right> any, Optional<String> upon) {
        if (any.stream().noneMatch(caller::mayAnywhere)) {
            Right first = any.stream().min(Comparator.naturalOrder()).orElseThrow();
            throw new Denied(Problem.NOT_GRANTED, first.refused(caller.id(), upon), upon);
        }
    }

    /// Refuses a caller who may not read the instance's own state.
    public void requireInstance(Caller caller) {
        require(caller, Right.READ, Level.INSTANCE);
    }

    /// Refuses an organization that is not there. The one whose log has what Indelible tells of no
    /// organization always is.
    ///
    /// @throws Rejected if so
    public void requireOrganization(String id) {
        if (!id.equals(Caller.PLATFORM_ID)) {
            levels.organization(id);
        }
    }

    /// Whether there is an organization of this id.
    public boolean isOrganization(String id) {
        return registry.organization(id).isPresent();
    }

    /// What the caller may read.
    ///
    /// @param organization only this one, if given
    /// @throws Denied if the caller may not read there
    public Scope readScope(Caller caller, Optional<String> organization) {
        return scope(caller, Right.READ, organization.map(View::of).orElseGet(View::everything));
    }

    /// On what the caller has this right, of what a question is about. Those who may only see what
    /// Indelible tells of itself have a scope of that.
    ///
    /// @throws Denied if there is nothing
    public Scope scope(Caller caller, Right right, View view) {
        return scopes.of(caller, right, view);
    }

    /// The events that a folder or project would have for its name, were it registered, and that
    /// the caller does not administer.
    Reach beyond(Caller caller, Level level) {
        return scopes.beyond(caller, level);
    }

    /// The rules for where events of this caller go.
    ///
    /// @throws Denied if the caller may not send events at all
    public Placing.Sender sender(Caller caller) {
        requireAnywhere(caller, Right.WRITE);
        return placing.sender(caller);
    }

    /// Refuses from now on events that name a folder or a project that is not registered; otherwise
    /// they are taken as named.
    public void refuseUnknownLevels() {
        placing.refuseUnknown();
    }

    /// Makes a key.
    ///
    /// @param validFor absent for as long as nobody revokes it
    /// @throws Denied if the caller may not
    /// @throws Rejected if the level does not exist or is closed, or a value is not allowed
    public NewKey createKey(
            Caller caller,
            Level level,
            String name,
            Set<Role> roles,
            @Nullable Duration validFor,
            Teller<Key> teller) {
        require(caller, Right.ADMINISTER, level);
        levels.requireGivable(level);
        return keys.create(level, name, roles, validFor, teller);
    }

    /// The keys that the caller manages.
    ///
    /// @param organization only those of this one, if given
    /// @throws Denied if the caller manages none
    public List<Key> keys(Caller caller, Optional<String> organization) {
        requireManager(caller, organization);
        return registry.keys().stream()
                .filter(key ->
                        organization.isEmpty()
                                || organization.get().equals(key.level().organization()))
                .filter(key -> may(caller, Right.ADMINISTER, key.level()))
                .toList();
    }

    private void requireManager(Caller caller, Optional<String> organization) {
        boolean manages =
                caller.grants().stream()
                        .filter(grant -> grant.role().has(Right.ADMINISTER))
                        .anyMatch(grant ->
                                organization.isEmpty()
                                        || grant.level().isInstance()
                                        || organization.get().equals(grant.level().organization()));
        if (!manages) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    Right.ADMINISTER.refused(caller.id(), organization),
                    organization);
        }
    }

    /// When a key was last used, give or take a minute.
    public Optional<Long> lastUse(Key key) {
        return keys.lastUse(key);
    }

    /// A key that the caller manages.
    ///
    /// @throws Rejected if there is none
    public Key key(Caller caller, String id) {
        return registry.key(id)
                .filter(key -> may(caller, Right.ADMINISTER, key.level()))
                .orElseThrow(() -> Levels.missing("key", id));
    }

    /// Makes a key invalid, at once; whoever stands next to a key that leaked may, whoever made it.
    ///
    /// @throws Rejected if there is none that the caller manages
    public Key revokeKey(Caller caller, String id, Teller<Key> teller) {
        requireAnywhere(caller, Right.ADMINISTER);
        return keys.revoke(key(caller, id), teller);
    }

    /// Gives a key another secret, which the caller learns: so they administer all that it may.
    ///
    /// @param overlap for how long the present secret stays valid
    /// @throws Denied if the key may more than the caller administers
    public NewKey rotateKey(Caller caller, String id, Duration overlap, Teller<Key> teller) {
        requireAnywhere(caller, Right.ADMINISTER);
        Key key = keys.requireValid(key(caller, id));
        if (!mayRotate(caller, key)) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "'%s' may not rotate key '%s', which may more than '%1$s' administers; whoever administers that may, and revoking it needs no more than its level"
                            .formatted(caller.id(), key.id()),
                    Optional.ofNullable(key.level().organization()));
        }
        return keys.rotate(key, overlap, teller);
    }

    /// Whether a key is valid, and the caller administers all that it may.
    public boolean mayRotate(Caller caller, Key key) {
        return keys.isValid(key)
                && caller(key).grants().stream()
                        .allMatch(grant -> may(caller, Right.ADMINISTER, grant.level()));
    }

    /// Grants a role.
    ///
    /// @throws Rejected if the level or the key does not exist, or it is granted already
    public GivenGrant give(Caller caller, Subject subject, Grant grant, Teller<GivenGrant> teller) {
        require(caller, Right.ADMINISTER, grant.level());
        levels.requireGivable(grant.level());
        if (subject.kind() == Subject.Kind.KEY) {
            key(caller, subject.id());
        }
        return grants.give(subject, grant, teller);
    }

    /// The grants that the caller manages.
    ///
    /// @param organization only those in this one, if given
    public List<GivenGrant> grants(Caller caller, Optional<String> organization) {
        requireManager(caller, organization);
        return grants.all().stream()
                .filter(given ->
                        organization.isEmpty()
                                || organization.get().equals(given.grant().level().organization()))
                .filter(given -> may(caller, Right.ADMINISTER, given.grant().level()))
                .toList();
    }

    /// Takes a grant back, at once.
    ///
    /// @throws Rejected if there is none that the caller manages
    public GivenGrant takeBack(Caller caller, String id, Teller<GivenGrant> teller) {
        requireAnywhere(caller, Right.ADMINISTER);
        GivenGrant given =
                grants.find(id)
                        .filter(one -> may(caller, Right.ADMINISTER, one.grant().level()))
                        .orElseThrow(() -> Levels.missing("grant", id));
        grants.take(given, teller);
        return given;
    }

    /// Adds an organization.
    ///
    /// @throws Denied unless the caller administers the instance
    /// @throws Rejected if the id is taken or not allowed
    public Organization createOrganization(
            Caller caller, String id, @Nullable String name, Teller<Organization> teller) {
        require(caller, Right.ADMINISTER, Level.INSTANCE);
        return levels.createOrganization(id, name, teller);
    }

    /// The levels below the instance that the caller may know of.
    public Tenancy tenancy(Caller caller) {
        return new Tenancy(this, registry, levels, caller);
    }

    /// How many keys and grants of an organization name a person, by kind.
    ///
    /// @param names whether a text does
    public Map<String, Long> naming(String organization, Predicate<String> names) {
        return Map.of(
                "keys", (long) keysNaming(organization, names).size(),
                "grants", (long) grantsNaming(organization, names).size());
    }

    /// Gives keys of an organization that name a person another name, and takes back what is
    /// granted there to the person.
    ///
    /// @param names whether a text does
    public void forget(String organization, Predicate<String> names) {
        keysNaming(organization, names).forEach(key -> keys.rename(key.id(), "erased"));
        grantsNaming(organization, names).forEach(given -> grants.take(given, Teller.none()));
    }

    private List<Key> keysNaming(String organization, Predicate<String> names) {
        return registry.keys().stream()
                .filter(key -> organization.equals(key.level().organization()))
                .filter(key -> names.test(key.name()))
                .toList();
    }

    private List<GivenGrant> grantsNaming(String organization, Predicate<String> names) {
        return grants.all().stream()
                .filter(given -> organization.equals(given.grant().level().organization()))
                .filter(given -> given.subject().kind() == Subject.Kind.PERSON)
                .filter(given -> names.test(given.subject().id()))
                .toList();
    }
}
