package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.access.Key;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Registry;
import dev.indelible.core.access.Role;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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
    void revokedKeyStaysKnownAsRevoked() {
        registry.put(key("k1", null, 1, Role.READER));

        assertThat(registry.revoke("k1")).isTrue();
        assertThat(registry.revoke("k9")).isFalse();

        assertThat(registry.key("k1")).get().matches(Key::revoked);
    }

    @Test
    void everythingSurvivesARestart() throws Exception {
        Assumptions.assumeTrue(survivesRestart(), "forgets at restart, by design");
        var organization = new Organization("acme", "ACME", 1);
        var key = key("k1", "acme", 1, Role.READER);
        assertThat(registry.create(organization)).isTrue();
        registry.put(key);
        registry.put(key("k2", "acme", 2, Role.READER));
        assertThat(registry.revoke("k2")).isTrue();

        Registry again = reopen();

        assertThat(again.organizations()).containsExactly(organization);
        assertThat(again.key("k1")).contains(key);
        assertThat(again.key("k2")).get().matches(Key::revoked);
    }

    private static Key key(String id, String organization, long createdMillis, Role... roles) {
        byte[] hash = new byte[32];
        hash[0] = (byte) id.hashCode();
        return new Key(id, organization, "name of " + id, Set.of(roles), createdMillis, hash);
    }
}
