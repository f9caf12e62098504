package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.lifecycle.Expiry;
import dev.indelible.core.lifecycle.Holdback;
import dev.indelible.core.lifecycle.Kept;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.lifecycle.LifecycleTrail;
import dev.indelible.core.lifecycle.Retention;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Indexing;
import dev.indelible.core.search.Query;
import dev.indelible.proof.Merkle;
import dev.indelible.storage.file.FileCheckpointJournal;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FileNotes;
import dev.indelible.storage.file.FileTreeStore;
import dev.indelible.storage.file.FolderDisk;
import dev.indelible.storage.lucene.LuceneIndex;
import dev.indelible.testkit.Entries;
import dev.indelible.testkit.SimulatedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events of many days expire by three different policies, some are held, and everything that is
/// not expired, every number and every proof stays; also after a restart and with the index made
/// anew. `-Dindelible.retention.events=…` says how many events.
@NullUnmarked // JUnit fills what each test begins with
class RetentionDrillTest {
    private static final int EVENTS = Integer.getInteger("indelible.retention.events", 12_000);
    private static final int DAYS = 40;
    private static final int RECORD_DAYS = 15;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long FIRST_DAY = 19_700;
    private static final LifecycleTrail.By ADMINISTRATOR =
            new LifecycleTrail.By(Caller.Kind.KEY, "key-1", "an administrator");

    @TempDir Path folder;
    private final long seed = Long.getLong("indelible.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<LifecycleTrail.Deed> told = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private long nowMillis = FIRST_DAY * DAY_MILLIS;
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);
    private FileJournal journal;
    private LuceneIndex index;
    private Indexing indexing;
    private Sealing sealing;
    private FileNotes notes;
    private Lifecycle lifecycle;

    private void open() throws IOException {
        journal = opened(FileJournal.open(disk("journal"), 1 << 20, random));
        index =
                opened(
                        LuceneIndex.open(
                                folder.resolve("index"),
                                at -> journal.readEach(new long[] {at}).getFirst()));
        indexing = new Indexing(journal, index, clock);
        var stores =
                new SealingStores(
                        journal,
                        opened(new FileTreeStore(disk("tree"))),
                        opened(FileCheckpointJournal.open(disk("checkpoints"))));
        sealing =
                Sealing.open(
                        stores,
                        new SimulatedKeys(),
                        new Origins("drill"),
                        clock,
                        WitnessPolicy.none());
        notes = FileNotes.open(disk("lifecycle"));
        lifecycle =
                new Lifecycle(
                        notes, journal, (_, deed) -> told.add(deed), clock, random, List.of());
        lifecycle.keepRecords(RECORD_DAYS);
    }

    private FolderDisk disk(String name) throws IOException {
        return opened(FolderDisk.open(folder.resolve(name)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addFirst(part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
        opened.clear();
    }

    @Test
    void whatIsDueGoesAndNothingElse() throws Exception {
        System.out.println("seed=" + seed);
        open();
        List<Entry> all = fill();
        List<byte[]> hashes = all.stream().map(Entry::leafHash).toList();
        long bytesBefore = bytes("journal");
        sayHowLong();
        nowMillis = (FIRST_DAY + DAYS) * DAY_MILLIS + 1;
        List<Boolean> due = all.stream().map(this::isDue).toList();
        previews(all, lifecycle.retention("organization-0"), _ -> 20);
        var rule = new Retention.Rule(Field.OPERATION, "delete", 3);
        previews(
                all,
                new Retention(12, List.of(rule)),
                core -> core.contains("\"operation\":\"delete\"") ? 3 : 12);

        goesOnWhenItIsNoLongerHeldUp(all, due, hashes);

        assertThat(told.stream().filter(deed -> deed.action().equals("retention.prune")))
                .isNotEmpty()
                .allMatch(deed ->
                        deed.detail().request().params().toString().startsWith("{\"bodyDays\":"))
                .allMatch(deed -> !deed.organization().equals("organization-2"));
        assertThat(bytes("journal")).isLessThan(bytesBefore);
        close();
        open();
        agrees(all, due, hashes, Long.MAX_VALUE);
        close();
        removeIndex();
        open();
        follow();
        agrees(all, due, hashes, Long.MAX_VALUE);
        everythingGoes(all, hashes);
    }

    @Test
    void aHoldCountsAlsoAmidARound() throws Exception {
        open();
        List<Entry> all = fill();
        sayHowLong();
        String id = lifecycle.holds("organization-0").getFirst().id();
        lifecycle.release(ADMINISTRATOR, "organization-0", id);
        nowMillis = (FIRST_DAY + DAYS) * DAY_MILLIS + 1;
        Expiry expiry = expiry(new AtomicLong(Long.MAX_VALUE));
        while (told.stream().noneMatch(deed -> deed.action().equals("retention.prune"))) {
            assertThat(expiry.step()).isZero();
        }
        lifecycle.hold(ADMINISTRATOR, "organization-0", "operation:create", "case 8", "legal");
        run(expiry);
        List<Boolean> due = all.stream().map(this::isDue).toList();
        agrees(all, due, all.stream().map(Entry::leafHash).toList(), Long.MAX_VALUE);
    }

    private void sayHowLong() {
        lifecycle.keep(ADMINISTRATOR, "organization-0", new Retention(20, List.of()));
        lifecycle.keep(
                ADMINISTRATOR,
                "organization-1",
                new Retention(1000, List.of(new Retention.Rule(Field.OPERATION, "delete", 10))));
        lifecycle.hold(ADMINISTRATOR, "organization-0", "operation:create", "case 7", "legal");
    }

    /// What would expire, against a count of all events one by one.
    private void previews(List<Entry> all, Retention retention, ToIntFunction<String> days) {
        long goes = 0;
        long held = 0;
        for (Entry entry : all) {
            String core = new String(entry.parts().core(), UTF_8);
            int kept = Math.max(days.applyAsInt(core), isOwn(entry) ? RECORD_DAYS : 0);
            long last = entry.receivedMillis() / DAY_MILLIS + kept;
            if (entry.organization().equals("organization-0") && last < nowMillis / DAY_MILLIS) {
                boolean isHeld = core.contains("\"operation\":\"create\"");
                held += isHeld ? 1 : 0;
                goes += isHeld ? 0 : 1;
            }
        }
        var preview = lifecycle.expiring("organization-0", retention);
        assertThat(preview.events()).isEqualTo(goes).isPositive();
        assertThat(preview.held()).isEqualTo(held).isPositive();
        assertThat(preview.holds()).hasSize(1);
    }

    /// By one and the same round of the day, in as many attempts as it takes.
    private void goesOnWhenItIsNoLongerHeldUp(
            List<Entry> all, List<Boolean> due, List<byte[]> hashes) {
        var holdback = new AtomicLong(EVENTS / 8);
        Expiry expiry = expiry(holdback);
        run(expiry);
        agrees(all, due, hashes, EVENTS / 8);
        keeps(expiry, all, EVENTS / 8, List.of(new Kept.Wait("follower", List.of())));
        for (long limit : new long[] {EVENTS / 4, Long.MAX_VALUE}) {
            long before = holdback.getAndSet(limit);
            run(expiry);
            agrees(all, due, hashes, before);
            assertThat(expiry.heldUp()).isTrue();
            nowMillis += Duration.ofMinutes(5).toMillis();
            run(expiry);
            agrees(all, due, hashes, limit);
        }
        assertThat(expiry.heldUp()).isFalse();
        keeps(expiry, all, Long.MAX_VALUE, List.of());
    }

    /// What holds keep, against a count one by one: as far as was looked, in one round or several.
    private void keeps(Expiry expiry, List<Entry> all, long limit, List<Kept.Wait> waits) {
        long held =
                all.stream()
                        .filter(entry -> entry.position() < limit)
                        .filter(entry -> entry.organization().equals("organization-0"))
                        .filter(entry ->
                                entry.receivedMillis() / DAY_MILLIS + 21 <= nowMillis / DAY_MILLIS)
                        .filter(entry ->
                                new String(entry.parts().core(), UTF_8)
                                        .contains("\"operation\":\"create\""))
                        .count();
        String hold = lifecycle.holds("organization-0").getFirst().id();
        assertThat(held).isPositive();
        assertThat(expiry.kept("organization-0")).isEqualTo(new Kept(held, Set.of(hold), waits));
        // Nothing of it is over, whatever others wait for.
        assertThat(expiry.kept("organization-2")).isEqualTo(new Kept(0, Set.of(), List.of()));
    }

    private void everythingGoes(List<Entry> all, List<byte[]> hashes) throws IOException {
        nowMillis += 2000 * DAY_MILLIS;
        lifecycle
                .holds("organization-0")
                .forEach(hold -> lifecycle.release(ADMINISTRATOR, "organization-0", hold.id()));
        var holdback = new AtomicLong(all.size() - 1);
        Expiry expiry = expiry(holdback);
        run(expiry);
        // What waits is the last event alone: the others have nothing left there.
        for (Entry entry : all.subList(0, 100)) {
            boolean waits = entry.organization().equals(all.getLast().organization());
            assertThat(expiry.kept(entry.organization()).waits()).hasSize(waits ? 1 : 0);
        }
        holdback.set(Long.MAX_VALUE);
        nowMillis += Duration.ofMinutes(5).toMillis();
        run(expiry);
        agrees(all, all.stream().map(_ -> true).toList(), hashes, Long.MAX_VALUE);
        assertThat(journal.read(0, 1, 1)).isEmpty();
        assertThat(index.count(new Query.All())).isZero();
        long bytes = bytes("journal");
        System.out.println("retention: events=" + all.size() + " bytes left=" + bytes);
        assertThat(bytes).isLessThan(80L * all.size());
    }

    private List<Entry> fill() {
        var entries = new Entries(random);
        var all = new ArrayList<Entry>();
        for (int day = 0; day < DAYS; day++) {
            for (int sent = 0; sent < EVENTS / DAYS; sent += 100) {
                nowMillis = (FIRST_DAY + day) * DAY_MILLIS + sent;
                List<Entry> next =
                        entries.next(journal, 100, 3).stream()
                                .map(entry ->
                                        new Entry(
                                                entry.position(),
                                                entry.sequence(),
                                                nowMillis,
                                                sent(entry.draft(), entry.position())))
                                .toList();
                journal.append(next);
                all.addAll(next);
            }
            follow();
        }
        return all;
    }

    /// Each fifth event is one that Indelible wrote itself.
    private static Draft sent(Draft draft, long position) {
        return position % 5 == 0
                ? new Draft(
                        draft.organization(), draft.id(), "indelible", draft.seed(), draft.parts())
                : draft;
    }

    private static boolean isOwn(Entry entry) {
        return entry.draft().key().equals("indelible");
    }

    private void follow() {
        do {
            nowMillis += 1000;
            assertThat(indexing.step()).isNotNull();
            assertThat(sealing.step()).isNotNull();
            assertThat(journal.sealing().step()).isNotNull();
        } while (indexing.lagEntries() > 0 || sealing.lagEntries() > 0);
    }

    private static int least(Entry entry, int days) {
        return isOwn(entry) ? Math.max(days, RECORD_DAYS) : days;
    }

    /// The slow definition.
    private boolean isDue(Entry entry) {
        String core = new String(entry.parts().core(), UTF_8);
        long day = entry.receivedMillis() / DAY_MILLIS;
        long today = nowMillis / DAY_MILLIS;
        return switch (entry.organization()) {
            case "organization-0" ->
                    day + 1 + 20 <= today && !core.contains("\"operation\":\"create\"");
            case "organization-1" ->
                    day + 1 + (core.contains("\"operation\":\"delete\"") ? least(entry, 10) : 1000)
                            <= today;
            default -> day + 1 + 90 <= today;
        };
    }

    private Expiry expiry(AtomicLong holdback) {
        return new Expiry(
                lifecycle,
                notes,
                journal,
                index,
                List.of(Holdback.of("follower", holdback::get)),
                clock);
    }

    private void run(Expiry expiry) {
        while (expiry.step().isZero()) {
            assertThat(expiry.failing()).isFalse();
        }
        assertThat(expiry.failing()).isFalse();
    }

    private void agrees(List<Entry> all, List<Boolean> due, List<byte[]> hashes, long limit) {
        long left = 0;
        for (Entry entry : all) {
            int at = (int) entry.position();
            boolean isGone = due.get(at) && entry.position() < limit;
            Entry found = journal.readEach(new long[] {at}).getFirst();
            assertThat(found.isExpired()).as("event %d", at).isEqualTo(isGone);
            assertThat(found.leafHash()).isEqualTo(hashes.get(at));
            assertThat(found.sequence()).isEqualTo(entry.sequence());
            assertThat(found.id()).isEqualTo(entry.id());
            if (!isGone) {
                assertThat(found).isEqualTo(entry);
                left++;
            }
        }
        assertThat(index.count(new Query.All())).isEqualTo(left);
        for (int i = 0; i < 20; i++) {
            proves(all.get(random.nextInt(all.size())), hashes);
        }
    }

    private void proves(Entry entry, List<byte[]> hashes) {
        Published log = sealing.publications().latest(entry.organization()).orElseThrow();
        var proof = sealing.logs().proof(log, entry.sequence(), log.note());
        assertThat(
                        Merkle.includes(
                                log.checkpoint().root(),
                                log.size(),
                                entry.sequence(),
                                hashes.get((int) entry.position()),
                                proof.nodes()))
                .isTrue();
    }

    private long bytes(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.filter(file -> !file.toString().endsWith(".ids"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void removeIndex() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
