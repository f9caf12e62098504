package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an administrator of the folder eu may do with keys and grants there that an administrator
/// of the organization made.
class KeysFromAboveTest {
    private static final Client NOWHERE = new Client(null, null, null, null, null);
    private static final Level ACME = Level.organization("acme");
    private static final Level EU = Level.folder("acme", "eu");
    private static final Level US = Level.folder("acme", "us");

    private final MemoryRegistry registry = new MemoryRegistry();
    private final Access access =
            new Access(registry, new byte[32], InstantSource.system(), () -> 0, new Random(1));
    private final Caller instance = administrator("r", Level.INSTANCE);
    private final Caller upper = administrator("u", ACME);
    private final Caller lower = administrator("l", EU);

    private static Caller administrator(String id, Level level) {
        return Caller.ofKey(id, id, Set.of(new Grant(Role.ADMINISTRATOR, level)));
    }

    @BeforeEach
    void levels() {
        access.createOrganization(instance, "acme", null, Teller.none());
        for (Level level : List.of(EU, US)) {
            String id = level.id().orElseThrow();
            access.tenancy(upper).createFolder(level, id, null, _ -> false, Teller.none());
        }
    }

    private NewKey made() {
        return access.createKey(upper, EU, "sender", Set.of(Role.WRITER), null, Teller.none());
    }

    /// A key that leaked is stopped by whoever sees it first.
    @Test
    void whoStandsNextToAKeyRevokesIt() {
        NewKey key = made();
        giveUs(key);

        access.revokeKey(lower, key.key().id(), Teller.none());

        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                .isInstanceOf(Denied.class);
    }

    @Test
    void whoAdministersAllThatAKeyMayRotatesIt() {
        NewKey key = made();

        NewKey rotated = access.rotateKey(lower, key.key().id(), Duration.ZERO, Teller.none());

        assertThat(access.authenticate(rotated.secret(), NOWHERE).grants())
                .containsExactly(new Grant(Role.WRITER, EU));
    }

    /// Whoever rotates a key has its secret: by it they would get what it was given elsewhere.
    @Test
    void nobodyGetsBeyondTheirLevelByRotatingAKeyThatMayMore() {
        NewKey key = made();
        GivenGrant beyond = giveUs(key);
        Key before = registry.key(key.key().id()).orElseThrow();

        assertThat(access.mayRotate(lower, before)).isFalse();
        assertThat(access.mayRotate(upper, before)).isTrue();
        assertThatThrownBy(() -> rotate(lower, key))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("which may more than 'l' administers");

        assertThat(registry.key(key.key().id())).contains(before);
        NewKey rotated = rotate(upper, key);
        assertThat(access.authenticate(rotated.secret(), NOWHERE).grants()).hasSize(2);
        access.takeBack(upper, beyond.id(), Teller.none());
        assertThat(access.authenticate(rotate(lower, key).secret(), NOWHERE).grants()).hasSize(1);
    }

    /// Also of what holds on the folder's own parent, or on everything.
    @Test
    void whatIsGivenFurtherUpIsBeyondToo() {
        for (Level above : List.of(ACME, Level.INSTANCE)) {
            NewKey key = made();
            var subject = new Subject(Subject.Kind.KEY, key.key().id());
            access.give(instance, subject, new Grant(Role.READER, above), Teller.none());

            assertThatThrownBy(() -> rotate(lower, key)).isInstanceOf(Denied.class);
        }
    }

    @Test
    void whatIsGrantedOnALevelIsTakenBackByWhoAdministersIt() {
        var jane = new Subject(Subject.Kind.PERSON, "jane");
        String id = access.give(upper, jane, new Grant(Role.AUDITOR, EU), Teller.none()).id();
        String above = access.give(upper, jane, new Grant(Role.AUDITOR, ACME), Teller.none()).id();

        access.takeBack(lower, id, Teller.none());

        assertThat(access.grants(upper, Optional.of("acme")))
                .extracting(GivenGrant::id)
                .containsExactly(above);
    }

    private GivenGrant giveUs(NewKey key) {
        var subject = new Subject(Subject.Kind.KEY, key.key().id());
        return access.give(upper, subject, new Grant(Role.READER, US), Teller.none());
    }

    private NewKey rotate(Caller by, NewKey key) {
        return access.rotateKey(by, key.key().id(), Duration.ZERO, Teller.none());
    }
}
