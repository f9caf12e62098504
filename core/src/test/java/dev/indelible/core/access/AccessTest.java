package dev.indelible.core.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.Client;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
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
        return new Access(registry, new byte[32], clock, clock::millis, new Random(1));
    }

    private Caller root() {
        assertThat(access.bootstrap(Optional.of(BOOTSTRAP))).isEmpty();
        return access.authenticate(BOOTSTRAP, NOWHERE);
    }

    @BeforeEach
    void organizations() {
        assertThat(access.createOrganization(root, "acme", "ACME", Teller.none()).id())
                .isEqualTo("acme");
        assertThat(access.createOrganization(root, "globex", null, Teller.none()).name())
                .isEqualTo("globex");
    }

    @Test
    void unknownWrongAndRevokedKeysGetTheSameAnswer() {
        NewKey key = made();
        access.revokeKey(root, key.key().id(), Teller.none());
        String wrong = key.secret().substring(0, key.secret().length() - 1) + "x";

        for (String secret : Set.of("", "nonsense", "ind_k1_2", wrong, key.secret())) {
            assertThatThrownBy(() -> access.authenticate(secret, NOWHERE))
                    .isInstanceOf(Denied.class)
                    .hasMessage("the key is not valid");
        }
    }

    @Test
    void revocationHoldsAtOnceAlsoForAKeyInUse() {
        NewKey key = made();
        assertThat(access.authenticate(key.secret(), NOWHERE).name()).isEqualTo("shop");

        access.revokeKey(root, key.key().id(), Teller.none());

        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                .isInstanceOf(Denied.class);
    }

    @Test
    void secretsAreNeverPrintedNorStored() {
        NewKey key = made();

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
        assertThatThrownBy(() -> access.sender(reader).organization(Optional.empty()))
                .isInstanceOf(Denied.class);
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
        NewKey foreign = made(root, Level.organization("globex"), "other", Role.READER, null);

        NewKey own = made(administrator, Level.organization("acme"), "own", Role.READER, null);

        assertThat(access.keys(administrator, Optional.empty())).contains(own.key());
        assertThat(access.keys(administrator, Optional.empty())).doesNotContain(foreign.key());
        assertThatThrownBy(() -> access.keys(administrator, Optional.of("globex")))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> access.revokeKey(administrator, foreign.key().id(), Teller.none()))
                .isInstanceOf(Rejected.class);
        for (String organization : new String[] {"globex", null}) {
            assertThatThrownBy(() ->
                            made(administrator, Level.of(organization), "x", Role.READER, null))
                    .isInstanceOf(Denied.class);
        }
        assertThatThrownBy(
                        () -> access.createOrganization(administrator, "more", null, Teller.none()))
                .isInstanceOf(Denied.class);
        assertThat(access.tenancy(administrator).organizations())
                .extracting(Organization::id)
                .containsExactly("acme");
    }

    @Test
    void takenAndMissingOrganizationsAreTold() {
        assertThatThrownBy(() -> access.createOrganization(root, "acme", null, Teller.none()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> made(root, Level.organization("nowhere"), "x", Role.READER, null))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("create it first");
    }

    @Test
    void secretIsFoundByScannersAndItsChecksumIsRight() {
        String secret = made().secret();

        assertThat(secret).matches("ind_k[0-9a-f]{16}_[0-9a-f]{72}");
        var sum = new CRC32();
        sum.update(secret.substring(0, secret.length() - 8).getBytes(US_ASCII));
        assertThat(secret).endsWith("%08x".formatted(sum.getValue()));
    }

    /// The list says what rotating would answer.
    @Test
    void keyThatIsOverIsNotRotatable() {
        String revoked = made().key().id();
        access.revokeKey(root, revoked, Teller.none());
        String expiring =
                made(root, Level.organization("acme"), "e", Role.READER, Duration.ofHours(1))
                        .key()
                        .id();
        assertRotatable(revoked, false);
        assertRotatable(expiring, true);

        millis.addAndGet(Duration.ofHours(1).toMillis());

        assertRotatable(expiring, false);
    }

    private void assertRotatable(String id, boolean is) {
        assertThat(access.mayRotate(root, access.key(root, id))).isEqualTo(is);
        if (!is) {
            assertThatThrownBy(() -> access.rotateKey(root, id, Duration.ZERO, Teller.none()))
                    .isInstanceOf(Rejected.class)
                    .hasMessageContaining("revoked or expired");
        }
    }

    @Test
    void rotationOverlapsAndEnds() {
        NewKey key = made();

        NewKey rotated = access.rotateKey(root, key.key().id(), Duration.ofHours(1), Teller.none());

        assertThat(rotated.secret()).isNotEqualTo(key.secret());
        assertThat(access.authenticate(key.secret(), NOWHERE).id()).isEqualTo(key.key().id());
        assertThat(access.authenticate(rotated.secret(), NOWHERE).id()).isEqualTo(key.key().id());
        millis.addAndGet(Duration.ofHours(1).toMillis());
        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                .isInstanceOf(Denied.class);
        assertThat(access.authenticate(rotated.secret(), NOWHERE).name()).isEqualTo("shop");
    }

    @Test
    void rotationWithinAnOverlapKeepsWhatWasPromisedToTheSecretBefore() {
        NewKey first = made();
        String id = first.key().id();
        NewKey second = access.rotateKey(root, id, Duration.ofHours(2), Teller.none());
        millis.addAndGet(Duration.ofHours(1).toMillis());
        NewKey third = access.rotateKey(root, id, Duration.ofHours(3), Teller.none());

        millis.addAndGet(Duration.ofHours(1).toMillis() - 1);
        isValid(first, true);
        millis.addAndGet(1);
        isValid(first, false);
        isValid(second, true);
        NewKey fourth = access.rotateKey(root, id, Duration.ofHours(1), Teller.none());
        NewKey fifth = access.rotateKey(root, id, Duration.ofHours(1), Teller.none());
        isValid(second, false);
        isValid(third, true);
        isValid(fourth, true);

        NewKey last = access.rotateKey(root, id, Duration.ZERO, Teller.none());
        List.of(first, second, third, fourth, fifth).forEach(gone -> isValid(gone, false));
        isValid(last, true);
    }

    private void isValid(NewKey key, boolean valid) {
        if (valid) {
            assertThat(access.authenticate(key.secret(), NOWHERE).name()).isEqualTo("shop");
        } else {
            assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                    .isInstanceOf(Denied.class);
        }
    }

    @Test
    void whoHasProvenASecretIsKnownUntilItIsRotatedAway() {
        NewKey key = made();
        Caller before = access.authenticate(key.secret(), NOWHERE);
        NewKey rotated = access.rotateKey(root, key.key().id(), Duration.ofHours(1), Teller.none());
        Caller after = access.authenticate(rotated.secret(), NOWHERE);

        millis.addAndGet(Duration.ofHours(1).toMillis() - 1);
        assertThat(again(before)).map(Caller::name).contains("shop");
        millis.addAndGet(1);
        assertThat(again(before)).isEmpty();
        assertThat(again(after)).map(Caller::name).contains("shop");

        access.rotateKey(root, key.key().id(), Duration.ZERO, Teller.none());
        assertThat(again(after)).isEmpty();
    }

    private Optional<Caller> again(Caller caller) {
        return access.keyCaller(caller.id(), Objects.requireNonNull(caller.secret()));
    }

    @Test
    void expiredKeyIsInvalidAtItsMoment() {
        NewKey key =
                made(root, Level.organization("acme"), "shop", Role.WRITER, Duration.ofDays(1));
        millis.addAndGet(Duration.ofDays(1).toMillis() - 1);
        Caller proven = access.authenticate(key.secret(), NOWHERE);
        assertThat(again(proven)).map(Caller::name).contains("shop");

        millis.addAndGet(1);

        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                .isInstanceOf(Denied.class);
        assertThat(again(proven)).isEmpty();
    }

    @Test
    void plainHashOfAnEarlierReleaseIsVerifiedAndThenUpgraded() throws Exception {
        String secret = "ind_k00000000000000aa_" + "0f".repeat(32);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
        registry.put(
                new Key(
                        "k00000000000000aa",
                        Level.organization("acme"),
                        "old",
                        Set.of(Role.WRITER),
                        new Key.Life(1, null, null, null),
                        List.of(
                                new KeySecret(
                                        KeySecret.Scheme.SHA256,
                                        HexFormat.of().formatHex(hash),
                                        null))));

        NewKey rotated =
                access.rotateKey(root, "k00000000000000aa", Duration.ofHours(1), Teller.none());
        Caller old = access.authenticate(secret, NOWHERE);
        assertThat(old.name()).isEqualTo("old");

        assertThat(registry.key("k00000000000000aa").orElseThrow().secrets())
                .extracting(KeySecret::scheme)
                .containsExactly(KeySecret.Scheme.HMAC, KeySecret.Scheme.HMAC);
        assertThat(again(old)).map(Caller::name).contains("old");
        assertThat(access.authenticate(rotated.secret(), NOWHERE).name()).isEqualTo("old");
        assertThat(access.authenticate(secret, NOWHERE).name()).isEqualTo("old");
        millis.addAndGet(Duration.ofHours(1).toMillis());
        assertThatThrownBy(() -> access.authenticate(secret, NOWHERE)).isInstanceOf(Denied.class);
    }

    @Test
    void lastUseIsShownAtOnceAndWrittenByTheWorker() {
        NewKey key = made();
        assertThat(access.lastUse(key.key())).isEmpty();

        access.authenticate(key.secret(), NOWHERE);

        assertThat(access.lastUse(key.key())).contains(millis.get());
        assertThat(registry.key(key.key().id()).orElseThrow().life().used()).isNull();
        assertThat(access.lastUses().step()).isPositive();
        assertThat(registry.key(key.key().id()).orElseThrow().life().used())
                .isEqualTo(millis.get());
    }

    @Test
    void grantToAKeyHoldsAtOnceAndUntilItIsTakenBack() {
        NewKey key = made();
        var subject = new Subject(Subject.Kind.KEY, key.key().id());

        GivenGrant given =
                access.give(
                        root,
                        subject,
                        new Grant(Role.READER, Level.organization("globex")),
                        Teller.none());

        Caller caller = access.authenticate(key.secret(), NOWHERE);
        assertThat(access.may(caller, Right.READ, Level.organization("globex"))).isTrue();
        assertThat(access.may(caller, Right.READ, Level.organization("acme"))).isFalse();
        assertThat(access.takeBack(root, given.id(), Teller.none())).isEqualTo(given);
        assertThat(access.authenticate(key.secret(), NOWHERE).mayAnywhere(Right.READ)).isFalse();
    }

    /// The key of a shop, which sends.
    private NewKey made() {
        return made(root, Level.organization("acme"), "shop", Role.WRITER, null);
    }

    private NewKey made(
            Caller by, Level level, String name, Role role, @Nullable Duration validFor) {
        return access.createKey(by, level, name, Set.of(role), validFor, Teller.none());
    }

    private Caller caller(String organization, Role role) {
        NewKey key = made(root, Level.organization(organization), "test", role, null);
        return access.authenticate(key.secret(), NOWHERE);
    }
}
