package dev.indelible.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.sealing.LogKeys;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.search.MemoryIndex;
import dev.indelible.event.EventReader;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.SentEvent;
import dev.indelible.proof.Signer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Erasures keep out of the way of holds and of what expires.
class ErasingTest {
    private static final LifecycleTrail.By SOMEBODY =
            new LifecycleTrail.By(Caller.Kind.KEY, "k1", "k1");

    private final MemoryNotes notes = new MemoryNotes();
    private final MemoryJournal journal = new MemoryJournal();
    private final MemoryIndex index = new MemoryIndex();
    private final InstantSource clock = InstantSource.system();
    private final Lifecycle lifecycle =
            new Lifecycle(notes, journal, (_, _) -> {}, clock, new Random(1), List.of());
    private final Erasing erasing =
            new Erasing(
                    lifecycle,
                    notes,
                    journal,
                    index,
                    new Certificates(new NoKeys(), new Origins("here")),
                    clock);

    /// It does not come so far that anything is signed.
    private static final class NoKeys implements LogKeys {
        @Override
        public Signer signer(String origin) {
            throw new UnsupportedOperationException(origin);
        }

        @Override
        public byte[] tagSalt(String origin) {
            throw new UnsupportedOperationException(origin);
        }
    }

    @BeforeEach
    void fill() {
        add("acme", "thing.update", "person-1");
        add("acme", "thing.delete", "person-1");
        add("acme", "thing.update", "person-2");
        add("globex", "thing.update", "person-1");
        index.add(journal.read(0, 10, Long.MAX_VALUE));
        index.refresh();
    }

    private void add(String organization, String action, String actor) {
        byte[] json =
                "{\"time\":\"2026-01-01T00:00:00Z\",\"action\":\"%s\",\"actor\":{\"id\":\"%s\"}}"
                        .formatted(action, actor)
                        .getBytes(UTF_8);
        SentEvent sent = EventReader.read(json, 0, json.length);
        var id = new UUID(7, journal.end());
        var event = sent.event().toBuilder().id(id).organization(organization).build();
        var draft =
                new Draft(
                        organization, id, "key-7", new byte[Leaf.SEED_BYTES], sent.complete(event));
        journal.append(
                List.of(
                        new Entry(
                                journal.end(), journal.nextSequence(organization), 1_000, draft)));
    }

    private void erase(String actor) {
        erase("acme", actor);
    }

    private void erase(String organization, String actor) {
        lifecycle.erase(
                SOMEBODY,
                organization,
                new Person(actor, null, null, null),
                "asked",
                OptionalLong.empty(),
                _ -> {});
    }

    private Hold hold(String organization, String query) {
        return lifecycle.hold(SOMEBODY, organization, query, "case", "legal");
    }

    private List<Boolean> erased() {
        return journal.read(0, 10, Long.MAX_VALUE).stream()
                .map(entry -> entry.isErased(Part.ACTOR))
                .toList();
    }

    /// What was looked at when it began must be what goes when it ends.
    @Test
    void whileOneGoesOnNothingOfTheOrganizationIsHeldOrReleased() {
        Hold before = hold("acme", "actor:person-2");
        Hold other = hold("globex", "*");
        erase("person-1");
        long changes = lifecycle.changes();

        for (ThrowingCallable change :
                List.<ThrowingCallable>of(
                        () -> hold("acme", "action:thing.delete"),
                        () -> lifecycle.release(SOMEBODY, "acme", before.id()),
                        () -> erase("person-1"))) {
            assertThatThrownBy(change)
                    .isInstanceOf(Busy.class)
                    .hasMessageContaining("an erasure of organization 'acme' goes on");
        }
        assertThat(lifecycle.holds("acme")).extracting(Hold::id).containsExactly(before.id());
        assertThat(lifecycle.changes()).isEqualTo(changes);
        assertThat(erasing.step()).isZero();
        assertThat(erased()).containsExactly(true, true, false, false);
        lifecycle.release(SOMEBODY, "globex", other.id());
        hold("globex", "*");
    }

    /// The journal can no longer tell that it was the person's, and the index still has it.
    @Test
    void waitsUntilTheIndexHasForgottenWhatExpiredMeanwhile() {
        var expiry = new Expiry(lifecycle, notes, journal, index, List.of(), clock);
        erase("person-1");
        while (!journal.readEach(new long[] {0}).getFirst().isExpired()) {
            expiry.step();
        }

        for (int i = 0; i < 10; i++) {
            assertThat(erasing.step()).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(lifecycle.unfinished()).isPresent();
        assertThat(erasing.failing()).isFalse();
        assertThat(waits("acme")).containsExactly(Erasing.Wait.RETENTION);

        while (Expiry.isUnderWay(notes)) {
            expiry.step();
        }
        erasing.step();
        assertThat(erasing.failing()).as("it comes to be signed").isTrue();
        assertThat(waits("acme")).containsExactly(Erasing.Wait.FAILURE);
    }

    private List<Erasing.Wait> waits(String organization) {
        return lifecycle.erasures(organization).stream()
                .flatMap(erasure -> erasing.waitsFor(erasure).stream())
                .toList();
    }

    @Test
    void saysForWhatItWaits() {
        add("globex", "thing.update", "person-1");
        erase("globex", "person-1");
        erase("acme", "person-1");
        String first = lifecycle.unfinished().orElseThrow().organization();
        String second = first.equals("acme") ? "globex" : "acme";
        assertThat(erasing.step()).isPositive();
        assertThat(waits(first)).containsExactly(Erasing.Wait.INDEX);
        assertThat(waits(second)).containsExactly(Erasing.Wait.ERASURE);

        index.add(journal.read(4, 10, Long.MAX_VALUE));
        index.refresh();
        assertThat(erasing.step()).isZero();

        assertThat(erased()).contains(true);
        assertThat(waits(first)).isEmpty();
        assertThat(waits(second)).containsExactly(Erasing.Wait.ERASURE);
    }

    /// Whoever is told to come later has not begun what cannot be taken back.
    @Test
    void oneThatTheLogCannotTellOfDoesNotBegin() {
        var full =
                new Lifecycle(
                        notes,
                        journal,
                        (_, _) -> {
                            throw new Busy(
                                    Problem.DISK_FULL,
                                    Duration.ofSeconds(1),
                                    "no room for an event");
                        },
                        clock,
                        new Random(2),
                        List.of());
        var person = new Person("person-1", null, null, null);

        assertThatThrownBy(() ->
                        full.erase(
                                SOMEBODY, "acme", person, "asked", OptionalLong.empty(), _ -> {}))
                .isInstanceOf(Busy.class);

        assertThat(lifecycle.erasures("acme")).isEmpty();
        assertThat(erasing.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(erased()).containsOnly(false);
    }

    @Test
    void nothingIsErasedThatIsHeld() {
        Hold hold = hold("acme", "action:thing.delete");

        assertThatThrownBy(() -> erase("person-1"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("1 of 2 events that name the person are held by")
                .hasMessageContaining(hold.id());

        assertThat(lifecycle.erasures("acme")).isEmpty();
        lifecycle.release(SOMEBODY, "acme", hold.id());
        erase("person-1");
    }

    /// Such as one that a copy of the notes brought back.
    @Test
    void aHoldThatCameInOtherwiseCountsToo() {
        erase("person-1");
        var late =
                Hold.placed("h1", "acme", "action:thing.delete", "case", "legal", clock.millis());
        notes.put("hold-" + late.id(), late.note());

        assertThat(erasing.step()).isZero();

        assertThat(erased()).containsExactly(true, false, false, false);
    }
}
