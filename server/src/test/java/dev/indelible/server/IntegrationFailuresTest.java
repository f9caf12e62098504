package dev.indelible.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of integrations whose store fails.
@NullUnmarked // JUnit fills what each test begins with
class IntegrationFailuresTest {
    @TempDir Path folder;
    private TestServer server;

    @AfterEach
    void close() {
        server.close();
    }

    /// Something that stands between a call of the store and the store.
    @FunctionalInterface
    private interface Fault {
        Object call(String method, Object[] arguments, Call store) throws Throwable;
    }

    @FunctionalInterface
    private interface Call {
        Object go() throws Throwable;
    }

    private void start(Fault fault) throws Exception {
        server =
                new TestServer(
                        folder,
                        Map.of(),
                        new DeliveryRoom.Seams(store -> faulty(store, fault), s -> s));
    }

    private static DeliveryStore faulty(DeliveryStore store, Fault fault) {
        return (DeliveryStore)
                Proxy.newProxyInstance(
                        Fault.class.getClassLoader(),
                        new Class<?>[] {DeliveryStore.class},
                        (_, method, arguments) ->
                                fault.call(
                                        method.getName(),
                                        arguments,
                                        () -> {
                                            try {
                                                return method.invoke(store, arguments);
                                            } catch (InvocationTargetException e) {
                                                throw e.getCause();
                                            }
                                        }));
    }

    private static String file(String name, String filter) {
        return """
        {"organization":"acme","name":"%s","filter":"%s","type":"file","file":{"name":"%s"}}\
        """
                .formatted(name, filter, name);
    }

    private String create(String name) throws Exception {
        TestServer.Answer created = server.post("/v1/integrations", file(name, ""));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return "/v1/integrations/" + created.json().path("id").stringValue();
    }

    private String told(String action) throws Exception {
        server.awaitRecorded();
        return server.get("/v1/events?organization=acme&q=service:indelible%20action:" + action)
                .json()
                .path("events")
                .valueStream()
                .map(event -> event.path("outcome").asString("success"))
                .toList()
                .toString();
    }

    /// Whether the disk has it nobody knows: the log does not deny what may be, and it is made.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changeOfWhichNobodyKnowsWhetherItIsWrittenIsMadeAtTheNextStart(boolean written)
            throws Exception {
        start((method, arguments, store) -> {
            boolean fails =
                    method.equals("put")
                            && arguments[0] instanceof Destination other
                            && other.filter().equals("action:new");
            if (!fails) {
                return store.go();
            }
            if (written) {
                store.go();
            }
            throw new AuditException.Uncertain(
                    Problem.SYNC_FAILED, "the disk fails", new IllegalStateException());
        });
        String path = create("desk");
        HttpRequest change =
                server.request(path, TestServer.KEY)
                        .PUT(HttpRequest.BodyPublishers.ofString(file("desk", "action:new")))
                        .build();

        assertThat(server.send(change).status()).isEqualTo(503);
        assertThat(told("integration.update")).isEqualTo("[success]");
        server.close();
        start((_, _, store) -> store.go());

        assertThat(server.get(path).json().path("filter").stringValue()).isEqualTo("action:new");
        assertThat(told("integration.update")).isEqualTo("[success]");
    }

    @Test
    void oneThatCannotEndKeepsNoOtherFromEnding() throws Exception {
        var stuck = new AtomicReference<Object>();
        start((method, arguments, store) -> {
            if (method.equals("remove")) {
                stuck.compareAndSet(null, arguments[0]);
                if (arguments[0].equals(stuck.get())) {
                    throw new IllegalStateException("this one cannot be removed");
                }
            }
            return store.go();
        });
        for (String name : new String[] {"a", "b", "c"}) {
            HttpRequest delete = server.request(create(name), TestServer.KEY).DELETE().build();
            assertThat(server.send(delete).status()).isEqualTo(202);
        }

        long end = System.nanoTime() + 30_000_000_000L;
        while (server.get("/v1/integrations?organization=acme").json().path("integrations").size()
                > 1) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        assertThat(server.get("/v1/integrations/" + stuck.get()).status()).isEqualTo(200);
    }
}
