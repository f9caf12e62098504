package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.Client;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final String BOOTSTRAP = "a bootstrap key of some length";

    private static final Client NOWHERE = new Client("203.0.113.7", null, null, null, null);

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final MemoryRegistry registry = new MemoryRegistry();
    private final Access access = access();
    private final Caller root = root();

    private Access access() {
        return new Access(registry, new byte[32], clock, new Random(1));
    }

    private Caller root() {
        assertThat(access.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        return access.authenticate(BOOTSTRAP, NOWHERE);
    }

    @BeforeEach
    void organizations() {
        assertThat(access.createOrganization(root, "acme", "ACME").id()).isEqualTo("acme");
        assertThat(access.createOrganization(root, "globex", null).name()).isEqualTo("globex");
    }

    @Test
    void bootstrapKeyIsMadeOnceAndShownOnce() {
        var fresh = new Access(new MemoryRegistry(), new byte[32], clock, new Random(2));

        String secret = fresh.bootstrap(Optional.empty()).orElseThrow();

        assertThat(fresh.authenticate(secret, NOWHERE).id()).isEqualTo("bootstrap");
        assertThat(fresh.bootstrap(Optional.empty())).isEmpty();
        assertThat(fresh.authenticate(secret, NOWHERE).organization()).isNull();
    }

    @Test
    void newBootstrapKeyReplacesTheOld() {
        assertThat(access().bootstrap(Optional.of("another key of some length"))).isEmpty();

        Access restarted = access();
        assertThatThrownBy(() -> restarted.authenticate(BOOTSTRAP, NOWHERE)).isInstanceOf(Denied.class);
        assertThat(restarted.authenticate("another key of some length", NOWHERE).id())
                .isEqualTo("bootstrap");
    }

    @Test
    void shortBootstrapKeyIsRefused() {
        assertThatThrownBy(() -> access.bootstrap(Optional.of("short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }

    @Test
    void unknownWrongAndRevokedKeysGetTheSameAnswer() {
        NewKey key = access.createKey(root, Level.organization("acme"), "shop", Set.of(Role.WRITER), null);
        access.revokeKey(root, key.key().id());
        String wrong = key.secret().substring(0, key.secret().length() - 1) + "x";

        for (String secret : Set.of("", "nonsense", "ind_k1_2", wrong, key.secret())) {
            assertThatThrownBy(() -> access.authenticate(secret, NOWHERE))
                    .isInstanceOf(Denied.class)
                    .hasMessage("the key is not valid");
        }
    }

    @Test
    void revocationHoldsAtOnceAlsoForAKeyInUse() {
        NewKey key = access.createKey(root, Level.organization("acme"), "shop", Set.of(Role.WRITER), null);
        assertThat(access.authenticate(key.secret(), NOWHERE).name()).isEqualTo("shop");

        access.revokeKey(root, key.key().id());

        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE)).isInstanceOf(Denied.class);
    }

    @Test
    void secretsAreNeverPrintedNorStored() {
        NewKey key = access.createKey(root, Level.organization("acme"), "shop", Set.of(Role.WRITER), null);

        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(registry.keys().toString()).doesNotContain(key.secret());
    }

    @Test
    void writerWritesToItsOwnOrganizationOnly() {
        Caller writer = caller("acme", Role.WRITER);

        assertThat(access.sender(writer).organization(Optional.empty())).isEqualTo("acme");
        assertThat(access.sender(writer).organization(Optional.of("acme"))).isEqualTo("acme");
        assertThatThrownBy(() -> access.sender(writer).organization(Optional.of("globex")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.readScope(writer, Optional.empty()))
                .isInstanceOf(Denied.class);
    }

    @Test
    void readerReadsItsOwnOrganizationOnly() {
        Caller reader = caller("acme", Role.READER);

        Scope scope = access.readScope(reader, Optional.empty());

        assertThat(scope.everything()).isFalse();
        assertThat(scope.organizations()).containsExactly("acme");
        assertThatThrownBy(() -> access.readScope(reader, Optional.of("globex")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.sender(reader).organization(Optional.empty())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.requireInstance(reader)).isInstanceOf(Denied.class);
    }

    @Test
    void instanceAdministratorSeesEverythingAndNamesOrganizations() {
        assertThat(access.readScope(root, Optional.empty()).everything()).isTrue();
        assertThat(access.sender(root).organization(Optional.empty())).isEqualTo("default");
        assertThat(access.sender(root).organization(Optional.of("initech"))).isEqualTo("initech");
        assertThat(registry.organization("initech")).isPresent();
        assertThatThrownBy(() -> access.sender(root).organization(Optional.of("Not An Id")))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void administratorOfAnOrganizationManagesItsKeysOnly() {
        Caller administrator = caller("acme", Role.ADMINISTRATOR);
        NewKey foreign = access.createKey(root, Level.organization("globex"), "other", Set.of(Role.READER), null);

        NewKey own = access.createKey(administrator, Level.organization("acme"), "own", Set.of(Role.READER), null);

        assertThat(access.keys(administrator, Optional.empty())).contains(own.key());
        assertThat(access.keys(administrator, Optional.empty())).doesNotContain(foreign.key());
        assertThatThrownBy(() -> access.keys(administrator, Optional.of("globex")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.revokeKey(administrator, foreign.key().id()))
                .isInstanceOf(Rejected.class);
        for (String organization : new String[] {"globex", null}) {
            assertThatThrownBy(() ->
                            access.createKey(administrator, Level.of(organization), "x", Set.of(Role.READER), null))
                    .isInstanceOf(Denied.class);
        }
        assertThatThrownBy(() -> access.createOrganization(administrator, "more", null))
                .isInstanceOf(Denied.class);
        assertThat(access.organizations(administrator))
                .extracting(Organization::id)
                .containsExactly("acme");
    }

    @Test
    void takenAndMissingOrganizationsAreTold() {
        assertThatThrownBy(() -> access.createOrganization(root, "acme", null))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> access.createKey(root, Level.organization("nowhere"), "x", Set.of(Role.READER), null))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("create it first");
    }

    private Caller caller(String organization, Role role) {
        NewKey key = access.createKey(root, Level.organization(organization), "test", Set.of(role), null);
        return access.authenticate(key.secret(), NOWHERE);
    }
}
