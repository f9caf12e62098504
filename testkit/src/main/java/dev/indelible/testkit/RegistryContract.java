package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Folder;
import dev.indelible.core.access.GivenGrant;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.KeySecret.Scheme;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Project;
import dev.indelible.core.access.Registry;
import dev.indelible.core.access.Role;
import dev.indelible.core.access.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Registry] keeps.
public abstract class RegistryContract {
    private Registry registry;

    /// An empty registry.
    protected abstract Registry open() throws Exception;

    /// The registry of the last [#open()] after a restart.
    protected abstract Registry reopen() throws Exception;

    /// Whether anything is left after a restart.
    protected boolean survivesRestart() {
        return true;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        registry = open();
    }

    @Test
    void organizationIsFoundAndListedById() {
        var second = new Organization("globex", "Globex", 2);
        var first = new Organization("acme", "ACME \"Ltd\" ' ü", 1);

        assertThat(registry.create(second)).isTrue();
        assertThat(registry.create(first)).isTrue();

        assertThat(registry.organization("acme")).contains(first);
        assertThat(registry.organization("ACME")).isEmpty();
        assertThat(registry.organizations()).containsExactly(first, second);
    }

    @Test
    void takenIdStaysWithTheFirst() {
        var first = new Organization("acme", "first", 1);
        assertThat(registry.create(first)).isTrue();

        assertThat(registry.create(new Organization("acme", "second", 2))).isFalse();

        assertThat(registry.organization("acme")).contains(first);
    }

    @Test
    void oneOfManyConcurrentCreatesWins() throws Exception {
        var attempts = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 16; i++) {
            var organization = new Organization("acme", "name " + i, i);
            attempts.add(() -> registry.create(organization));
        }
        int won = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var attempt : threads.invokeAll(attempts)) {
                won += attempt.get() ? 1 : 0;
            }
        }

        assertThat(won).isEqualTo(1);
    }

    @Test
    void keyIsFoundAndListed() {
        assertThat(registry.create(new Organization("acme", "ACME", 1))).isTrue();
        var instance = key("k2", null, 2, Role.ADMINISTRATOR);
        var own = key("k1", "acme", 1, Role.READER, Role.WRITER);

        registry.put(instance);
        registry.put(own);

        assertThat(registry.key("k1")).contains(own);
        assertThat(registry.key("k2")).contains(instance);
        assertThat(registry.key("k3")).isEmpty();
        assertThat(registry.keys()).containsExactly(own, instance);
    }

    @Test
    void putReplacesAKeyOfTheSameId() {
        registry.put(key("k1", null, 1, Role.READER));
        var replaced = key("k1", null, 2, Role.WRITER);

        registry.put(replaced);

        assertThat(registry.keys()).containsExactly(replaced);
    }

    @Test
    void everythingOfAKeyIsKept() {
        assertThat(registry.create(new Organization("acme", "ACME", 1))).isTrue();
        var key =
                new Key(
                        "k1",
                        Level.project("acme", "shop"),
                        "shop",
                        Set.of(Role.AUDITOR, Role.INTEGRATOR),
                        new Key.Life(1, 2L, 3L, 4L),
                        List.of(
                                new KeySecret(Scheme.HMAC, "ab".repeat(32), null),
                                new KeySecret(Scheme.SHA256, "cd".repeat(32), 5L)));

        registry.put(key);

        assertThat(registry.key("k1")).contains(key);
        assertThat(registry.key("k1").orElseThrow().isRevoked()).isTrue();
    }

    @Test
    void lastUseIsKeptAndNothingElseChanges() {
        Key key = key("k1", null, 1, Role.READER);
        registry.put(key);

        registry.used(Map.of("k1", 77L, "k9", 78L));

        assertThat(registry.keys()).containsExactly(key.used(77));
    }

    @Test
    void organizationIsReplaced() {
        assertThat(registry.create(new Organization("acme", "ACME", 1))).isTrue();
        var closed = new Organization("acme", "ACME was", 1, true);

        registry.replace(closed);

        assertThat(registry.organizations()).containsExactly(closed);
        assertThatThrownBy(() -> registry.replace(new Organization("globex", "x", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void foldersAndProjectsAreOfTheirOrganization() {
        assertThat(registry.create(new Organization("acme", "ACME", 1))).isTrue();
        assertThat(registry.create(new Organization("globex", "Globex", 1))).isTrue();
        var upper = new Folder("acme", "eu", "Europe", null, 1, null);
        var lower = new Folder("acme", "de", "Germany", "eu", 2, null);
        var foreign = new Folder("globex", "eu", "EU", null, 1, null);
        var project = new Project("acme", "shop", "Shop", "de", 3, null);

        assertThat(registry.create(upper)).isTrue();
        assertThat(registry.create(lower)).isTrue();
        assertThat(registry.create(foreign)).isTrue();
        assertThat(registry.create(project)).isTrue();
        assertThat(registry.create(new Folder("acme", "eu", "again", null, 9, null))).isFalse();
        assertThat(registry.create(new Project("acme", "shop", "again", null, 9, null))).isFalse();

        assertThat(registry.folders("acme")).containsExactly(lower, upper);
        assertThat(registry.folders("globex")).containsExactly(foreign);
        assertThat(registry.projects("acme")).containsExactly(project);
        assertThat(registry.projects("globex")).isEmpty();
        var moved = new Project("acme", "shop", "Shop 2", null, 3, Level.folder("acme", "eu"));
        var renamed = new Folder("acme", "de", "Deutschland", null, 2, Level.INSTANCE);
        registry.replace(moved);
        registry.replace(renamed);
        assertThat(registry.projects("acme")).containsExactly(moved);
        assertThat(registry.folders("acme")).containsExactly(renamed, upper);
    }

    @Test
    void grantsAreListedByCreationAndTakenBack() {
        assertThat(registry.create(new Organization("acme", "ACME", 1))).isTrue();
        var second =
                new GivenGrant(
                        "g1",
                        new Subject(Subject.Kind.GROUP, "ops"),
                        new Grant(Role.READER, Level.folder("acme", "eu")),
                        2);
        var first =
                new GivenGrant(
                        "g2",
                        new Subject(Subject.Kind.PERSON, "jane@example.com"),
                        new Grant(Role.ADMINISTRATOR, Level.INSTANCE),
                        1);

        registry.add(second);
        registry.add(first);

        assertThat(registry.grants()).containsExactly(first, second);
        assertThat(registry.removeGrant("g2")).isTrue();
        assertThat(registry.removeGrant("g2")).isFalse();
        assertThat(registry.grants()).containsExactly(second);
    }

    @Test
    void everythingSurvivesARestart() throws Exception {
        Assumptions.assumeTrue(survivesRestart(), "forgets at restart, by design");
        var organization = new Organization("acme", "ACME", 1);
        var key = key("k1", "acme", 1, Role.READER);
        assertThat(registry.create(organization)).isTrue();
        registry.put(key);
        registry.put(key("k2", "acme", 2, Role.READER).revoked(7));
        var folder = new Folder("acme", "eu", "Europe", null, 1, null);
        var project = new Project("acme", "shop", "Shop", "eu", 1, null);
        assertThat(registry.create(folder)).isTrue();
        assertThat(registry.create(project)).isTrue();

        Registry again = reopen();

        assertThat(again.organizations()).containsExactly(organization);
        assertThat(again.key("k1")).contains(key);
        assertThat(again.key("k2")).get().matches(Key::isRevoked);
        assertThat(again.folders("acme")).containsExactly(folder);
        assertThat(again.projects("acme")).containsExactly(project);
    }

    private static Key key(
            String id, @Nullable String organization, long createdMillis, Role... roles) {
        return new Key(
                id,
                organization == null ? Level.INSTANCE : Level.organization(organization),
                "name of " + id,
                Set.of(roles),
                new Key.Life(createdMillis, null, null, null),
                List.of(
                        new KeySecret(
                                Scheme.HMAC, "%064x".formatted(id.hashCode() & 0x7fffffff), null)));
    }
}
