package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Intent;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Resend;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every implementation of [DeliveryStore] keeps of what is about to be done.
public abstract class IntentContract {

    /// An empty store.
    protected abstract DeliveryStore open() throws Exception;

    /// The store of the last [#open()] after a restart.
    protected abstract DeliveryStore reopen() throws Exception;

    /// Whether anything is left after a restart.
    protected boolean survivesRestart() {
        return true;
    }

    private static Destination intended(String id, String filter) {
        return new Destination(
                id,
                "acme",
                "name",
                "webhook",
                filter,
                "{}",
                "sealed",
                2,
                3,
                4,
                5,
                "pia",
                Optional.of(new Destination.Pause("lena", 5, "repairs")),
                List.of(
                        new Destination.Earlier("", 2),
                        new Destination.Earlier("a", Long.MAX_VALUE)),
                OptionalLong.of(Long.MAX_VALUE));
    }

    private static Intent of(int event, String destination, Intent.Task task) {
        return new Intent(new UUID(1, event), "acme", destination, task);
    }

    @Test
    void intentsComeBackOneForEachSubject() throws Exception {
        DeliveryStore store = open();
        var range = new Progress.Replay(7, 9, "pia", 11, Progress.Replay.State.RUNNING);
        List<Intent> intents =
                List.of(
                        of(2, "e", new Intent.Put(intended("e", "b"))),
                        of(3, "e", new Intent.End()),
                        of(4, "e", new Intent.Begin("r1", range)),
                        of(5, "e", new Intent.Cancel("r2")),
                        of(6, "e", new Intent.Skip(8, 12, "lena", "it's ä")),
                        of(7, "e", new Intent.Send(9)),
                        of(9, "e", new Intent.Gap(41, "unconfirmed")),
                        of(10, "e", new Intent.Gap(42, "unconfirmed")),
                        of(8, "f", new Intent.Send(9)));
        Intent before = of(1, "e", new Intent.Put(intended("e", "a")));
        store.intend(before);
        intents.forEach(store::intend);
        store.forget(before);
        if (survivesRestart()) {
            store = reopen();
        }
        assertThat(store.intents()).containsExactlyInAnyOrderElementsOf(intents);
        assertThat(store.destinations()).noneMatch(one -> one.id().equals("e"));

        store.forget(intents.getFirst());
        assertThat(store.intents()).hasSize(8).doesNotContain(intents.getFirst());
        store.remove("e");
        assertThat(store.intents()).containsExactly(intents.getLast());
    }

    @Test
    void whatIsBeingSentIsNoLongerIntended() throws Exception {
        DeliveryStore store = open();
        store.put(intended("e", ""));
        var refusal = new Answer.Refusal(400, "no", "");
        var parked =
                new Parked(
                        "e",
                        9,
                        90,
                        new UUID(1, 2),
                        "acme",
                        refusal,
                        1,
                        2,
                        Parked.State.PARKED,
                        0,
                        "",
                        "",
                        "");
        store.put(parked);
        store.intend(of(1, "e", new Intent.Send(9)));
        store.intend(of(2, "e", new Intent.Send(10)));
        var resend = new Resend("e", 9, "b", "r/1", "", new byte[] {1});

        assertThat(store.begin(parked, parked, resend)).isTrue();

        assertThat(store.intents()).containsExactly(of(2, "e", new Intent.Send(10)));
    }

    @Test
    void changeThatWasToldOfIsMadeHoweverOften() throws Exception {
        DeliveryStore store = open();
        Intent change = of(1, "e", new Intent.Put(intended("e", "b")));

        assertThat(change.redo(store, 40)).isFalse();
        assertThat(change.redo(store, 40)).isFalse();

        Destination made =
                store.destinations().stream()
                        .filter(one -> one.id().equals("e"))
                        .findFirst()
                        .orElseThrow();
        assertThat(made.startPosition()).isEqualTo(3);
        assertThat(made.leavingAt()).hasValue(41);
        assertThat(made.earlier())
                .containsExactly(new Destination.Earlier("", 2), new Destination.Earlier("a", 41));
        Intent first = of(1, "e", new Intent.Put(intended("e", "b")));
        assertThat(first.redo(store, 2)).isFalse();
        assertThat(store.destinations())
                .filteredOn(one -> one.id().equals("e"))
                .extracting(Destination::startPosition)
                .containsExactly(2L);
    }
}
