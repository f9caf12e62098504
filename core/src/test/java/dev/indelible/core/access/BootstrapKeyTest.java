package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The first key of an instance, also over restarts.
class BootstrapKeyTest {
    private static final String BOOTSTRAP = "a bootstrap key of some length";
    private static final Client NOWHERE = new Client("203.0.113.7", null, null, null, null);

    private final InstantSource clock = InstantSource.system();
    private final MemoryRegistry registry = new MemoryRegistry();
    private final Access access = access();
    private final Caller root = root();

    private Access access() {
        return new Access(registry, new byte[32], clock, clock::millis, new Random(1));
    }

    private Caller root() {
        assertThat(access.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        return access.authenticate(BOOTSTRAP, NOWHERE);
    }

    @Test
    void bootstrapKeyIsMadeOnceAndShownOnce() {
        var fresh =
                new Access(new MemoryRegistry(), new byte[32], clock, clock::millis, new Random(2));

        String secret = fresh.bootstrap(Optional.empty()).orElseThrow();

        assertThat(fresh.authenticate(secret, NOWHERE).id()).isEqualTo("bootstrap");
        assertThat(fresh.bootstrap(Optional.empty())).isEmpty();
        assertThat(fresh.authenticate(secret, NOWHERE).organization()).isNull();
    }

    @Test
    void newBootstrapKeyReplacesTheOld() {
        assertThat(access().bootstrap(Optional.of("another key of some length"))).isEmpty();

        Access restarted = access();
        assertThatThrownBy(() -> restarted.authenticate(BOOTSTRAP, NOWHERE))
                .isInstanceOf(Denied.class);
        assertThat(restarted.authenticate("another key of some length", NOWHERE).id())
                .isEqualTo("bootstrap");
    }

    @Test
    void revokedBootstrapKeyStaysRevokedUntilTheSettingNamesAnother() {
        access.revokeKey(root, "bootstrap", Teller.none());

        Access restarted = access();
        assertThat(restarted.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        assertThatThrownBy(() -> restarted.authenticate(BOOTSTRAP, NOWHERE))
                .isInstanceOf(Denied.class);

        assertThat(restarted.bootstrap(Optional.of("another key of some length"))).isEmpty();
        assertThat(access().authenticate("another key of some length", NOWHERE).id())
                .isEqualTo("bootstrap");
    }

    @Test
    void whetherAnybodyAdministersTheInstanceIsKnown() {
        Level acme = Level.organization("acme");
        access.createOrganization(root, "acme", "Acme", Teller.none());
        Set<Role> administrator = Set.of(Role.ADMINISTRATOR);
        access.createKey(root, acme, "theirs", administrator, null, Teller.none());
        String reader =
                access.createKey(
                                root,
                                Level.INSTANCE,
                                "reader",
                                Set.of(Role.READER),
                                null,
                                Teller.none())
                        .key()
                        .id();
        access.give(
                root,
                new Subject(Subject.Kind.KEY, reader),
                new Grant(Role.ADMINISTRATOR, Level.INSTANCE),
                Teller.none());
        access.revokeKey(root, "bootstrap", Teller.none());
        assertThat(access().isAdministered()).isTrue();

        access().bootstrap(Optional.of("another key of some length"));
        Caller second = access().authenticate("another key of some length", NOWHERE);
        access().revokeKey(second, reader, Teller.none());
        assertThat(access().isAdministered()).isTrue();

        access().revokeKey(second, "bootstrap", Teller.none());
        assertThat(access().isAdministered()).isFalse();
    }

    @Test
    void bootstrapKeyOfTheSettingStaysRotatedAwayHoweverOften() {
        String last = "";
        for (int rotation = 0; rotation < 5; rotation++) {
            last = access.rotateKey(root, "bootstrap", Duration.ZERO, Teller.none()).secret();
        }

        Access restarted = access();
        assertThat(restarted.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        assertThatThrownBy(() -> restarted.authenticate(BOOTSTRAP, NOWHERE))
                .isInstanceOf(Denied.class);
        assertThat(restarted.authenticate(last, NOWHERE).id()).isEqualTo("bootstrap");
    }

    @Test
    void shortBootstrapKeyIsRefused() {
        assertThatThrownBy(() -> access.bootstrap(Optional.of("too short a key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bootstrap-key has 15 characters, at least 16 are needed");
    }
}
