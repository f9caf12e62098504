package dev.indelible.server;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Registry;
import dev.indelible.core.access.ViewerTokens;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.ops.Stopwatch;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.quota.DayMemory;
import dev.indelible.core.quota.Quotas;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.trail.Trail;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.Api;
import dev.indelible.server.http.Metrics;
import dev.indelible.server.http.Sessions;
import dev.indelible.server.issuer.Issuers;
import dev.indelible.server.issuer.SignIn;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.storage.file.FileNotes;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Access put together: the rules, who is signed in and by whose word, and the record of both.
final class AccessRoom implements AutoCloseable {
    private static final IpRange ANY_4 = IpRange.parse("0.0.0.0/0").orElseThrow();
    private static final IpRange ANY_6 = IpRange.parse("::/0").orElseThrow();

    private final Registry registry;
    private final Access access;
    private final FolderDisk untold;
    private final Trail trail;
    private final Sessions sessions;
    private final ViewerTokens viewers;
    private final Set<String> embedOrigins;
    private final Quotas quotas;
    private final Optional<Days> days;
    private final Outgoing outgoing =
            // Issuers are the operator's own words, and often inside the house.
            new Outgoing(new AddressGuard(List.of(ANY_4, ANY_6)));
    private final SignIn signIn;
    private volatile URI publicUrl;

    private AccessRoom(
            Settings settings, Path data, Registry registry, Intake intake, SecureRandom random)
            throws IOException {
        this.registry = registry;
        InstantSource clock = Clock.systemUTC();
        Stopwatch stopwatch = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        boolean hashed =
                registry.keys().stream()
                        .flatMap(key -> key.secrets().stream())
                        .anyMatch(secret -> secret.scheme() == KeySecret.Scheme.HMAC);
        byte[] hashKey = DataFolder.registryKey(data, random, hashed);
        access = new Access(registry, hashKey, clock, stopwatch, random);
        if (settings.unknownLevels() == Settings.UnknownLevels.REFUSE) {
            access.refuseUnknownLevels();
        }
        settings.bootstrapKey().ifPresent(given -> access.bootstrap(Optional.of(given.reveal())));
        untold = FolderDisk.open(data.resolve("untold"));
        trail = new Trail(intake, clock, random, FileNotes.open(untold));
        sessions = new Sessions(stopwatch, random);
        publicUrl = settings.publicUrl().orElse(URI.create(Web.url(settings, settings.port())));
        var issuers = new Issuers(settings.issuers(), outgoing, clock);
        signIn = new SignIn(issuers, random, () -> publicUrl);
        viewers = new ViewerTokens(access, hashKey, clock, random);
        embedOrigins = settings.embedOrigins();
        quotas = new Quotas(settings.keyQuota(), settings.organizationQuota(), clock);
        if (quotas.boundDays()) {
            FolderDisk disk = FolderDisk.open(data.resolve("quotas"));
            days = Optional.of(new Days(disk, new DayMemory(quotas, FileNotes.open(disk))));
        } else {
            days = Optional.empty();
        }
    }

    /// Where it is remembered what was used of the day.
    private record Days(FolderDisk disk, DayMemory memory) {}

    /// Opens the room over this registry.
    ///
    /// @throws IOException if the data folder cannot be used, or lacks what keys were hashed with
    static AccessRoom open(
            Settings settings, Path data, Registry registry, Intake intake, SecureRandom random)
            throws IOException {
        return new AccessRoom(settings, data, registry, intake, random);
    }

    /// What every request passes.
    Api.Doors doors() {
        return new Api.Doors(access, signIn, sessions, viewers, embedOrigins, quotas, trail);
    }

    /// Takes the server's own address, unless the settings say how browsers reach it.
    void answering(Settings settings, String address) {
        publicUrl = settings.publicUrl().orElse(URI.create(address));
    }

    @Override
    public void close() throws IOException {
        outgoing.close();
        untold.close();
        if (days.isPresent()) {
            days.get().disk().close();
        }
    }

    Access access() {
        return access;
    }

    Trail trail() {
        return trail;
    }

    /// Makes the first administrator's key, if none was given or made yet. Once nothing else can
    /// fail: it is shown this once.
    Optional<String> firstKey() {
        return access.bootstrap(Optional.empty());
    }

    /// Makes sure that an organization is there, as its first event over HTTP would.
    void known(String organization, long nowMillis) {
        registry.create(new Organization(organization, organization, nowMillis));
    }

    /// The workers by name.
    Map<String, Worker> workers() {
        var workers = new LinkedHashMap<String, Worker>();
        workers.put("trail", trail);
        workers.put("key-uses", access.lastUses());
        days.ifPresent(known -> workers.put("quotas", known.memory()));
        return workers;
    }

    /// Writes what is only in memory, while intake still takes events.
    void flush() {
        trail.flush();
        access.lastUses().step();
        days.ifPresent(known -> known.memory().step());
    }

    void register(Metrics metrics) {
        metrics.gauge(
                "indelible.trail.waiting.events",
                "Records of reads and refusals that wait to be written",
                trail::waitingEvents);
    }
}
