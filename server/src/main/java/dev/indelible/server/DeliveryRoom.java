package dev.indelible.server;

import dev.indelible.core.delivery.Deliveries;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Lag;
import dev.indelible.core.delivery.LagHistory;
import dev.indelible.core.delivery.NamedPersons;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.ParkedEvents;
import dev.indelible.core.delivery.Shares;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.core.delivery.Statements;
import dev.indelible.core.delivery.Supplies;
import dev.indelible.core.delivery.Upkeep;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.journal.RecentEntries;
import dev.indelible.core.journal.Times;
import dev.indelible.core.lifecycle.Elsewhere;
import dev.indelible.core.lifecycle.Holdback;
import dev.indelible.core.lifecycle.Retention;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.sealing.LogKeys;
import dev.indelible.event.Part;
import dev.indelible.server.config.Settings;
import dev.indelible.server.delivery.Behind;
import dev.indelible.server.delivery.Declarations;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.delivery.Hands;
import dev.indelible.server.delivery.Integrations;
import dev.indelible.server.delivery.LaneThreads;
import dev.indelible.server.delivery.SecretBox;
import dev.indelible.server.delivery.Standing;
import dev.indelible.server.delivery.Trials;
import dev.indelible.server.http.Health;
import dev.indelible.server.http.Metrics;
import dev.indelible.sinks.SinkKinds;
import dev.indelible.storage.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Delivery put together: its store, the kinds of destinations, the lanes and their threads, and
/// what is measured of them.
final class DeliveryRoom implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(DeliveryRoom.class.getName());
    private static final long RESENDING_SECONDS = 5;
    private static final Duration BELL_PAUSE = Duration.ofMillis(20);
    private static final int SENDS_MAX = 64;
    private static final long SENT_BYTES_MAX =
            Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 8);
    private static final long RECENT_BYTES_MAX =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);
    private static final long ACKNOWLEDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LaneThreads threads = new LaneThreads();
    private final Deliveries deliveries;
    private final DeliveryDesk desk;
    private final DeliveryPersons persons;
    private final Journal journal;
    private final String form;
    private long rungEnd;

    /// Goes around what delivery writes to and sends by; the tests' own crashes come in here.
    record Seams(UnaryOperator<DeliveryStore> store, UnaryOperator<Sink> sink) {
        static final Seams NONE = new Seams(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /// The rooms next door.
    ///
    /// @param form in which the journal shows events, as `Masking.form()` says
    record Neighbours(Journal journal, String form, Intake intake, LogKeys keys) {}

    private DeliveryRoom(
            Settings settings, Path data, Neighbours neighbours, Seams seams, SecureRandom random)
            throws IOException {
        Clock clock = Clock.systemUTC();
        journal = neighbours.journal();
        form = neighbours.form();
        SqlStore sql = opened(SqlStore.openDelivery(data.resolve("delivery.sqlite")));
        SinkKinds sinks =
                opened(new SinkKinds(settings.outgoingAllow(), data.resolve("delivered"), clock));
        Map<String, SinkKind> kinds =
                sinks.all().stream().collect(Collectors.toMap(SinkKind::type, Function.identity()));
        var supplies =
                new Supplies(
                        journal,
                        seams.store().apply(sql.delivery()),
                        clock,
                        random,
                        new Shares(SENDS_MAX, SENT_BYTES_MAX),
                        DeliveryRoom::isErased);
        boolean hasSecrets = !supplies.store().destinations().isEmpty();
        var secrets = new SecretBox(key(settings, data, random, hasSecrets), random);
        var hands = Hands.of(kinds, secrets, journal, neighbours.intake(), clock, random);
        Deliveries.Opener opener = destination -> seams.sink().apply(hands.open(destination));
        deliveries = new Deliveries(supplies, opener, threads);
        persons = new DeliveryPersons(new NamedPersons(deliveries, supplies.store()), sql);
        ParkedEvents parked = parked(supplies, opener);
        int countMax = settings.integrationsMax();
        var integrations = new Integrations(hands, deliveries, supplies.store(), parked, countMax);
        desk =
                new DeliveryDesk(
                        integrations,
                        new Trials(hands),
                        deliveries,
                        supplies.store(),
                        parked,
                        new Statements(supplies),
                        lags(deliveries, supplies),
                        journal,
                        neighbours.keys(),
                        settings.instance(),
                        clock);
    }

    private ParkedEvents parked(Supplies supplies, Deliveries.Opener opener) {
        ExecutorService resending = resending();
        ParkedEvents parked =
                opened(
                        new ParkedEvents(
                                supplies,
                                opener,
                                () -> LockSupport.parkNanos(ACKNOWLEDGE_NANOS),
                                resending));
        opened(() -> end(resending));
        return parked;
    }

    /// Threads that wait for receivers of parked events, so that no destination waits for another.
    private static ExecutorService resending() {
        return new ThreadPoolExecutor(
                0,
                SENDS_MAX,
                1,
                TimeUnit.MINUTES,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("delivery-parked-", 0).factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    private static void end(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        // What waits for a receiver is sent again after the next start.
        boolean ended = executor.awaitTermination(RESENDING_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            logger.log(System.Logger.Level.INFO, "a receiver of parked events is not waited for");
        }
    }

    private static LagHistory lags(Deliveries deliveries, Supplies supplies) {
        LagHistory.Gauge gauge =
                (destination, minute) -> {
                    Behind behind = Behind.of(supplies.journal(), deliveries.live(destination));
                    return new Lag(
                            destination.id(), minute, behind.events(), behind.seconds(minute));
                };
        return new LagHistory(deliveries, supplies.store(), supplies.clock(), gauge);
    }

    /// The journal with its tail held for the many lanes that read there. Whoever deletes from the
    /// journal does it through this one.
    static Journal recent(Journal journal) {
        return new RecentEntries(journal, RECENT_BYTES_MAX);
    }

    /// Opens what delivery needs; nothing is sent before [#start].
    ///
    /// @throws IOException if the data folder cannot be used, or lacks the key to secrets
    static DeliveryRoom open(
            Settings settings, Path data, Neighbours neighbours, Seams seams, SecureRandom random)
            throws IOException {
        return new DeliveryRoom(settings, data, neighbours, seams, random);
    }

    private static byte[] key(Settings settings, Path data, SecureRandom random, boolean needed)
            throws IOException {
        if (settings.secretsKey().isPresent()) {
            try {
                byte[] key = HexFormat.of().parseHex(settings.secretsKey().get().reveal().strip());
                if (key.length == SecretBox.KEY_BYTES) {
                    return key;
                }
            } catch (IllegalArgumentException e) {
                // Told below, as for a key of another length.
            }
            throw new IOException(
                    "secrets-key is %d hex digits".formatted(2 * SecretBox.KEY_BYTES));
        }
        return DataFolder.secretsKey(data, random, needed);
    }

    /// Begins to deliver, and makes integrations be as the settings' file says.
    ///
    /// @throws IOException if the file cannot be used
    void start(Settings settings) throws IOException {
        desk.integrations().finish();
        desk.store().form(form);
        deliveries.open();
        new Declarations(System.getenv())
                .reconcile(settings.integrations(), desk.integrations(), deliveries);
    }

    /// Ends all lanes where they are.
    void stop() {
        deliveries.close();
        threads.close();
    }

    private static boolean isErased(Entry entry) {
        return Arrays.stream(Part.values()).anyMatch(entry::isErased);
    }

    /// What retention must keep for destinations.
    Holdback holdback() {
        return new Needs(deliveries);
    }

    private record Needs(Deliveries deliveries) implements Holdback {
        @Override
        public long position() {
            return deliveries.lowestNeeded();
        }

        @Override
        public String kind() {
            return "delivery";
        }

        @Override
        public List<String> of(String organization, long position) {
            return deliveries.destinations().stream()
                    .filter(destination -> organization.equals(destination.organization()))
                    .filter(destination -> deliveries.needed(destination) <= position)
                    .map(Destination::id)
                    .sorted()
                    .toList();
        }
    }

    /// Where it may name persons.
    Elsewhere persons() {
        return persons;
    }

    DeliveryDesk desk() {
        return desk;
    }

    /// Wakes the lanes when the journal has grown.
    Worker bell() {
        return () -> {
            long end = journal.end();
            if (end != rungEnd) {
                rungEnd = end;
                deliveries.ring();
            }
            return BELL_PAUSE;
        };
    }

    /// Checks and tidies what is remembered, as long as events are kept.
    ///
    /// @param recordDays for how many days at least what Indelible itself writes is kept
    Worker upkeep(Function<String, Retention> retention, int recordDays) {
        return new Upkeep(
                deliveries,
                desk.statements(),
                destination -> {
                    String organization = destination.organization();
                    Set<String> organizations =
                            organization == null
                                    ? journal.organizations().keySet()
                                    : Set.of(organization);
                    int days =
                            organizations.stream()
                                    .map(retention)
                                    .mapToInt(DeliveryRoom::daysMax)
                                    .max()
                                    .orElse(Retention.DAYS_MAX);
                    days = Math.max(days, recordDays);
                    // The day of receipt counts whole.
                    Duration kept = Duration.ofDays(days + 1L);
                    return Times.position(
                            journal, desk.clock().instant().minus(kept).toEpochMilli());
                });
    }

    private static int daysMax(Retention retention) {
        return IntStream.concat(
                        IntStream.of(retention.bodyDays()),
                        retention.rules().stream().mapToInt(Retention.Rule::bodyDays))
                .max()
                .orElseThrow();
    }

    void register(Metrics metrics, Health health) {
        new DeliveryNumbers(desk).register(metrics);
        health.room("delivery", this::report);
    }

    private Map<String, Object> report() {
        int failing = 0;
        long parked = 0;
        for (Destination destination : deliveries.destinations()) {
            boolean paused = destination.pause().isPresent();
            failing += paused || Standing.isHealthy(desk, destination) ? 0 : 1;
            parked += desk.store().parkedCount(destination.id(), Parked.State.PARKED);
        }
        var report = new LinkedHashMap<String, Object>();
        report.put("status", failing > 0 ? "failing" : "up");
        report.put("destinations", deliveries.destinations().size());
        report.put("failing", failing);
        report.put("parkedEvents", parked);
        return report;
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
                throw new IllegalStateException("delivery could not be closed", e);
            }
        }
    }
}
