package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.MemoryDeliveryStore;
import dev.indelible.core.delivery.NamedPersons;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.ParkedEvents.Decision;
import dev.indelible.core.delivery.Resend;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.Supplies;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.event.Part;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person sends of a parked event goes out in the same bytes until it is taken or refused.
@NullUnmarked // JUnit fills what each test begins with
class ResendTest {
    private static final Destination DESTINATION = World.plain("d", "organization-0", "");
    private static final Decision PIA = new Decision("pia", "a typing error");
    private static final int POINTS = 8;

    /// What holds a connection anyway: the live stream.
    private static final int LANES = 1;

    private MemoryDeliveryStore store;
    private World world;
    private SimulatedReceiver receiver;
    private List<Entry> entries;
    private ParkedEvents parkedEvents;
    private Duration later;

    @BeforeEach
    void begin() {
        begin(new Sink.Bounds(50, 1 << 16, 1));
    }

    private void begin(Sink.Bounds bounds) {
        store = new MemoryDeliveryStore();
        world = new World(new Random(7), () -> store);
        later = Duration.ZERO;
        receiver = world.destination("d", "organization-0", "");
        receiver.bounds(bounds);
        entries = world.append(30, 1);
        receiver.poison(entries.get(10).id());
        world.until(50_000, () -> world.isDelivered("d"));
        restart();
    }

    private void restart() {
        world.crashes.off();
        parkedEvents =
                new ParkedEvents(
                        world.supplies(() -> later),
                        _ -> world.crashes.around(receiver.sink()),
                        () -> {});
    }

    /// What a person made of the parked event: another event's contents under its id.
    private Entry edited(int from) {
        Entry parked = entries.get(10);
        Draft other = entries.get(from).draft();
        return new Entry(
                parked.position(),
                parked.sequence(),
                parked.receivedMillis(),
                new Draft(
                        other.organization(),
                        parked.id(),
                        other.key(),
                        other.seed(),
                        other.parts()));
    }

    private Answer send(int from) {
        return parkedEvents.send(
                DESTINATION, parkedEvents.waiting("d", 11), entries.get(10), edited(from), PIA);
    }

    /// Steps, the pauses of failed attempts left out, until the event is settled or parked again.
    private Parked goOn() {
        for (int i = 0; i < 1000; i++) {
            parkedEvents.step();
            later = later.plusMinutes(10);
            Parked now = store.parked("d", 11).orElseThrow();
            if (now.state() != Parked.State.SENDING) {
                return now;
            }
        }
        throw new AssertionError("it is sent for ever: " + store.parked("d", 11));
    }

    /// Batches that brought the event.
    private Set<String> received() {
        var different = new HashSet<String>();
        for (Oracle.Stored batch : receiver.stored()) {
            if (batch.events().getFirst().destinationSequence() == 11) {
                different.add(batch.batchId() + " " + batch.bodyHash());
            }
        }
        return different;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void crashAtAnyPointNeitherLosesNorChangesWhatAPersonSent(boolean acknowledged) {
        var bounds = new Sink.Bounds(50, 1 << 16, acknowledged ? 4 : 1);
        int crashes = 0;
        for (int first = 1; first <= POINTS; first++) {
            for (int second = 1; second <= POINTS; second++) {
                begin(bounds);
                receiver.heal();
                crashes += sentWithCrashes(first, second) ? 1 : 0;
            }
        }
        assertThat(crashes).isGreaterThan(POINTS);
    }

    /// @return whether the second crash came as well
    private boolean sentWithCrashes(int first, int second) {
        try {
            world.crashes.in(first);
            send(20);
        } catch (Crashes.Crash e) {
            restart();
            if (store.parked("d", 11).orElseThrow().state() == Parked.State.PARKED) {
                // Nothing was written, so nothing was sent; the person was told of no success.
                assertThat(received()).isEmpty();
                send(20);
            }
        }
        boolean crashed = false;
        try {
            world.crashes.in(second);
            goOn();
        } catch (Crashes.Crash e) {
            crashed = true;
            restart();
        }
        world.crashes.off();
        assertThat(goOn().state()).isEqualTo(Parked.State.SENT);
        assertThat(received()).hasSize(1);
        assertThat(store.resend("d", 11)).isEmpty();
        assertThat(receiver.stored().getLast().events())
                .containsExactly(new Oracle.Line(11, entries.get(10).id()));
        return crashed;
    }

    @Test
    void sameBytesGoOutUntilTheReceiverTakesThemWhateverItDoesBefore() {
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(0, 1, 0, 0, 0));
        assertThat(send(20)).isInstanceOf(Answer.Transient.class);
        assertThatThrownBy(() -> send(21))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("is being sent");
        assertThatThrownBy(() -> parkedEvents.skip(parkedEvents.open("d", 11), PIA))
                .isInstanceOf(Rejected.class);
        receiver.faults(new SimulatedReceiver.Faults(0.5, 0.4, 0.2, 0, 0));

        Parked sent = goOn();

        assertThat(sent.state()).isEqualTo(Parked.State.SENT);
        assertThat(sent.by()).isEqualTo("pia");
        assertThat(sent.note()).isEqualTo("a typing error");
        assertThat(received()).hasSize(1);
    }

    @Test
    void refusedOnceMoreItIsParkedWithTheReasonAndMayBeEditedAnew() {
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        assertThat(send(20)).isInstanceOf(Answer.Transient.class);
        assertThat(store.parkedCount("d", Parked.State.SENDING)).isOne();
        assertThat(world.deliveries.lowestNeeded()).isEqualTo(entries.get(10).position());
        receiver.faults(SimulatedReceiver.Faults.none());

        Parked again = goOn();

        assertThat(again.state()).isEqualTo(Parked.State.PARKED);
        assertThat(again.refusal().reason()).isEqualTo("invalid data");
        assertThat(again.by()).isEmpty();
        assertThat(store.resend("d", 11)).isEmpty();
        receiver.heal();
        assertThat(send(21)).isInstanceOf(Answer.Confirmed.class);
        assertThat(received()).hasSize(1);
    }

    @Test
    void otherSettingsEndTheSendingAndAPausedDestinationGetsNothing() {
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        send(20);
        receiver.faults(SimulatedReceiver.Faults.none());
        later = later.plusHours(2);
        store.put(DESTINATION.withPause(Optional.of(new Destination.Pause("pia", 1, ""))));
        parkedEvents.step();
        assertThat(received()).isEmpty();

        store.put(DESTINATION);
        receiver.format("b");
        receiver.version(2);
        Parked again = goOn();

        assertThat(again.state()).isEqualTo(Parked.State.PARKED);
        assertThat(again.refusal().reason()).contains("settings were changed");
        assertThat(received()).isEmpty();
    }

    /// 10 is the event as it is, 20 what a person made of it, which nothing can make anew.
    @ParameterizedTest
    @ValueSource(ints = {10, 20})
    void otherSettingsOfTheSameRendererEndItUnlessTheBytesStayTheSame(int from) {
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(0, 0, 1, 0, 0));
        assertThat(send(from)).isInstanceOf(Answer.Misconfigured.class);
        receiver.faults(SimulatedReceiver.Faults.none());
        store.put(DESTINATION.renewed());

        Parked now = goOn();

        assertThat(now.state()).isEqualTo(from == 10 ? Parked.State.SENT : Parked.State.PARKED);
        assertThat(received()).hasSize(from == 10 ? 1 : 0);
        assertThat(now.refusal().reason().contains("were changed")).isEqualTo(from == 20);
    }

    @Test
    void parcelThatTheReceiverLostIsSentAgain() {
        begin(new Sink.Bounds(50, 1 << 16, 4));
        receiver.heal();
        receiver.faults(new SimulatedReceiver.Faults(0, 0, 0, 1, 0));
        assertThat(send(20)).isInstanceOf(Answer.Transient.class);
        later = later.plusMinutes(6);
        parkedEvents.step();
        receiver.faults(SimulatedReceiver.Faults.none());

        assertThat(goOn().state()).isEqualTo(Parked.State.SENT);

        assertThat(received()).hasSize(1);
        assertThat(receiver.openSinks()).isEqualTo(LANES);
    }

    /// Slow indexers acknowledge minutes later, on the connection that was spoken to.
    @Test
    void whatIsAcknowledgedLateIsSentOnce() {
        begin(new Sink.Bounds(50, 1 << 16, 5));
        receiver.heal();
        receiver.silentFor(40);
        long sends = receiver.sends();

        Answer answer = send(10);

        assertThat(answer).isInstanceOf(Answer.Waiting.class);
        assertThat(receiver.openSinks()).isEqualTo(LANES + 1);
        assertThat(goOn().state()).isEqualTo(Parked.State.SENT);
        assertThat(receiver.sends()).isEqualTo(sends + 1);
        assertThat(receiver.openSinks()).isEqualTo(LANES);
    }

    /// Whoever erases it while it is on its way has the last word, but for that the receiver has
    /// it.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsDecidedWhileItIsOnItsWayIsNotOverwritten(boolean taken) {
        if (taken) {
            receiver.heal();
        }
        var persons = new NamedPersons(world.deliveries, store);
        var during = new Crashes(_ -> persons.forget("organization-0", _ -> true));
        parkedEvents =
                new ParkedEvents(
                        world.supplies(() -> later), _ -> during.around(receiver.sink()), () -> {});
        during.in(2);

        send(10);

        Parked now = store.parked("d", 11).orElseThrow();
        assertThat(now.state()).isEqualTo(taken ? Parked.State.SENT : Parked.State.PARKED);
        assertThat(now.refusal().reason()).isEqualTo("erased");
        parkedEvents.step();
        assertThat(store.parked("d", 11)).contains(now);
    }

    /// 3 and 4 are around the write that it was sent and is not acknowledged yet.
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void lateAcknowledgementOfWhatWasErasedDoesNotSpeakForWhatIsSentAnew(int point) {
        begin(new Sink.Bounds(50, 1 << 16, 4));
        receiver.heal();
        receiver.silentFor(20);
        var persons = new NamedPersons(world.deliveries, store);
        var erasing = new Crashes(_ -> persons.forget("organization-0", _ -> true));
        Supplies supplies = world.supplies(() -> later);
        parkedEvents =
                new ParkedEvents(
                        new Supplies(
                                supplies.journal(),
                                erasing.around(store),
                                supplies.clock(),
                                supplies.random(),
                                supplies.shares(),
                                supplies.erased()),
                        _ -> receiver.sink(),
                        () -> {});
        erasing.in(point);
        assertThat(send(20)).isInstanceOf(Answer.Waiting.class);
        assertThat(parkedEvents.waiting("d", 11).refusal().reason()).isEqualTo("erased");
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        assertThat(send(21)).isInstanceOf(Answer.Transient.class);
        String batch = store.resend("d", 11).orElseThrow().batchId();
        receiver.faults(SimulatedReceiver.Faults.none());

        assertThat(goOn().state()).isEqualTo(Parked.State.SENT);

        assertThat(received()).anyMatch(one -> one.startsWith(batch));
        world.step();
        assertThat(receiver.openSinks()).isEqualTo(LANES);
    }

    @Test
    void personInWhatIsBeingSentIsFoundBehindEscapes() {
        String body = "{\"a\":\"\\u006aane@x\",\"b\":\"{\\\"c\\\":\\\"\\\\u006ane\\\"}\"}";
        receiver.faults(new SimulatedReceiver.Faults(1, 0, 0, 0, 0));
        send(10);
        Parked sending = store.parked("d", 11).orElseThrow();
        store.begin(sending, sending, new Resend("d", 11, "b", "r/1", "", body.getBytes(UTF_8)));
        var persons = new NamedPersons(world.deliveries, store);

        for (String name : List.of("jane@x", "\"c\":\"jne\"")) {
            assertThat(persons.naming("organization-0", text -> text.contains(name)))
                    .as(name)
                    .containsEntry("parked", 1L);
        }
    }

    /// 0 is before it is begun, 1 and 2 around the write that begins it.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatIsErasedAfterItWasReadIsNotSent(int point) {
        receiver.heal();
        Entry read = entries.get(10);
        Runnable erase =
                () ->
                        world.journal.reduce(
                                0,
                                entry ->
                                        entry.position() == read.position()
                                                ? entry.without(EnumSet.allOf(Part.class))
                                                : entry);
        var erasing = new Crashes(_ -> erase.run());
        Supplies supplies = world.supplies(() -> later);
        parkedEvents =
                new ParkedEvents(
                        new Supplies(
                                supplies.journal(),
                                erasing.around(supplies.store()),
                                supplies.clock(),
                                supplies.random(),
                                supplies.shares(),
                                entry -> entry.isErased(Part.CORE)),
                        _ -> receiver.sink(),
                        () -> {});
        Parked parked = parkedEvents.waiting("d", 11);
        long sends = receiver.sends();
        if (point == 0) {
            erase.run();
        } else {
            erasing.in(point);
        }

        Answer answer = parkedEvents.send(DESTINATION, parked, read, read, PIA);

        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(receiver.sends()).isEqualTo(sends);
        Parked again = parkedEvents.waiting("d", 11);
        assertThat(again.refusal().reason()).contains("a part was erased");
        assertThat(store.resend("d", 11)).isEmpty();
        Entry left = parkedEvents.entry(again);
        assertThat(parkedEvents.send(DESTINATION, again, left, left, PIA))
                .isInstanceOf(Answer.Confirmed.class);
    }
}
