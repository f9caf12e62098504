package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final String BOOTSTRAP = "a bootstrap key of some length";

    private final MemoryRegistry registry = new MemoryRegistry();
    private final Access access = access();
    private final Caller root = root();

    private Access access() {
        return new Access(registry, InstantSource.system(), new Random(1));
    }

    private Caller root() {
        assertThat(access.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        return access.authenticate(BOOTSTRAP);
    }

    @BeforeEach
    void organizations() {
        assertThat(access.createOrganization(root, "acme", "ACME").id()).isEqualTo("acme");
        assertThat(access.createOrganization(root, "globex", null).name()).isEqualTo("globex");
    }

    @Test
    void bootstrapKeyIsMadeOnceAndShownOnce() {
        var fresh = new Access(new MemoryRegistry(), InstantSource.system(), new Random(2));

        String secret = fresh.bootstrap(Optional.empty()).orElseThrow();

        assertThat(fresh.authenticate(secret).id()).isEqualTo("bootstrap");
        assertThat(fresh.bootstrap(Optional.empty())).isEmpty();
        assertThat(fresh.authenticate(secret).organization()).isNull();
    }

    @Test
    void newBootstrapKeyReplacesTheOld() {
        assertThat(access().bootstrap(Optional.of("another key of some length"))).isEmpty();

        Access restarted = access();
        assertThatThrownBy(() -> restarted.authenticate(BOOTSTRAP)).isInstanceOf(Denied.class);
        assertThat(restarted.authenticate("another key of some length").id())
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
        NewKey key = access.createKey(root, "acme", "shop", Set.of(Role.WRITER));
        access.revokeKey(root, key.key().id());
        String wrong = key.secret().substring(0, key.secret().length() - 1) + "x";

        for (String secret : Set.of("", "nonsense", "ind_k1_2", wrong, key.secret())) {
            assertThatThrownBy(() -> access.authenticate(secret))
                    .isInstanceOf(Denied.class)
                    .hasMessage("the key is not valid");
        }
    }

    @Test
    void revocationHoldsAtOnceAlsoForAKeyInUse() {
        NewKey key = access.createKey(root, "acme", "shop", Set.of(Role.WRITER));
        assertThat(access.authenticate(key.secret()).name()).isEqualTo("shop");

        access.revokeKey(root, key.key().id());

        assertThatThrownBy(() -> access.authenticate(key.secret())).isInstanceOf(Denied.class);
    }

    @Test
    void secretsAreNeverPrintedNorStored() {
        NewKey key = access.createKey(root, "acme", "shop", Set.of(Role.WRITER));

        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(registry.keys().toString()).doesNotContain(key.secret());
    }

    @Test
    void writerWritesToItsOwnOrganizationOnly() {
        Caller writer = caller("acme", Role.WRITER);

        assertThat(access.organizationFor(writer, null)).isEqualTo("acme");
        assertThat(access.organizationFor(writer, "acme")).isEqualTo("acme");
        assertThatThrownBy(() -> access.organizationFor(writer, "globex"))
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
        assertThatThrownBy(() -> access.organizationFor(reader, null)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.requireInstance(reader)).isInstanceOf(Denied.class);
    }

    @Test
    void instanceAdministratorSeesEverythingAndNamesOrganizations() {
        assertThat(access.readScope(root, Optional.empty()).everything()).isTrue();
        assertThat(access.organizationFor(root, null)).isEqualTo("default");
        assertThat(access.organizationFor(root, "initech")).isEqualTo("initech");
        assertThat(registry.organization("initech")).isPresent();
        assertThatThrownBy(() -> access.organizationFor(root, "Not An Id"))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void administratorOfAnOrganizationManagesItsKeysOnly() {
        Caller administrator = caller("acme", Role.ADMINISTRATOR);
        NewKey foreign = access.createKey(root, "globex", "other", Set.of(Role.READER));

        NewKey own = access.createKey(administrator, "acme", "own", Set.of(Role.READER));

        assertThat(access.keys(administrator, Optional.empty())).contains(own.key());
        assertThat(access.keys(administrator, Optional.empty())).doesNotContain(foreign.key());
        assertThatThrownBy(() -> access.keys(administrator, Optional.of("globex")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.revokeKey(administrator, foreign.key().id()))
                .isInstanceOf(Rejected.class);
        for (String organization : new String[] {"globex", null}) {
            assertThatThrownBy(() ->
                            access.createKey(administrator, organization, "x", Set.of(Role.READER)))
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
        assertThatThrownBy(() -> access.createKey(root, "nowhere", "x", Set.of(Role.READER)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("create it first");
    }

    private Caller caller(String organization, Role role) {
        NewKey key = access.createKey(root, organization, "test", Set.of(role));
        return access.authenticate(key.secret());
    }
}
