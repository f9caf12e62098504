package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Client;
import dev.indelible.event.SentEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private static final String SECRET = "a bootstrap key of some length";
    private static final Client NOWHERE = new Client(null, null, null, null, null);
    private static final Level ACME = Level.organization("acme");
    private static final Set<String> CHANGES = Set.of("replace", "put");

    private final AtomicReference<Runnable> afterLookup = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> afterChange = new AtomicReference<>(() -> {});
    private final Access access =
            new Access(registry(), new byte[32], InstantSource.system(), () -> 0, new Random(1));

    @Test
    void anOrganizationThatIsClosedWhileItIsLookedUpIsClosed() throws Exception {
        Caller root = root();
        var closing = new Thread(() -> change(root, true));
        // Who sends has read that it is open, and has not made anything of it.
        afterLookup.set(() -> {
            afterLookup.set(() -> {});
            closing.start();
            awaitRest(closing);
        });
        Placing.Sender sender = access.sender(writer());
        SentEvent sent = SentEvent.of(AuditEvent.named("a").build());
        assertThat(sender.closing(sent, "acme")).isEmpty();
        closing.join();

        assertThat(sender.closing(sent, "acme").orElseThrow()).hasMessageContaining("closed");
    }

    /// As when the answer of the disk is lost on the way.
    @Test
    void closingThatFailsAfterItWasDoneIsDoneForWhoSendsToo() {
        Caller root = root();
        Placing.Sender sender = access.sender(writer());
        SentEvent sent = SentEvent.of(AuditEvent.named("a").build());
        assertThat(sender.closing(sent, "acme")).isEmpty();
        afterChange.set(ClosingTest::lose);

        for (boolean closed : new boolean[] {true, false, true}) {
            assertThatThrownBy(() -> change(root, closed)).hasMessage("lost");
            assertThat(sender.closing(sent, "acme").isPresent()).isEqualTo(closed);
        }
    }

    @Test
    void revocationThatFailsAfterItWasDoneIsDone() {
        Caller root = root();
        NewKey key = access.createKey(root, ACME, "k", Set.of(Role.WRITER), null, Teller.none());
        assertThat(access.authenticate(key.secret(), NOWHERE).id()).isEqualTo(key.key().id());
        afterChange.set(ClosingTest::lose);

        assertThatThrownBy(() -> access.revokeKey(root, key.key().id(), Teller.none()))
                .hasMessage("lost");

        assertThatThrownBy(() -> access.authenticate(key.secret(), NOWHERE))
                .isInstanceOf(Denied.class);
    }

    private static void lose() {
        throw new IllegalStateException("lost");
    }

    private Caller root() {
        access.bootstrap(Optional.of(SECRET));
        Caller root = access.authenticate(SECRET, NOWHERE);
        access.createOrganization(root, "acme", null, Teller.none());
        return root;
    }

    private void change(Caller root, boolean closed) {
        var change = new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(closed));
        access.tenancy(root).changeOrganization("acme", change, Teller.none());
    }

    private static Caller writer() {
        return Caller.ofKey("k1", "k1", Set.of(new Grant(Role.WRITER, Level.INSTANCE)));
    }

    private static void awaitRest(Thread thread) {
        while (thread.isAlive()
                && thread.getState() != Thread.State.BLOCKED
                && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    /// One in memory that does something after it has read an organization, or changed anything.
    private Registry registry() {
        var memory = new MemoryRegistry();
        return (Registry)
                Proxy.newProxyInstance(
                        Registry.class.getClassLoader(),
                        new Class<?>[] {Registry.class},
                        (_, method, arguments) -> {
                            try {
                                Object result = method.invoke(memory, arguments);
                                if (method.getName().equals("organization")) {
                                    Objects.requireNonNull(afterLookup.get()).run();
                                }
                                if (CHANGES.contains(method.getName())) {
                                    Objects.requireNonNull(afterChange.get()).run();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
