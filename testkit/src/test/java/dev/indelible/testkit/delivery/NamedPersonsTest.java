package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.NamedPersons;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Resend;
import dev.indelible.core.journal.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An erasure takes nothing back that was decided or delivered while it looks for a person.
@NullUnmarked // JUnit fills what each test begins with
class NamedPersonsTest {
    private static final Destination DESTINATION = World.plain("d", "organization-0", "");

    private MemoryDeliveryStore store;
    private World world;
    private SimulatedReceiver receiver;
    private List<Entry> entries;
    private NamedPersons persons;

    @BeforeEach
    void begin() {
        store = new MemoryDeliveryStore();
        world = new World(new Random(7), () -> store);
        receiver = world.destination("d", "organization-0", "");
        entries = world.append(30, 1);
        receiver.poison(entries.get(10).id());
        world.until(50_000, () -> world.isDelivered("d"));
        persons = new NamedPersons(world.deliveries, store);
    }

    /// Has this happen as soon as the erasure looks at what the receiver said.
    private void forgetWhile(boolean named, Runnable happens) {
        var met = new boolean[1];
        persons.forget(
                "organization-0",
                text -> {
                    if (!met[0] && text.equals("invalid data")) {
                        met[0] = true;
                        happens.run();
                    }
                    return named && text.equals("invalid data");
                });
        assertThat(met[0]).isTrue();
    }

    @Test
    void destinationThatIsDeletedMeanwhileStaysDeleted() {
        forgetWhile(true, () -> world.deliveries.remove("d"));
        long sends = receiver.sends();
        world.append(10, 1);
        for (int i = 0; i < 100; i++) {
            world.step();
        }

        assertThat(world.deliveries.destinations()).isEmpty();
        assertThat(store.destinations()).isEmpty();
        assertThat(receiver.sends()).isEqualTo(sends);
    }

    @Test
    void destinationThatIsChangedMeanwhileStaysChanged() {
        Destination other =
                World.plain("d", "organization-0", "operation:delete", 2, 0)
                        .withPause(Optional.of(new Destination.Pause("pia", 1, "maintenance")));
        assertThat(other).isNotEqualTo(DESTINATION);

        forgetWhile(false, () -> world.deliveries.put(other));

        assertThat(world.deliveries.destination("d")).contains(other);
        assertThat(store.destinations()).containsExactly(other);
        world.step();
        assertThat(world.deliveries.live("d").orElseThrow().destination()).isEqualTo(other);
    }

    @Test
    void parkedEventThatIsTakenMeanwhileStaysTaken() {
        var later = new Duration[] {Duration.ZERO};
        var parkedEvents =
                new ParkedEvents(world.supplies(() -> later[0]), _ -> receiver.sink(), () -> {});
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        Entry entry = entries.get(10);
        var pia = new ParkedEvents.Decision("pia", "by hand");
        parkedEvents.send(DESTINATION, parkedEvents.waiting("d", 11), entry, entry, pia);
        receiver.faults(SimulatedReceiver.Faults.none());
        String body = new String(store.resend("d", 11).orElseThrow().body(), UTF_8);
        later[0] = Duration.ofHours(2);

        persons.forget(
                "organization-0",
                text -> {
                    if (text.equals(body)) {
                        parkedEvents.step();
                    }
                    return text.equals(body) || text.equals("pia");
                });

        Parked taken = store.parked("d", 11).orElseThrow();
        assertThat(taken.state()).isEqualTo(Parked.State.SENT);
        assertThat(taken.by()).isEqualTo("erased");
        assertThat(DeliveryTest.numbers(receiver).stream().filter(number -> number == 11))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"ada\"}",
                "{\"name\":\"\\u0061da\"}",
                "{\"text\":\"{\\\"name\\\":\\\"\\\\u0061d\\\\u0061\\\"}\"}",
                "so deep that it is not followed"
            })
    void whatIsBeingSentIsForgottenHoweverItNamesThePerson(String body) {
        String bytes = body.startsWith("so deep") ? "\\u005c" + "u005c".repeat(50_000) : body;
        sending(bytes);

        persons.forget("organization-0", text -> text.contains("ada"));

        assertThat(store.parked("d", 11).orElseThrow().state()).isEqualTo(Parked.State.PARKED);
        assertThat(store.resend("d", 11)).isEmpty();
    }

    /// What is so short names somebody only where it is all of a text.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"actor\":{\"id\":\"u2\",\"name\":\"Jane\"}}",
                "{\"id\":\"\\u00752\"}",
                "{\"text\":\"{\\\"id\\\":\\\"u2\\\"}\"}",
                "40 <110>1 - h indelible - - - CEF:0|a|b|1|c|d|3|suser=u2 duid=9",
                "{\"id\":\"u21\",\"note\":\"not u2\"}"
            })
    void shortNameInWhatIsBeingSentIsFoundWhereItIsAllOfAString(String body) {
        boolean named = !body.contains("u21");
        sending(body);

        assertThat(persons.naming("organization-0", "u2"::equals))
                .containsEntry("parked", named ? 1L : 0L);
        persons.forget("organization-0", "u2"::equals);

        assertThat(store.resend("d", 11).isPresent()).isEqualTo(!named);
    }

    @Test
    void whatIsBeingSentOfOthersGoesOn() {
        sending("{\"name\":\"\\u0061d\\\\\",\"path\":\"C:\\\\u\"}");

        persons.forget("organization-0", text -> text.contains("ada"));

        assertThat(store.resend("d", 11)).isPresent();
    }

    private void sending(String body) {
        Parked was = store.parked("d", 11).orElseThrow();
        var sending =
                new Parked(
                        "d",
                        11,
                        was.position(),
                        was.eventId(),
                        was.organization(),
                        was.refusal(),
                        was.attempts(),
                        was.parkedMillis(),
                        Parked.State.SENDING,
                        0,
                        "pia",
                        "by hand",
                        "");
        store.begin(was, sending, new Resend("d", 11, "batch", "r/1", "", body.getBytes(UTF_8)));
    }
}
