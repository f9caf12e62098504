package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Resend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was taken out of the store of deliveries is in no file any more, byte for byte.
class PurgeTest {
    private static final String PERSON = "jane.doe@example.com";
    private static final int EVENTS = 400;

    @TempDir Path folder;

    private static Parked parked(int number, Parked.State state, String words) {
        return new Parked(
                "d",
                number,
                number,
                new UUID(0, number),
                "acme",
                new Answer.Refusal(400, words, words),
                1,
                1,
                state,
                0,
                "",
                "",
                "");
    }

    private static Destination destination(String name) {
        return new Destination(
                "d",
                "acme",
                name,
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
                List.of(new Destination.Earlier(name, 5)),
                OptionalLong.empty());
    }

    /// Rows of all lengths in any order, so that they move from page to page, and then without.
    private static void fillAndForget(DeliveryStore store, Random random) {
        store.put(destination(PERSON));
        var numbers = new ArrayList<Integer>();
        for (int i = 1; i <= EVENTS; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        for (int number : numbers) {
            String words = (PERSON + " ").repeat(1 + random.nextInt(100));
            Parked read = parked(number, Parked.State.PARKED, words);
            store.put(read);
            if (number % 4 == 0) {
                byte[] body = words.repeat(3).getBytes(StandardCharsets.UTF_8);
                store.begin(
                        read,
                        parked(number, Parked.State.SENDING, words),
                        new Resend("d", number, "b", "r/1", "", body));
            }
        }
        Collections.shuffle(numbers, random);
        numbers.forEach(number -> store.put(parked(number, Parked.State.PARKED, "erased")));
        store.put(destination("erased"));
    }

    private long found() throws IOException {
        long found = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String raw = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                found += raw.split(PERSON, -1).length - 1;
            }
        }
        return found;
    }

    @Test
    void nothingOfWhatWasForgottenIsInAnyFileAndAllElseIsAsBefore() throws Exception {
        try (SqlStore sql = SqlStore.openDelivery(folder.resolve("delivery.sqlite"))) {
            DeliveryStore store = sql.delivery();
            fillAndForget(store, new Random(7));
            assertThat(found()).as("the log of writes has it").isPositive();
            List<Parked> before = store.parked("d", Parked.State.ALL, 0, 1_000);

            sql.purge();

            assertThat(found()).isZero();
            assertThat(before).hasSize(EVENTS);
            assertThat(store.parked("d", Parked.State.ALL, 0, 1_000)).isEqualTo(before);
            assertThat(store.destinations()).containsExactly(destination("erased"));
            fillAndForget(store, new Random(8));
            sql.purge();
            assertThat(found()).isZero();
        }
    }

    /// Deleted by a release that did not overwrite what it deleted.
    @Test
    void whatAnEarlierReleaseLeftIsTakenOutAsWell() throws Exception {
        Path file = folder.resolve("delivery.sqlite");
        SqlStore.openDelivery(file).close();
        try (var raw = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = raw.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 0");
            statement.executeUpdate("CREATE TABLE old (words TEXT)");
            statement.executeUpdate("INSERT INTO old VALUES ('" + PERSON.repeat(500) + "')");
            statement.executeUpdate("DROP TABLE old");
        }
        assertThat(found()).isPositive();

        try (SqlStore sql = SqlStore.openDelivery(file)) {
            sql.purge();
            assertThat(found()).isZero();
        }
    }
}
