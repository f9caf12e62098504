package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.MemoryRegistry;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.Masking;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private static final String SECRET = "a bootstrap key of some length";
    private static final MemberPath MEMBER = MemberPath.of("actor.email");
    private static final String EMAIL = "jane@example.com";

    private long nowMillis = 1_800_000_000_000L;
    private final Access access =
            new Access(
                    new MemoryRegistry(),
                    new byte[32],
                    () -> Instant.ofEpochMilli(nowMillis),
                    () -> nowMillis,
                    new Random(1));
    private final Caller caller = caller();
    private final Scope acme = access.readScope(caller, Optional.of("acme"));
    private final Journaled journaled = new Journaled();
    private final MemoryIndex index = new MemoryIndex();
    private volatile CountDownLatch held = new CountDownLatch(0);

    private final Lookups lookups =
            new Lookups(
                    new HeldIndex(index, () -> held.await()),
                    journaled.journal,
                    new Masking(List.of(MEMBER), new byte[32]),
                    () -> Instant.ofEpochMilli(nowMillis));

    private Caller caller() {
        assertThat(access.bootstrap(Optional.of(SECRET))).isEmpty();
        return access.authenticate(SECRET, new Client(null, null, null, null, null));
    }

    private void add(int count, String description) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(
                    journaled.add(
                            "acme",
                            i,
                            "\"action\":\"a\",\"actor\":{\"email\":\"%s\"},\"detail\":{\"request\":{\"payload\":\"%s\"}}"
                                    .formatted(EMAIL, description)));
        }
        index.add(entries);
        index.refresh();
    }

    private Lookups.Found find() {
        return lookups.find(caller, acme, "acme", MEMBER, EMAIL);
    }

    @Test
    void largeEventsAreCountedAndShownAsFarAsAPageGoes() {
        int eventBytes = 900_000;
        add(12, "x".repeat(eventBytes));

        Lookups.Found found = find();

        assertThat(found.count()).isEqualTo(12);
        assertThat(found.entries()).hasSize(1 + (Limits.PAGE_BYTES_MAX - 1) / (eventBytes + 100));
        assertThat(found.entries().stream().mapToLong(Entry::bytes).sum())
                .isBetween(
                        (long) Limits.PAGE_BYTES_MAX, Limits.PAGE_BYTES_MAX + eventBytes + 1000L);
    }

    @Test
    void noMoreThanTwoLookAtOnceAndTheOthersAreToldToComeBack() throws Exception {
        add(1, "x");
        held = new CountDownLatch(1);
        List<Future<Lookups.Found>> asked = new ArrayList<>();
        int busy = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(this::find));
            }
            // All but two end while these are held.
            while (asked.stream().filter(Future::isDone).count() < 6) {
                Thread.onSpinWait();
            }
            held.countDown();
            for (Future<Lookups.Found> one : asked) {
                busy += isBusy(one) ? 1 : 0;
            }
        }

        assertThat(busy).isEqualTo(6);
        assertThat(find().count()).isOne();
    }

    @Test
    void whoAsksByAMemberThatCannotBeSearchedIsToldWhatIsProtected() {
        assertThatThrownBy(() ->
                        lookups.find(caller, acme, "acme", MemberPath.of("actor.emial"), EMAIL))
                .hasMessageStartingWith("member 'actor.emial' cannot be searched for this value; ")
                .hasMessageEndingWith("; protected here: actor.email, detail.original");
    }

    private static boolean isBusy(Future<Lookups.Found> asked) throws InterruptedException {
        try {
            assertThat(asked.get().count()).isOne();
            return false;
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            Busy.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.QUEUE_FULL));
            return true;
        }
    }

    @Test
    void aCallerHasSoManyAnHour() {
        add(1, "x");
        for (int i = 0; i < Lookups.PER_HOUR_MAX; i++) {
            find();
        }
        assertThatThrownBy(this::find).isInstanceOf(Busy.class).hasMessageContaining("an hour");

        nowMillis += Duration.ofHours(1).toMillis();

        assertThat(find().count()).isOne();
    }
}
