package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.SentEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who opens what somebody closed. `acme` has folders eu > de, and us; project shop in de.
class ClosedLevelsTest {
    private static final Level ACME = Level.organization("acme");
    private static final Level EU = Level.folder("acme", "eu");
    private static final Level DE = Level.folder("acme", "de");
    private static final Level US = Level.folder("acme", "us");
    private static final Level SHOP = Level.project("acme", "shop");

    private final MemoryRegistry registry = new MemoryRegistry();
    private final Access access =
            new Access(registry, new byte[32], InstantSource.system(), () -> 0, new Random(1));
    private final Tenancy instance = of(Level.INSTANCE);
    private final Tenancy acme = of(ACME);
    private final Tenancy eu = of(EU);
    private final Tenancy de = of(DE);
    private final Tenancy shop = of(SHOP);

    private Tenancy of(Level... levels) {
        var grants = new HashSet<Grant>();
        for (Level level : levels) {
            grants.add(new Grant(Role.ADMINISTRATOR, level));
        }
        return access.tenancy(Caller.ofKey("k1", "k1", Set.copyOf(grants)));
    }

    @BeforeEach
    void levels() {
        Caller root = Caller.ofKey("r", "r", Set.of(new Grant(Role.ADMINISTRATOR, Level.INSTANCE)));
        access.createOrganization(root, "acme", null, Teller.none());
        folder("eu", null);
        folder("de", "eu");
        folder("us", null);
        acme.createProject(SHOP, "shop", "de", _ -> false, Teller.none());
    }

    private void folder(String id, @Nullable String parent) {
        acme.createFolder(Level.folder("acme", id), id, parent, _ -> false, Teller.none());
    }

    private static Tenancy.Change closed(boolean closed) {
        return new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(closed));
    }

    private static Tenancy.Change into(String folder) {
        return new Tenancy.Change(Optional.empty(), Optional.of(folder), Optional.empty());
    }

    private static void change(Tenancy by, Level level, Tenancy.Change change) {
        if (level.project() == null) {
            by.changeFolder(level, change, Teller.none());
        } else {
            by.changeProject(level, change, Teller.none());
        }
    }

    private static void close(Tenancy by, Level level) {
        change(by, level, closed(true));
    }

    private static void open(Tenancy by, Level level) {
        change(by, level, closed(false));
    }

    private boolean isClosed(Level level) {
        return level.project() == null
                ? registry.folders("acme").stream()
                        .anyMatch(one -> one.id().equals(level.folder()) && one.closed())
                : registry.projects("acme").stream()
                        .anyMatch(one -> one.id().equals(level.project()) && one.closed());
    }

    private static void refused(ThrowingCallable attempt, String words) {
        assertThatThrownBy(attempt).isInstanceOf(Rejected.class).hasMessage(words);
    }

    private String whyNot(@Nullable String folder, @Nullable String project) {
        SentEvent sent =
                SentEvent.of(AuditEvent.named("a").folder(folder).project(project).build());
        Caller writer = Caller.ofKey("w", "w", Set.of(new Grant(Role.WRITER, ACME)));
        return access.sender(writer).closing(sent, "acme").map(Rejected::getMessage).orElse("");
    }

    @Test
    void refusalNamesTheLevelThatIsClosed() {
        close(acme, EU);
        Level above = Level.folder("acme", "at");
        String first = "; have that reopened first";

        refused(
                () -> acme.createFolder(above, "at", "de", _ -> false, Teller.none()),
                "folder 'de' is in folder 'eu', which is closed and takes nothing new" + first);
        refused(
                () -> acme.createFolder(above, "at", "eu", _ -> false, Teller.none()),
                "folder 'eu' is closed and takes nothing new; have it reopened first");
        refused(
                () -> give(SHOP),
                "project 'shop' is in folder 'eu', which is closed and takes nothing new" + first);
        refused(
                () -> give(EU),
                "folder 'eu' is closed and takes nothing new; have it reopened first");
        String takes = " is in folder 'eu', which is closed and takes nothing new" + first;
        assertThat(whyNot(null, "SHOP")).isEqualTo("project 'SHOP'" + takes);
        assertThat(whyNot("DE", null)).isEqualTo("folder 'DE'" + takes);
        assertThat(whyNot("de", "new")).isEqualTo("project 'new'" + takes);
        assertThat(whyNot("EU", null))
                .isEqualTo("folder 'EU' is closed and takes nothing new; have it reopened first");
        assertThat(whyNot("us", null)).isEmpty();

        instance.changeOrganization("acme", closed(true), Teller.none());

        refused(
                () -> give(US),
                "folder 'us' is in organization 'acme', which is closed and takes nothing new"
                        + first);
        refused(
                () -> give(ACME),
                "organization 'acme' is closed and takes nothing new; have it reopened first");
    }

    private void give(Level level) {
        Caller root = Caller.ofKey("r", "r", Set.of(new Grant(Role.ADMINISTRATOR, Level.INSTANCE)));
        access.createKey(root, level, "k", Set.of(Role.READER), null, Teller.none());
    }

    private void cannotOpen(Tenancy by, Level level) {
        assertThatThrownBy(() -> open(by, level))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("it was closed from");
        assertThat(isClosed(level)).isTrue();
    }

    @Test
    void whatWasClosedFromAboveIsOpenedFromAbove() {
        close(acme, DE);

        cannotOpen(de, DE);
        cannotOpen(eu, DE);
        open(acme, DE);
        assertThat(isClosed(DE)).isFalse();

        close(eu, SHOP);
        cannotOpen(shop, SHOP);
        cannotOpen(de, SHOP);
        open(eu, SHOP);
        assertThat(isClosed(SHOP)).isFalse();

        close(instance, SHOP);
        cannotOpen(acme, SHOP);
        open(instance, SHOP);
        assertThat(isClosed(SHOP)).isFalse();
    }

    @Test
    void whatOneClosesOneOpensAndSoDoesWhoeverIsAbove() {
        close(shop, SHOP);
        open(shop, SHOP);
        assertThat(isClosed(SHOP)).isFalse();

        close(shop, SHOP);
        open(de, SHOP);
        assertThat(isClosed(SHOP)).isFalse();
    }

    /// Else who may not open would close it anew, as their own.
    @Test
    void closingAgainFromBelowChangesNothingAndFromAboveBinds() {
        close(acme, DE);
        close(de, DE);
        cannotOpen(de, DE);

        close(shop, SHOP);
        close(acme, SHOP);
        cannotOpen(shop, SHOP);
    }

    @Test
    void nothingIsMovedOutOfWhatOneMayNotOpen() {
        Tenancy both = of(EU, US);
        close(acme, EU);

        assertThatThrownBy(() -> change(both, DE, into("us")))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("it was closed from");
        // The folder between is open; the one above it is not.
        assertThatThrownBy(() -> change(both, SHOP, into("us"))).isInstanceOf(Denied.class);
        change(acme, SHOP, into("us"));
        assertThat(registry.projects("acme").getFirst().folder()).isEqualTo("us");

        open(acme, EU);
        close(both, EU);
        change(both, DE, into("us"));
    }

    /// A project that is closed itself stays closed, wherever it comes.
    @Test
    void whatIsMovedStaysClosed() {
        close(acme, SHOP);
        change(eu, SHOP, into("eu"));

        assertThat(isClosed(SHOP)).isTrue();
        cannotOpen(eu, SHOP);
    }

    @Test
    void renamingOpensNothing() {
        close(acme, DE);
        change(
                de,
                DE,
                new Tenancy.Change(Optional.of("Deutschland"), Optional.empty(), Optional.empty()));

        assertThat(isClosed(DE)).isTrue();
        cannotOpen(de, DE);
    }

    /// Who opens what they closed themselves, while somebody above closes it.
    @Test
    void aClosingFromAboveIsNotLostToAnOpeningOfTheSameMoment() throws Exception {
        close(de, DE);
        var failure = new AtomicReference<Throwable>();
        var opening =
                new Thread(() -> {
                    try {
                        open(de, DE);
                    } catch (Denied e) {
                        failure.set(e);
                    }
                });
        acme.changeFolder(
                DE,
                closed(true),
                (_, making) -> {
                    opening.start();
                    awaitRest(opening);
                    making.run();
                });
        opening.join();

        assertThat(isClosed(DE)).isTrue();
        assertThat(failure.get()).isInstanceOf(Denied.class);
    }

    private static void awaitRest(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    /// Rotating writes the whole key: as it is, not as it was looked up.
    @Test
    void aRevokedKeyIsNotBroughtBackByARotationOfTheSameMoment() throws Exception {
        Caller root = Caller.ofKey("r", "r", Set.of(new Grant(Role.ADMINISTRATOR, Level.INSTANCE)));
        String id =
                access.createKey(root, ACME, "sender", Set.of(Role.WRITER), null, Teller.none())
                        .key()
                        .id();
        var failure = new AtomicReference<Throwable>();
        var rotating =
                new Thread(() -> {
                    try {
                        access.rotateKey(root, id, Duration.ZERO, Teller.none());
                    } catch (Rejected e) {
                        failure.set(e);
                    }
                });
        access.revokeKey(
                root,
                id,
                (_, making) -> {
                    rotating.start();
                    awaitRest(rotating);
                    making.run();
                });
        rotating.join();

        assertThat(failure.get()).isInstanceOf(Rejected.class).hasMessageContaining("revoked");
        assertThat(registry.key(id).orElseThrow().isRevoked()).isTrue();
    }

    @Test
    void whatCannotBeToldIsNotMade() {
        Caller root = Caller.ofKey("r", "r", Set.of(new Grant(Role.ADMINISTRATOR, Level.INSTANCE)));
        var grant = new Grant(Role.READER, ACME);
        var jane = new Subject(Subject.Kind.PERSON, "jane");
        NewKey key =
                access.createKey(root, ACME, "sender", Set.of(Role.WRITER), null, Teller.none());
        String given = access.give(root, jane, grant, Teller.none()).id();
        var other = new Subject(Subject.Kind.PERSON, "paul");
        Runnable[] changes = {
            () -> access.createOrganization(root, "globex", null, full()),
            () -> acme.createFolder(Level.folder("acme", "f"), "f", null, _ -> false, full()),
            () -> acme.createProject(Level.project("acme", "p"), "p", null, _ -> false, full()),
            () -> acme.changeFolder(DE, closed(true), full()),
            () -> acme.changeProject(SHOP, into("us"), full()),
            () -> instance.changeOrganization("acme", closed(true), full()),
            () -> access.createKey(root, ACME, "more", Set.of(Role.READER), null, full()),
            () -> access.rotateKey(root, key.key().id(), Duration.ZERO, full()),
            () -> access.revokeKey(root, key.key().id(), full()),
            () -> access.give(root, other, grant, full()),
            () -> access.takeBack(root, given, full()),
        };
        Object before = state();

        for (Runnable change : changes) {
            assertThatThrownBy(change::run).isInstanceOf(IllegalStateException.class);
        }

        assertThat(state()).isEqualTo(before);
        assertThat(access.grants(root, Optional.empty())).hasSize(1);
        assertThatCode(() -> access.authenticate(key.secret(), root.client()))
                .doesNotThrowAnyException();
    }

    private static <T> Teller<T> full() {
        return (_, _) -> {
            throw new IllegalStateException("the log takes nothing");
        };
    }

    private Object state() {
        return List.of(
                registry.organizations(),
                registry.folders("acme"),
                registry.projects("acme"),
                registry.keys(),
                registry.grants());
    }
}
