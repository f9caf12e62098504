package dev.indelible.server;

import dev.indelible.core.intake.FairShare;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.FreshEntries;
import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.lifecycle.Elsewhere;
import dev.indelible.core.lifecycle.Holdback;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.search.Indexing;
import dev.indelible.core.search.SearchShelf;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.Api;
import dev.indelible.server.http.Health;
import dev.indelible.server.http.Metrics;
import dev.indelible.server.http.Routes;
import dev.indelible.server.http.SealedLogs;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FolderDisk;
import dev.indelible.storage.file.Sealing;
import dev.indelible.storage.lucene.LuceneIndex;
import dev.indelible.storage.sql.SqlStore;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The whole process, put together by hand. Reads in the order in which an event travels;
/// [#close()] undoes it backwards.
public final class Server implements AutoCloseable {
    private static final Duration INDEXING_WAIT = Duration.ofSeconds(30);
    private static final long INDEXING_LOOK_MILLIS = 10;

    private static final System.Logger logger = System.getLogger(Server.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Health health = new Health();

    /// What follows the journal begins when the first requests are answered, so that it takes no
    /// core from the start.
    private final CountDownLatch answered = new CountDownLatch(1);

    private final Workers workers = new Workers(stopping, answered, health);

    private final CountDownLatch compared = new CountDownLatch(1);
    private final Workers sealers = new Workers(stopping, compared, health);

    /// Ends after all others, because what they end with may be an event.
    private final Workers writing =
            new Workers(new CountDownLatch(1), new CountDownLatch(0), health);

    private Optional<String> newKey = Optional.empty();
    private boolean administered = true;
    private String address = "";
    private Optional<Intake> intake = Optional.empty();
    private Optional<Journal> journal = Optional.empty();
    private Optional<AccessRoom> entry = Optional.empty();
    private LongSupplier searchable = () -> 0;
    private List<String> routes = List.of();

    private final DeliveryRoom.Seams seams;

    private Server(DeliveryRoom.Seams seams) {
        this.seams = seams;
    }

    /// Opens everything and answers requests on return; those that send events earlier.
    ///
    /// @throws IOException if the data folder cannot be used
    public static Server open(Settings settings) throws IOException {
        return open(settings, DeliveryRoom.Seams.NONE);
    }

    static Server open(Settings settings, DeliveryRoom.Seams seams) throws IOException {
        var server = new Server(seams);
        try {
            server.start(settings);
            return server;
        } catch (IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void start(Settings settings) throws IOException {
        InstantSource clock = Clock.systemUTC();
        var random = new SecureRandom();
        Path data = DataFolder.prepare(settings.data());
        FileJournal entries = journal(settings, data, random);
        Journal fresh = new FreshEntries(entries, Limits.FOLLOW_BYTES_MAX);
        var writer = new GroupCommit(fresh, clock);
        ProtectionRoom protection = ProtectionRoom.open(settings, data, random, entries.end() > 0);
        Intake taking = taking(settings, writer, protection, clock, random);
        SealingRoom sealing = opened(SealingRoom.open(settings, data, fresh, random));
        LuceneIndex index = index(data, entries, writer);
        var indexing = new Indexing(fresh, index, clock);
        SqlStore store = opened(SqlStore.open(data.resolve("registry.sqlite")));
        AccessRoom door = opened(AccessRoom.open(settings, data, store.registry(), taking, random));
        write(writer, entries);
        follow(indexing, sealing, door);
        Metrics metrics = metrics(door, protection);
        Journal recent = DeliveryRoom.recent(fresh);
        var neighbours = neighbours(protection, sealing, recent, taking);
        DeliveryRoom delivery = deliver(settings, data, neighbours, metrics, random);
        new Instruments(entries, writer, indexing, index).register(metrics, health);
        sealing.register(metrics, health);
        SealedLogs sealed = sealing.logs(index::searchablePosition);
        var shelf = new SearchShelf(store.savedSearches(), door.access(), clock, random);
        List<Elsewhere> elsewhere =
                List.of(new RegistryPersons(door.access(), shelf, store), delivery.persons());
        var expiring =
                new LifecycleRoom.Rooms(
                        recent, index, taking, sealed, elsewhere, settings.recordDays());
        LifecycleRoom lifecycle = lifecycle(data, expiring, sealing, delivery, metrics);
        byte[] cursorKey = DataFolder.cursorKey(data, random);
        var rooms =
                new Api.Rooms(
                        taking,
                        protection.searches(index, entries, writer::awaitedEnd, cursorKey),
                        protection.lookups(index, entries, clock),
                        shelf,
                        door.doors(),
                        sealed,
                        lifecycle.lifecycle(),
                        lifecycle.deleting(),
                        delivery.desk());
        answer(settings, Api.routes(rooms, metrics, health, stopping), door);
        tell(door, taking, entries, index);
        tellStarted(data, entries.end());
        compare(sealing);
    }

    private static Intake taking(
            Settings settings,
            GroupCommit writer,
            ProtectionRoom protection,
            InstantSource clock,
            SecureRandom random) {
        var shares = new FairShare(settings.fairShare(), System::nanoTime);
        return new Intake(writer, protection.redaction(), shares, clock, random);
    }

    /// Events are taken by now; who reads what is sealed waits for this.
    private void compare(SealingRoom sealing) {
        sealing.open();
        compared.countDown();
        health.ready(Health.State.READY);
    }

    private void follow(Indexing indexing, SealingRoom sealing, AccessRoom door) {
        startBearable("indexing", indexing);
        sealing.workers().forEach(this::startSealer);
        door.workers().forEach(this::startBearable);
    }

    /// What this is asked for once it runs.
    private void tell(AccessRoom door, Intake taking, FileJournal entries, LuceneIndex index) {
        entry = Optional.of(door);
        intake = Optional.of(taking);
        journal = Optional.of(entries);
        searchable = index::searchablePosition;
    }

    private void write(GroupCommit writer, FileJournal entries) {
        opened(writing.start(writer, "journal-writer", Workers.Loss.FATAL));
        opened(writer::stop);
        Sealing sealing = entries.sealing();
        startBearable("journal-sealing", sealing);
        opened(workers.start(sealing.urgent(), "journal-sealing-urgent", Workers.Loss.GRAVE));
    }

    private Metrics metrics(AccessRoom door, ProtectionRoom protection) {
        Metrics metrics = opened(new Metrics(door.access()));
        door.register(metrics);
        protection.register(metrics);
        return metrics;
    }

    private LuceneIndex index(Path data, FileJournal entries, GroupCommit writer) {
        return opened(
                LuceneIndex.open(
                        data.resolve("index"),
                        position -> entries.readEach(new long[] {position}).getFirst(),
                        writer::isContested));
    }

    private void tellStarted(Path data, long events) {
        logger.log(
                System.Logger.Level.INFO,
                "started: url={0} data={1} events={2}",
                address,
                data,
                Long.toString(events));
    }

    private FileJournal journal(Settings settings, Path data, SecureRandom random)
            throws IOException {
        FolderDisk disk = opened(FolderDisk.open(data.resolve("journal")));
        // The folder is ours from here on, and the journal unpacks what it reads.
        MachineCode.load(data.resolve("native"));
        return opened(FileJournal.open(disk, settings.segmentBytes(), random));
    }

    private LifecycleRoom lifecycle(
            Path data,
            LifecycleRoom.Rooms rooms,
            SealingRoom sealing,
            DeliveryRoom delivery,
            Metrics metrics)
            throws IOException {
        LifecycleRoom lifecycle =
                opened(
                        LifecycleRoom.open(
                                data,
                                rooms,
                                List.of(
                                        Holdback.of("checkpoint", sealing::publishedPosition),
                                        delivery.holdback()),
                                Clock.systemUTC(),
                                new SecureRandom()));
        lifecycle.workers().forEach(this::startBearable);
        lifecycle.register(metrics, health);
        startBearable(
                "delivery-upkeep",
                delivery.upkeep(lifecycle.lifecycle()::retention, rooms.recordDays()));
        return lifecycle;
    }

    private static DeliveryRoom.Neighbours neighbours(
            ProtectionRoom protection, SealingRoom sealing, Journal recent, Intake taking) {
        return new DeliveryRoom.Neighbours(
                protection.shown(recent), protection.masking().form(), taking, sealing.keys());
    }

    private DeliveryRoom deliver(
            Settings settings,
            Path data,
            DeliveryRoom.Neighbours neighbours,
            Metrics metrics,
            SecureRandom random)
            throws IOException {
        DeliveryRoom delivery =
                opened(DeliveryRoom.open(settings, data, neighbours, seams, random));
        opened((AutoCloseable) delivery::stop);
        delivery.start(settings);
        delivery.register(metrics, health);
        startBearable("delivery-bell", delivery.bell());
        startBearable("delivery-departures", delivery.desk().integrations().departures());
        startBearable("delivery-parked", delivery.desk().parked());
        startBearable("delivery-lag", delivery.desk().lags());
        return delivery;
    }

    private void startSealer(String name, Worker worker) {
        opened(sealers.start(worker, name, Workers.Loss.BEARABLE));
    }

    private void startBearable(String name, Worker worker) {
        opened(workers.start(worker, name, Workers.Loss.BEARABLE));
    }

    private void answer(Settings settings, Routes answering, AccessRoom door) throws IOException {
        routes = answering.names();
        opened((AutoCloseable) stopping::countDown);
        // After the last answer and before the journal's writer stops.
        opened((AutoCloseable) door::flush);
        Optional<RenewedCertificate> certificate = certificate(settings);
        WebServer web = Web.start(settings, answering, certificate);
        opened((AutoCloseable) web::stop);
        address = Web.url(settings, web.port());
        readKeys(door);
        door.answering(settings, address);
        answered.countDown();
        opened((AutoCloseable) () -> health.ready(Health.State.NOT_READY));
    }

    private Optional<RenewedCertificate> certificate(Settings settings) throws IOException {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        RenewedCertificate certificate = RenewedCertificate.open(settings.tls().get());
        startBearable("tls-certificate", certificate);
        return Optional.of(certificate);
    }

    /// Where it answers, such as `http://127.0.0.1:8080`.
    public String url() {
        return address;
    }

    private void readKeys(AccessRoom door) {
        newKey = door.firstKey();
        administered = door.access().isAdministered();
    }

    /// Every route, such as `GET /v1/events`.
    List<String> routes() {
        return routes;
    }

    /// Records of reads and refusals that wait to be written.
    int waitingRecords() {
        return entry.map(door -> door.trail().waitingEvents()).orElse(0);
    }

    /// The first administrator's key, if it was made at this start.
    public Optional<String> newKey() {
        return newKey;
    }

    /// Whether anybody could administer the instance when it started.
    public boolean isAdministered() {
        return administered;
    }

    /// Loads sample events, if their organization has no events but those of Indelible itself, and
    /// returns once they are found.
    ///
    /// @return how many
    public int loadDemo() {
        Instant now = Clock.systemUTC().instant();
        entry.orElseThrow().known(DemoEvents.ORGANIZATION, now.toEpochMilli());
        Journal kept = journal.orElseThrow();
        if (!DemoEvents.areWanted(kept)) {
            return 0;
        }
        int sent = DemoEvents.send(intake.orElseThrow(), now);
        awaitSearchable(kept.end());
        return sent;
    }

    /// For a while: where the index fails, the server answers all the same.
    private void awaitSearchable(long end) {
        long endNanos = System.nanoTime() + INDEXING_WAIT.toNanos();
        try {
            while (searchable.getAsLong() < end && System.nanoTime() < endNanos) {
                if (stopping.await(INDEXING_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                logger.log(
                        System.Logger.Level.WARNING, "could not close a part; closing the rest", e);
            }
        }
    }
}
