package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final AtomicReference<Runnable> afterLookup = new AtomicReference<>(() -> {});

    @Test
    void anOrganizationThatIsClosedWhileItIsLookedUpIsClosed() throws Exception {
        var access =
                new Access(
                        registry(), new byte[32], InstantSource.system(), () -> 0, new Random(1));
        access.bootstrap(Optional.of(SECRET));
        Caller root = access.authenticate(SECRET, new Client(null, null, null, null, null));
        access.createOrganization(root, "acme", null, Teller.none());
        var closed = new Tenancy.Change(Optional.empty(), Optional.empty(), Optional.of(true));
        var closing =
                new Thread(() ->
                        access.tenancy(root).changeOrganization("acme", closed, Teller.none()));
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

    /// One in memory that does something after it has read an organization.
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
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
