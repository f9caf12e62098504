package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.SentEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `acme` has folders eu > de, and us; project shop in de, crm in us, wiki in none.
class LevelsTest {
    private static final String SECRET = "a bootstrap key of some length";
    private static final Client NOWHERE = new Client(null, null, null, null, null);

    private final Access access =
            new Access(
                    new MemoryRegistry(),
                    new byte[32],
                    InstantSource.system(),
                    () -> 0,
                    new Random(1));
    private final Caller root = root();
    private final Tenancy tenancy = access.tenancy(root);

    private Caller root() {
        assertThat(access.bootstrap(Optional.of(SECRET))).isEmpty();
        return access.authenticate(SECRET, NOWHERE);
    }

    @BeforeEach
    void levels() {
        access.createOrganization(root, "acme", null, Teller.none());
        folder("eu", null);
        folder("de", "eu");
        folder("us", null);
        project("shop", "de");
        project("crm", "us");
        project("wiki", null);
    }

    private void folder(String id, @Nullable String parent) {
        tenancy.createFolder(Level.folder("acme", id), id, parent, _ -> false, Teller.none());
    }

    private void project(String id, @Nullable String folder) {
        tenancy.createProject(Level.project("acme", id), id, folder, _ -> false, Teller.none());
    }

    private static Tenancy.Change into(String folder) {
        return new Tenancy.Change(Optional.empty(), Optional.of(folder), Optional.empty());
    }

    private static final Tenancy.Change CLOSED =
            new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(true));

    @Test
    void grantHoldsOnItsLevelAndBelowAndNowhereElse() {
        Caller caller = caller(Role.READER, Level.folder("acme", "eu"));

        assertThat(may(caller, Level.folder("acme", "eu"))).isTrue();
        assertThat(may(caller, Level.folder("acme", "de"))).isTrue();
        assertThat(may(caller, Level.project("acme", "shop"))).isTrue();
        assertThat(may(caller, Level.project("acme", "SHOP"))).isTrue();
        assertThat(may(caller, Level.organization("acme"))).isFalse();
        assertThat(may(caller, Level.INSTANCE)).isFalse();
        assertThat(may(caller, Level.project("acme", "crm"))).isFalse();
        assertThat(may(caller, Level.project("acme", "unknown"))).isFalse();
        assertThat(may(caller, Level.project("globex", "shop"))).isFalse();
    }

    private boolean may(Caller caller, Level level) {
        return access.may(caller, Right.READ, level);
    }

    @Test
    void movedProjectTakesItsGrantsAlong() {
        Caller caller = caller(Role.READER, Level.folder("acme", "eu"));

        assertThat(
                        tenancy.changeProject(
                                        Level.project("acme", "shop"), into("us"), Teller.none())
                                .after()
                                .folder())
                .isEqualTo("us");
        assertThat(may(caller, Level.project("acme", "shop"))).isFalse();

        tenancy.changeFolder(Level.folder("acme", "us"), into("de"), Teller.none());
        assertThat(may(caller, Level.project("acme", "shop"))).isTrue();
        assertThat(may(caller, Level.project("acme", "crm"))).isTrue();
    }

    @Test
    void folderCannotBeInItselfNorTooDeep() {
        assertThatThrownBy(() ->
                        tenancy.changeFolder(Level.folder("acme", "eu"), into("eu"), Teller.none()))
                .isInstanceOf(Rejected.class)
                .hasMessage("folder 'eu' cannot be moved into itself");
        assertThatThrownBy(() ->
                        tenancy.changeFolder(Level.folder("acme", "eu"), into("de"), Teller.none()))
                .isInstanceOf(Rejected.class)
                .hasMessage("folder 'eu' cannot be moved into 'de', which lies in it");
        assertThatThrownBy(() ->
                        tenancy.changeFolder(Level.folder("acme", "eu"), into("no"), Teller.none()))
                .hasMessage("there is no folder 'no' in organization 'acme'");
        String parent = "de";
        for (int depth = 3; depth <= Hierarchy.DEPTH_MAX; depth++) {
            folder("d" + depth, parent);
            parent = "d" + depth;
        }
        String deepest = parent;
        assertThatThrownBy(() -> folder("too-deep", deepest)).hasMessageContaining("deep");
        assertThatThrownBy(() ->
                        tenancy.changeFolder(Level.folder("acme", "eu"), into("us"), Teller.none()))
                .hasMessageContaining("deep");
    }

    @Test
    void moveNeedsBothPlaces() {
        Caller european = caller(Role.ADMINISTRATOR, Level.folder("acme", "eu"));

        assertThatThrownBy(() ->
                        access.tenancy(european)
                                .changeProject(
                                        Level.project("acme", "shop"), into("us"), Teller.none()))
                .isInstanceOf(Denied.class);
        assertThat(
                        access.tenancy(european)
                                .changeProject(
                                        Level.project("acme", "shop"), into("eu"), Teller.none())
                                .after()
                                .folder())
                .isEqualTo("eu");
        assertThat(access.tenancy(european).projects("acme"))
                .extracting(Project::id)
                .containsExactly("shop");
    }

    @Test
    void closedLevelsGetNothingNew() {
        tenancy.changeProject(Level.project("acme", "shop"), CLOSED, Teller.none());
        tenancy.changeFolder(Level.folder("acme", "us"), CLOSED, Teller.none());

        assertThatThrownBy(() -> caller(Role.READER, Level.project("acme", "shop")))
                .isInstanceOf(Rejected.class)
                .extracting(e -> ((Rejected) e).problem())
                .isEqualTo(Problem.CLOSED);
        assertThatThrownBy(() -> project("more", "us")).isInstanceOf(Rejected.class);
    }

    @Test
    void aClosedFolderClosesWhatIsBelow() {
        Placing.Sender whole = access.sender(caller(Role.WRITER, Level.organization("acme")));
        Placing.Sender shop = access.sender(caller(Role.WRITER, Level.project("acme", "shop")));
        assertThat(placed(whole, null, "shop").event().project()).isEqualTo("shop");

        tenancy.changeFolder(Level.folder("acme", "eu"), CLOSED, Teller.none());

        for (Level level : List.of(Level.folder("acme", "de"), Level.project("acme", "shop"))) {
            requireClosed(() -> caller(Role.READER, level));
        }
        requireClosed(() -> project("more", "de"));
        requireClosed(() -> folder("more", "de"));
        assertThat(isClosed(whole, "eu", null)).isTrue();
        assertThat(isClosed(whole, "De", null)).isTrue();
        assertThat(isClosed(whole, null, "Shop")).isTrue();
        assertThat(isClosed(whole, "us", "shop")).isTrue();
        assertThat(isClosed(whole, "de", "unknown")).isTrue();
        assertThat(isClosed(shop, null, null)).isTrue();
        // Where a project is, the registry knows.
        assertThat(isClosed(whole, "eu", "crm")).isFalse();
        assertThat(placed(whole, "eu", "crm").event().project()).isEqualTo("crm");
        assertThat(isClosed(whole, null, null)).isFalse();
        assertThat(placed(whole, null, null).event().project()).isNull();
        tenancy.changeFolder(
                Level.folder("acme", "eu"),
                new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(false)),
                Teller.none());
        assertThat(isClosed(shop, null, null)).isFalse();
        assertThat(isClosed(whole, "de", "unknown")).isFalse();
    }

    private static void requireClosed(ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOf(Rejected.class)
                .extracting(e -> ((Rejected) e).problem())
                .isEqualTo(Problem.CLOSED);
    }

    @Test
    void closedOrganizationTakesNoMoreEventsAndReopens() {
        Placing.Sender sender = access.sender(caller(Role.WRITER, Level.organization("acme")));
        SentEvent sent = placed(sender, null, null);
        assertThat(sender.closing(sent, "acme")).isEmpty();

        tenancy.changeOrganization("acme", CLOSED, Teller.none());

        assertThat(sender.organization(Optional.empty())).isEqualTo("acme");
        assertThat(sender.closing(sent, "acme").orElseThrow())
                .extracting(Rejected::problem)
                .isEqualTo(Problem.CLOSED);
        tenancy.changeOrganization(
                "acme",
                new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(false)),
                Teller.none());
        assertThat(sender.closing(sent, "acme")).isEmpty();
    }

    @Test
    void nothingComesIntoAClosedOrganizationAndNothingMovesInIt() {
        tenancy.changeOrganization("acme", CLOSED, Teller.none());

        requireClosed(() -> folder("more", null));
        requireClosed(() -> project("more", null));
        requireClosed(() ->
                tenancy.changeProject(Level.project("acme", "shop"), into(""), Teller.none()));
        requireClosed(
                () -> tenancy.changeFolder(Level.folder("acme", "de"), into(""), Teller.none()));
        var renamed =
                new Tenancy.Change(Optional.of("Deutschland"), Optional.empty(), Optional.empty());
        assertThat(
                        tenancy.changeFolder(Level.folder("acme", "de"), renamed, Teller.none())
                                .after()
                                .name())
                .isEqualTo("Deutschland");
    }

    @Test
    void nobodyWritesAsIndelibleItself() {
        Placing.Sender sender = access.sender(root);

        assertThatThrownBy(() -> access.createOrganization(root, "indelible", "x", Teller.none()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("reserved");
        assertThatThrownBy(() -> sender.organization(Optional.of("indelible")))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("reserved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\0b",
                "a\u202eb",
                "a\u200bb",
                "a\u2066b",
                "a\ufeffb",
                "a\u2028b",
                "a\ud83d",
                "a\u3164b",
                "a\udb40\udc41b"
            })
    void namesWithCharactersThatAreNotSeenAreRefused(String name) {
        assertUnseen(() -> access.createOrganization(root, "other", name, Teller.none()));
        assertUnseen(() ->
                tenancy.createFolder(
                        Level.folder("acme", "f"), name, null, _ -> false, Teller.none()));
        assertUnseen(() ->
                tenancy.createProject(
                        Level.project("acme", "p"), name, null, _ -> false, Teller.none()));
        assertUnseen(() -> tenancy.changeOrganization("acme", called(name), Teller.none()));
        assertUnseen(() ->
                tenancy.changeFolder(Level.folder("acme", "eu"), called(name), Teller.none()));
        assertUnseen(() ->
                tenancy.changeProject(Level.project("acme", "shop"), called(name), Teller.none()));
        var subject = new Subject(Subject.Kind.PERSON, name);
        var grant = new Grant(Role.READER, Level.organization("acme"));
        assertUnseen(() -> access.give(root, subject, grant, Teller.none()));
        assertUnseen(() ->
                access.createKey(
                        root,
                        Level.organization("acme"),
                        name,
                        Set.of(Role.READER),
                        null,
                        Teller.none()));
    }

    private static Tenancy.Change called(String name) {
        return new Tenancy.Change(Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static void assertUnseen(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("U+")
                .hasMessageContaining("at character 2");
    }

    @Test
    void namesInAnyScriptAreTaken() {
        for (String name : new String[] {"Grün & Söhne", "株式会社", "نور", "Ελλάς 😀"}) {
            assertThat(
                            tenancy.changeOrganization("acme", called(name), Teller.none())
                                    .after()
                                    .name())
                    .isEqualTo(name);
        }
    }

    @Test
    void eventsOfAProjectsSenderGoToItsProject() {
        Placing.Sender sender = access.sender(caller(Role.WRITER, Level.project("acme", "shop")));

        assertThat(placed(sender, null, null).event().project()).isEqualTo("shop");
        assertThat(placed(sender, null, "shop").event().project()).isEqualTo("shop");
        assertThat(placed(sender, "anything", "shop").event().folder()).isEqualTo("anything");
        assertThatThrownBy(() -> placed(sender, null, "crm")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> placed(sender, "eu", null)).isInstanceOf(Denied.class);
    }

    @Test
    void foldersSenderMayNameWhatIsBelowAndUnknownProjectsInIt() {
        Placing.Sender sender = access.sender(caller(Role.WRITER, Level.folder("acme", "eu")));

        assertThat(placed(sender, null, null).event().folder()).isEqualTo("eu");
        assertThat(placed(sender, "de", null).event().folder()).isEqualTo("de");
        assertThat(placed(sender, null, "shop").event().project()).isEqualTo("shop");
        assertThat(placed(sender, "de", "unknown").event().project()).isEqualTo("unknown");
        assertThatThrownBy(() -> placed(sender, "eu", "crm")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> placed(sender, null, "unknown")).isInstanceOf(Denied.class);
    }

    @Test
    void unknownNamesAreTakenUnlessRefused() {
        Placing.Sender sender = access.sender(caller(Role.WRITER, Level.organization("acme")));
        assertThat(placed(sender, "nowhere", "unknown").event().project()).isEqualTo("unknown");

        access.refuseUnknownLevels();

        assertThat(placed(sender, "eu", "Shop").event().project()).isEqualTo("Shop");
        for (String[] named : new String[][] {{"eu", "unknown"}, {"nowhere", "shop"}}) {
            assertThatThrownBy(() -> placed(sender, named[0], named[1]))
                    .isInstanceOf(Rejected.class)
                    .extracting(e -> ((Rejected) e).problem())
                    .isEqualTo(Problem.UNKNOWN_LEVEL);
        }
    }

    @Test
    void nobodyLearnsWhatIsRegisteredWhereTheyMayNotWrite() {
        Placing.Sender sender = access.sender(caller(Role.WRITER, Level.project("acme", "shop")));
        access.refuseUnknownLevels();

        for (String project : List.of("crm", "nowhere")) {
            assertThatThrownBy(() -> placed(sender, null, project))
                    .isInstanceOf(Denied.class)
                    .hasMessageContaining("may not write to project '%s'".formatted(project));
        }
        for (String folder : List.of("eu", "nowhere")) {
            assertThat(placed(sender, folder, "shop").event().project()).isEqualTo("shop");
        }
    }

    private static boolean isClosed(
            Placing.Sender sender, @Nullable String folder, @Nullable String project) {
        return sender.closing(placed(sender, folder, project), "acme")
                .filter(reason -> reason.problem() == Problem.CLOSED)
                .isPresent();
    }

    private static SentEvent placed(
            Placing.Sender sender, @Nullable String folder, @Nullable String project) {
        return sender.placed(
                SentEvent.of(AuditEvent.named("a").folder(folder).project(project).build()),
                "acme");
    }

    private Caller caller(Role role, Level level) {
        NewKey key = access.createKey(root, level, "test", Set.of(role), null, Teller.none());
        return access.authenticate(key.secret(), NOWHERE);
    }
}
