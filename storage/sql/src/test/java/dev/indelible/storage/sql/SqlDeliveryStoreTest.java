package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.ops.AuditException;
import dev.indelible.testkit.DeliveryStoreContract;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class SqlDeliveryStoreTest extends DeliveryStoreContract {
    @TempDir Path folder;
    private SqlStore store;

    @Override
    protected DeliveryStore open() {
        store = SqlStore.openDelivery(folder.resolve("delivery.sqlite"));
        return store.delivery();
    }

    @Override
    protected DeliveryStore reopen() {
        store.close();
        return open();
    }

    @Test
    void replayThatWasCancelledStaysSoWhateverItsLaneWrites() {
        DeliveryStore delivery = open();
        delivery.put(
                new Destination(
                        "c",
                        "acme",
                        "c",
                        "webhook",
                        "",
                        "{}",
                        "",
                        1,
                        0,
                        1,
                        1,
                        "pia",
                        Optional.empty(),
                        List.of(),
                        OptionalLong.empty()));
        var range = new Progress.Replay(0, 9, "pia", 1, Progress.Replay.State.RUNNING);
        var condition = new Condition(Condition.State.ACTIVE, 1, 0, 0, Optional.empty(), 0, 0);
        var running = new Progress("c", "r1", 0, 0, 0, 0, 0, "", 9, condition, Optional.of(range));
        var step = new DeliveryStore.Step(running, List.of(), List.of(), List.of());
        delivery.record(step);
        delivery.record(step);
        assertThat(delivery.progress("c", "r1").orElseThrow()).isEqualTo(running);

        assertThat(delivery.cancel("c", "r1")).isTrue();
        assertThat(delivery.cancel("c", "r1")).isFalse();
        delivery.record(step);
        assertThat(reopen().progress("c", "r1").flatMap(Progress::replay))
                .map(Progress.Replay::state)
                .contains(Progress.Replay.State.CANCELLED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /// Another program wrote while this one was about to: SQLite refuses at once.
    @Test
    void whoeverIsLockedOutIsToldToComeBack() throws Exception {
        open();
        try (var other =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("delivery.sqlite"));
                var statement = other.createStatement()) {
            assertThatThrownBy(() ->
                            store.transaction(handle -> {
                                handle.select("SELECT * FROM form").mapToMap().list();
                                statement.executeUpdate("INSERT INTO form (form) VALUES ('x')");
                                return handle.execute("DELETE FROM form");
                            }))
                    .isInstanceOf(AuditException.Busy.class)
                    .hasMessageContaining("another program");
        }
    }
}
