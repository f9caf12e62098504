package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Grants: given and taken back. Asks nobody whether the caller may; [Access] does. Any thread.
final class Grants {
    private static final int ID_BYTES = 8;

    private final Registry registry;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile List<GivenGrant> all;

    Grants(Registry registry, InstantSource clock, RandomGenerator random) {
        this.registry = registry;
        this.clock = clock;
        this.random = random;
        this.all = registry.grants();
    }

    synchronized GivenGrant give(Subject subject, Grant grant, Teller<GivenGrant> teller) {
        Names.requireSeen("subject", subject.id());
        List<Level> levels = all.stream().map(given -> given.grant().level()).toList();
        Shares.requireRoom("grants", levels, grant.level());
        Optional<GivenGrant> same =
                all.stream()
                        .filter(one -> one.subject().equals(subject) && one.grant().equals(grant))
                        .findFirst();
        if (same.isPresent()) {
            throw new Rejected(
                    Problem.NAME_TAKEN, "this is granted already, by " + same.get().id());
        }
        byte[] idBytes = new byte[ID_BYTES];
        random.nextBytes(idBytes);
        var given =
                new GivenGrant(
                        "g" + HexFormat.of().formatHex(idBytes), subject, grant, clock.millis());
        teller.tell(given, () -> add(given));
        return given;
    }

    private void add(GivenGrant given) {
        registry.add(given);
        all = registry.grants();
    }

    synchronized void take(GivenGrant given, Teller<GivenGrant> teller) {
        if (!all.contains(given)) {
            throw Levels.missing("grant", given.id());
        }
        teller.tell(given, () -> take(given.id()));
    }

    private void take(String id) {
        registry.removeGrant(id);
        all = registry.grants();
    }

    List<GivenGrant> all() {
        return all;
    }

    Optional<GivenGrant> find(String id) {
        return all.stream().filter(given -> given.id().equals(id)).findFirst();
    }

    /// What is granted to any of these.
    Set<Grant> of(Set<Subject> subjects) {
        List<GivenGrant> now = all;
        if (now.isEmpty()) {
            return Set.of();
        }
        var grants = new HashSet<Grant>();
        for (GivenGrant given : now) {
            if (subjects.contains(given.subject())) {
                grants.add(given.grant());
            }
        }
        return grants;
    }
}
