package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.testkit.SmallDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: what is refused was not written, what was answered is there, and it
/// goes on when there is room.
class SqlStoreFullDiskTest {
    private static final int DISK_BYTES = 1 << 20;

    private static List<Lag> minute(int minute) {
        return List.of(new Lag("d", minute * 60_000L, minute, 0));
    }

    @Test
    void nothingAnsweredIsLostAndItGoesOnWhenThereIsRoom(@TempDir Path folder) throws Exception {
        try (var disk = SmallDisk.mount(folder, DISK_BYTES)) {
            Path file = folder.resolve("delivery.sqlite");
            int written = 0;
            try (SqlStore sql = SqlStore.openDelivery(file)) {
                DeliveryStore store = sql.delivery();
                store.put(destination());
                for (int round = 0; round < 3; round++) {
                    disk.fill();
                    Throwable refused = null;
                    while (refused == null) {
                        List<Lag> next = minute(written);
                        refused = catchThrowable(() -> store.sample(next, 0));
                        written += refused == null ? 1 : 0;
                    }
                    assertThat(refused)
                            .isInstanceOfSatisfying(
                                    AuditException.Busy.class,
                                    busy -> {
                                        assertThat(busy.problem()).isEqualTo(Problem.DISK_FULL);
                                        assertThat(busy).hasMessageContaining("free space");
                                    });
                    assertThat(store.lags("d", 0)).hasSize(written);
                    assertThatThrownBy(sql::purge).isInstanceOf(AuditException.Busy.class);
                    disk.free();
                    store.sample(minute(written), 0);
                    written++;
                }
                disk.fill();
            }
            disk.free();
            try (SqlStore sql = SqlStore.openDelivery(file)) {
                assertThat(sql.delivery().lags("d", 0)).hasSize(written);
            }
        }
    }

    private static Destination destination() {
        return new Destination(
                "d",
                "acme",
                "d",
                "file",
                "",
                "{}",
                "",
                1,
                0,
                0,
                0,
                "pia",
                Optional.empty(),
                List.of(),
                false);
    }
}
