package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.DeliveryStore.Step;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.LeftOut;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Positions;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Resend;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [DeliveryStore] keeps.
public abstract class DeliveryStoreContract extends IntentContract {
    private static final UUID EVENT = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");
    private static final Answer.Refusal REFUSAL =
            new Answer.Refusal(400, "invalid 'data'", "{\"code\":6}\n\u0000ä");
    private DeliveryStore store;

    @BeforeEach
    void openEmpty() throws Exception {
        store = open();
        store.put(destination("d", 1));
    }

    private void restart() throws Exception {
        if (survivesRestart()) {
            store = reopen();
        }
    }

    private static Destination destination(String id, long created) {
        return new Destination(
                id,
                "acme",
                "Name of " + id,
                "webhook",
                "-operation:read",
                "{\"a\":1}",
                "sealed",
                3,
                17,
                created,
                created + 1,
                "pia",
                Optional.of(new Destination.Pause("lena", 5, "repairs")),
                List.of(
                        new Destination.Earlier("", 2),
                        new Destination.Earlier("it's ä", 9L << 32)),
                OptionalLong.empty());
    }

    @Test
    void destinationsComeBackByCreation() throws Exception {
        Destination instance =
                new Destination(
                        "i",
                        null,
                        "all",
                        "file",
                        "",
                        "{}",
                        "",
                        1,
                        0,
                        4,
                        4,
                        "root",
                        Optional.empty(),
                        List.of(),
                        OptionalLong.empty());
        store.put(destination("b", 9));
        store.put(instance);
        store.put(destination("a", 9));
        store.put(destination("a", 9).withPause(Optional.empty()).asLeaving(77));
        restart();

        assertThat(store.destinations())
                .containsExactly(
                        destination("d", 1),
                        instance,
                        destination("a", 9).withPause(Optional.empty()).asLeaving(77),
                        destination("b", 9));
    }

    private static Progress progress(String lane, long cursor) {
        var failure = new Condition.Failure(11, "data", REFUSAL);
        var condition =
                new Condition(
                        Condition.State.NEEDS_ATTENTION, 7, 2, 9, Optional.of(failure), 99, 6);
        return new Progress(
                "d",
                lane,
                cursor + 10,
                8,
                12,
                cursor,
                4,
                "chain",
                50,
                condition,
                lane.equals(Progress.LIVE)
                        ? Optional.empty()
                        : Optional.of(
                                new Progress.Replay(
                                        3,
                                        60,
                                        "pia",
                                        8,
                                        Progress.Replay.State.RUNNING,
                                        new LeftOut(1, 2, 3))));
    }

    private static Plan plan(String lane, String batchId, Plan.State state, long... positions) {
        return new Plan(
                "d",
                lane,
                batchId,
                2,
                Positions.of(positions),
                5,
                "webhook-native/1",
                "hash",
                state,
                3,
                "why",
                100,
                state == Plan.State.CONFIRMED ? 200 : 0,
                "200 OK",
                "link");
    }

    private static Parked parked(long number, long position, Parked.State state) {
        return new Parked(
                "d", number, position, EVENT, "acme", REFUSAL, 4, 100, state, 0, "", "", "");
    }

    private static Step step(Progress progress, Plan... plans) {
        return new Step(progress, List.of(plans), List.of(), List.of());
    }

    @Test
    void laneIsAsItWasWritten() throws Exception {
        store.record(step(progress(Progress.LIVE, 20)));
        store.record(step(progress("r1", 3)));
        store.record(step(progress(Progress.LIVE, 21)));
        restart();

        assertThat(store.progress("d", Progress.LIVE)).contains(progress(Progress.LIVE, 21));
        assertThat(store.progress("d", "other")).isEmpty();
        assertThat(store.lanes("d"))
                .containsExactly(progress(Progress.LIVE, 21), progress("r1", 3));
        assertThat(store.lanes("nobody")).isEmpty();
    }

    @Test
    void cursorNeverGoesBackAndNothingElseOfThatStepIsWritten() {
        store.record(step(progress(Progress.LIVE, 20)));

        Step back = step(progress(Progress.LIVE, 19), plan("live", "x", Plan.State.PLANNED, 25));
        assertThatThrownBy(() -> store.record(back)).isInstanceOf(IllegalArgumentException.class);

        assertThat(store.progress("d", Progress.LIVE)).contains(progress(Progress.LIVE, 20));
        assertThat(store.open("d", Progress.LIVE)).isEmpty();
    }

    @Test
    void nothingIsRecordedOfADestinationThatIsGone() {
        store.remove("d");

        Step late = step(progress(Progress.LIVE, 20));
        assertThatThrownBy(() -> store.record(late)).isInstanceOf(IllegalArgumentException.class);

        assertThat(store.lanes("d")).isEmpty();
    }

    @Test
    void endedBatchNeverBeginsAgain() {
        store.record(step(progress("live", 0), plan("live", "x", Plan.State.CONFIRMED, 1)));

        Step again = step(progress("live", 0), plan("live", "x", Plan.State.PLANNED, 1));
        assertThatThrownBy(() -> store.record(again)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openAndSettledBatchesComeByPosition() throws Exception {
        Plan late = plan("live", "late", Plan.State.PLANNED, 70, 9_000_000_000L);
        Plan early = plan("live", "early", Plan.State.PLANNED, 60, 61, 69);
        Plan confirmed = plan("live", "done", Plan.State.CONFIRMED, 5, 30);
        Plan parked = plan("live", "aside", Plan.State.PARKED, 40);
        store.record(
                step(
                        progress("live", 0),
                        late,
                        early,
                        parked,
                        confirmed,
                        plan("live", "parent", Plan.State.SPLIT, 5, 30, 40),
                        plan("live", "old", Plan.State.REPLACED, 60, 61, 69)));
        store.record(step(progress("r1", 0), plan("r1", "early", Plan.State.PLANNED, 5)));
        restart();

        assertThat(store.open("d", "live")).containsExactly(early, late);
        assertThat(store.open("d", "r1")).hasSize(1);
        assertThat(store.settled("d", 0, 10)).containsExactly(confirmed, parked);
        assertThat(store.settled("d", 30, 10)).containsExactly(confirmed, parked);
        assertThat(store.settled("d", 31, 10)).containsExactly(parked);
        assertThat(store.settled("d", 0, 1)).containsExactly(confirmed);
        assertThat(store.recent("d", 2).stream().map(Plan::batchId))
                .containsExactly("early", "old");
    }

    @Test
    void parkedEventsAndHoursAreKept() throws Exception {
        var hour = new Hour("d", 3_600_000, 1, 9, "0000000000000000");
        store.record(
                new Step(
                        progress("live", 0),
                        List.of(),
                        List.of(
                                parked(9, 90, Parked.State.PARKED),
                                parked(4, 40, Parked.State.PARKED)),
                        List.of(new Hour("d", 3_600_000, 1, 5, "00"), hour)));
        store.put(parked(6, 60, Parked.State.SKIPPED));
        restart();

        assertThat(store.parked("d", 4)).contains(parked(4, 40, Parked.State.PARKED));
        assertThat(store.parked("d", 5)).isEmpty();
        assertThat(store.parked("d", Parked.State.PARKED, 0, 10))
                .containsExactly(
                        parked(4, 40, Parked.State.PARKED), parked(9, 90, Parked.State.PARKED));
        assertThat(store.parked("d", Parked.State.PARKED, 4, 10)).hasSize(1);
        assertThat(store.parked("d", Parked.State.ALL, 4, 10))
                .containsExactly(
                        parked(6, 60, Parked.State.SKIPPED), parked(9, 90, Parked.State.PARKED));
        assertThat(store.parked("d", Parked.State.OPEN, 0, 1)).hasSize(1);
        assertThat(store.parkedCount("d", Parked.State.SKIPPED)).isOne();
        assertThat(store.lowestParked("d")).contains(40L);
        assertThat(store.lowestParked("nobody")).isEmpty();
        assertThat(store.hours("d", 0, 3_600_001)).containsExactly(hour);
        assertThat(store.hours("d", 0, 3_600_000)).isEmpty();
        assertThat(store.hourBefore("d", 3_600_001)).contains(hour);
        assertThat(store.hourBefore("d", 3_600_000)).isEmpty();
        assertThat(store.hourBefore("e", Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void pruningForgetsOnlyWhatEndedBelow() {
        store.record(
                step(
                        progress("live", 0),
                        plan("live", "a", Plan.State.CONFIRMED, 1, 2),
                        plan("live", "b", Plan.State.CONFIRMED, 3, 50),
                        plan("live", "c", Plan.State.PLANNED, 4)));
        store.put(parked(1, 1, Parked.State.PARKED));
        store.put(parked(2, 2, Parked.State.SENT));

        store.prune("d", 10);

        assertThat(store.settled("d", 0, 10).stream().map(Plan::batchId)).containsExactly("b");
        assertThat(store.open("d", "live")).hasSize(1);
        assertThat(store.parked("d", 1)).isPresent();
        assertThat(store.parked("d", 2)).isEmpty();
    }

    @Test
    void howFarBehindIsKeptByMinuteAsLongAsAsked() throws Exception {
        store.put(destination("e", 2));
        store.sample(List.of(lag("d", 1, 5), lag("e", 1, 6)), 0);
        store.sample(List.of(lag("d", 2, 7), lag("gone", 2, 7)), 0);
        store.sample(List.of(lag("d", 2, 8)), 60_000);
        restart();

        assertThat(store.lags("d", 60_000)).containsExactly(lag("d", 1, 5), lag("d", 2, 8));
        assertThat(store.lags("d", 60_001)).containsExactly(lag("d", 2, 8));
        assertThat(store.lags("gone", 0)).isEmpty();

        store.sample(List.of(lag("d", 3, 9)), 120_000);
        assertThat(store.lags("d", 0)).containsExactly(lag("d", 2, 8), lag("d", 3, 9));
        assertThat(store.lags("e", 0)).containsExactly(lag("e", 1, 6));
    }

    private static Lag lag(String destination, int minute, long events) {
        return new Lag(destination, minute * 60_000L, events, events / 2.0);
    }

    @Test
    void removedDestinationLeavesNothing() throws Exception {
        store.put(destination("e", 2));
        store.sample(List.of(lag("d", 1, 5)), 0);
        store.record(step(progress("live", 5), plan("live", "a", Plan.State.PLANNED, 6)));
        store.put(parked(1, 1, Parked.State.PARKED));

        store.remove("d");
        restart();

        assertThat(store.destinations()).containsExactly(destination("e", 2));
        assertThat(store.lanes("d")).isEmpty();
        assertThat(store.open("d", "live")).isEmpty();
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(store.lags("d", 0)).isEmpty();
    }

    @Test
    void whatIsSentOfAParkedEventIsKeptUntilItIsSettled() throws Exception {
        var resend = new Resend("d", 4, "batch", "webhook-native/1", "00ff", new byte[] {1, 0, 2});
        Parked sending = parked(4, 40, Parked.State.SENDING);
        store.put(parked(4, 40, Parked.State.PARKED));
        assertThat(store.begin(sending, sending, resend)).as("it is another").isFalse();
        assertThat(store.begin(parked(4, 40, Parked.State.PARKED), sending, resend)).isTrue();
        store.put(sending);
        restart();

        assertThat(store.parked("d", Parked.State.SENDING, 0, 9)).containsExactly(sending);
        assertThat(store.parkedCount("d", Parked.State.PARKED)).isZero();
        assertThat(store.lowestParked("d")).contains(40L);
        assertThat(store.resend("d", 4)).get().usingRecursiveComparison().isEqualTo(resend);
        store.prune("d", 1000);
        assertThat(store.resend("d", 4)).isPresent();
        assertThat(store.resend("d", 5)).isEmpty();

        store.put(parked(4, 40, Parked.State.SENT));
        restart();
        assertThat(store.resend("d", 4)).isEmpty();
        assertThat(store.lowestParked("d")).isEmpty();
    }

    @Test
    void parkedEventIsReplacedOnlyAsItWasRead() throws Exception {
        Parked sending = parked(4, 40, Parked.State.SENDING);
        Parked sent = parked(4, 40, Parked.State.SENT);
        Parked again = parked(4, 40, Parked.State.PARKED);
        assertThat(store.replace(again, sent)).as("there is none").isFalse();
        store.put(again);
        store.begin(again, sending, new Resend("d", 4, "batch", "r/1", "", new byte[] {1}));

        assertThat(store.replace(again, sent)).as("another state").isFalse();
        assertThat(store.replace(parked(4, 41, Parked.State.SENDING), sent)).isFalse();
        restart();
        assertThat(store.parked("d", 4)).contains(sending);
        assertThat(store.resend("d", 4)).isPresent();

        assertThat(store.replace(sending, again)).isTrue();
        restart();
        assertThat(store.parked("d", 4)).contains(again);
        assertThat(store.resend("d", 4)).isEmpty();
        store.remove("d");
        assertThat(store.replace(again, sent)).as("its destination is gone").isFalse();
        assertThat(store.parked("d", 4)).isEmpty();
    }

    @Test
    void otherFormOfEventsIsANewEpochOfEachDestination() throws Exception {
        store.put(destination("e", 2));
        List<Long> before = store.destinations().stream().map(Destination::epoch).toList();
        store.form("");
        assertThat(store.destinations().stream().map(Destination::epoch)).isEqualTo(before);
        store.form("masked");
        restart();
        store.form("masked");
        assertThat(store.destinations().stream().map(Destination::epoch).toList())
                .isEqualTo(before.stream().map(epoch -> epoch + 1).toList());
        store.form("");
        assertThat(store.destinations().stream().map(Destination::epoch).toList())
                .isEqualTo(before.stream().map(epoch -> epoch + 2).toList());
    }

    @Test
    void nothingIsDecidedAboutADestinationThatIsGone() {
        Parked waits = parked(4, 40, Parked.State.PARKED);
        store.put(waits);
        var resend = new Resend("d", 4, "batch", "r/1", "", new byte[] {1});
        store.begin(waits, parked(4, 40, Parked.State.SENDING), resend);
        store.remove("d");

        Parked late = parked(4, 40, Parked.State.SENT);
        assertThatThrownBy(() -> store.put(late)).isInstanceOf(IllegalArgumentException.class);

        assertThat(store.parked("d", 4)).isEmpty();
        assertThat(store.resend("d", 4)).isEmpty();
    }
}
