package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Progress;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores of deliveries that an earlier release has written.
class DeliveryMigrationTest {
    /// What a release before filters had their times, and before intents, has left.
    @Test
    void storeOfAnEarlierReleaseIsBroughtToThisOne(@TempDir Path folder) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("delivery.sqlite");
        Flyway.configure(SqlStore.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:dev/indelible/storage/delivery")
                .target("4")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "INSERT INTO destination VALUES ('a','acme','A','webhook','action:x','{}','s',"
                                    + "3,17,1,2,'pia',NULL,NULL,NULL,0)",
                            "INSERT INTO destination VALUES ('b',NULL,'B','file','','{}','',"
                                    + "1,0,4,5,'pia','lena',5,'repairs',1)",
                            "INSERT INTO lane VALUES ('a','live',9,10,11,7,5,'c',100,'RETRYING',1,2,"
                                    + "3,4,5,6,'data',400,'no','e',NULL,NULL,NULL,NULL,NULL)",
                            "INSERT INTO parked VALUES ('a',4,40,"
                                    + "'0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60','acme',400,'no','',1,2,"
                                    + "'PARKED',0,'','','')",
                            "INSERT INTO form VALUES ('f')")) {
                statement.execute(sql);
            }
        }

        try (SqlStore store = SqlStore.openDelivery(folder.resolve("delivery.sqlite"))) {
            DeliveryStore delivery = store.delivery();

            assertThat(delivery.destinations())
                    .containsExactly(
                            new Destination(
                                    "a",
                                    "acme",
                                    "A",
                                    "webhook",
                                    "action:x",
                                    "{}",
                                    "s",
                                    3,
                                    17,
                                    1,
                                    2,
                                    "pia",
                                    Optional.empty(),
                                    List.of(),
                                    OptionalLong.empty()),
                            new Destination(
                                    "b",
                                    null,
                                    "B",
                                    "file",
                                    "",
                                    "{}",
                                    "",
                                    1,
                                    0,
                                    4,
                                    5,
                                    "pia",
                                    Optional.of(new Destination.Pause("lena", 5, "repairs")),
                                    List.of(),
                                    OptionalLong.of(Long.MAX_VALUE)));
            Progress progress = delivery.progress("a", Progress.LIVE).orElseThrow();
            assertThat(progress.confirmedPosition()).isEqualTo(7);
            assertThat(progress.condition().state()).isEqualTo(Condition.State.RETRYING);
            assertThat(delivery.lowestParked("a")).contains(40L);
            delivery.form("f");
            assertThat(delivery.destinations().getFirst().epoch()).as("the form is known").isEqualTo(3);
            assertThat(delivery.intents()).isEmpty();
        }
    }
}
