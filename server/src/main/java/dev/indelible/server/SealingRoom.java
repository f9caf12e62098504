package dev.indelible.server;

import dev.indelible.core.journal.Journal;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.core.sealing.Witnessing;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.VerifierKey;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.Health;
import dev.indelible.server.http.Metrics;
import dev.indelible.server.http.SealedLogs;
import dev.indelible.server.seal.FastSignatures;
import dev.indelible.server.seal.HttpWitnesses;
import dev.indelible.server.seal.SealingKeys;
import dev.indelible.storage.file.FileCheckpointJournal;
import dev.indelible.storage.file.FileTreeStore;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Sealing put together: its files, its keys, its workers, and what is measured of them.
final class SealingRoom implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SealingStores stores;
    private final SealingKeys keys;
    private final SealedLogs.Identity identity;
    private final Sealing sealing;
    private final Optional<Witnessing> witnessing;
    private volatile boolean isOpen;

    private SealingRoom(Settings settings, Path data, Journal journal, SecureRandom random)
            throws IOException {
        InstantSource clock = Clock.systemUTC();
        try {
            FolderDisk truth = opened(FolderDisk.open(data.resolve("checkpoints")));
            if (DataFolder.hasSealingSeed(data) && truth.list().isEmpty()) {
                throw new IOException(
                        "%s is empty although %s says that checkpoints were signed; bring it back from a backup"
                                .formatted(
                                        data.resolve("checkpoints"), data.resolve("sealing.key")));
            }
            FileCheckpointJournal checkpoints = opened(FileCheckpointJournal.open(truth));
            FolderDisk cache = opened(FolderDisk.open(data.resolve("tree")));
            stores = new SealingStores(journal, opened(new FileTreeStore(cache)), checkpoints);
            keys = new SealingKeys(DataFolder.sealingSeed(data, random, checkpoints.heads() > 0));
            Origins origins = settings.instance();
            VerifierKey anchor = keys.signer(origins.of(Origins.ANCHOR)).verifierKey();
            WitnessPolicy witnesses = witnesses(settings.witnessPolicy(), anchor);
            identity = new SealedLogs.Identity(origins, witnesses);
            sealing = Sealing.unopened(stores, keys, origins, clock, witnesses);
            witnessing =
                    witnesses.witnesses().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new Witnessing(
                                            sealing.publications(),
                                            sealing.logs(),
                                            witnesses.of(List.of(anchor)),
                                            new FastSignatures(),
                                            opened(new HttpWitnesses()),
                                            clock));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Opens what sealing needs; [#open()] comes before its workers are started.
    ///
    /// @throws IOException if the data folder cannot be used, or lacks what was signed with
    static SealingRoom open(Settings settings, Path data, Journal journal, SecureRandom random)
            throws IOException {
        return new SealingRoom(settings, data, journal, random);
    }

    /// Compares the journal with what was signed.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Corrupt if they contradict each other
    void open() {
        sealing.open();
        isOpen = true;
    }

    private static WitnessPolicy witnesses(Optional<Path> file, VerifierKey anchor)
            throws IOException {
        if (file.isEmpty()) {
            return WitnessPolicy.none();
        }
        try {
            return WitnessPolicy.parse(Files.readString(file.get()), anchor);
        } catch (MalformedException e) {
            throw new IOException("witness-policy %s: %s".formatted(file.get(), e.getMessage()), e);
        }
    }

    /// The workers by name.
    Map<String, Worker> workers() {
        var workers = new LinkedHashMap<String, Worker>();
        workers.put("sealing", sealing);
        witnessing.ifPresent(worker -> workers.put("witnessing", worker));
        return workers;
    }

    SealedLogs logs(LongSupplier searchable) {
        return new SealedLogs(
                stores.journal(),
                sealing.publications(),
                sealing.logs(),
                keys,
                identity,
                searchable);
    }

    SealingKeys keys() {
        return keys;
    }

    /// Below it everything is published, and needed no more.
    long publishedPosition() {
        return sealing.publishedPosition();
    }

    void register(Metrics metrics, Health health) {
        metrics.gauge(
                "indelible.sealing.lag.entries",
                "Events durable and not yet published",
                sealing::lagEntries);
        metrics.gauge(
                "indelible.sealing.lag.seconds",
                "Since the oldest of these was received",
                sealing::lagSeconds);
        metrics.gauge(
                "indelible.sealing.published.events",
                "Events in signed checkpoints",
                sealing::publishedPosition);
        metrics.gauge(
                "indelible.sealing.stalled.logs",
                "Logs that cannot grow because events of theirs cannot be read",
                sealing::stalledLogs);
        metrics.gauge(
                "indelible.sealing.anchor.heads", "Heads in the anchor log", this::anchorSize);
        witnessing.ifPresent(worker -> {
            metrics.counter(
                    "indelible.sealing.witness.failures",
                    "Questions to witnesses that brought no cosignature",
                    worker::failures);
            metrics.gauge(
                    "indelible.sealing.witness.lag.heads",
                    "Heads in the anchor log that no shown anchor covers",
                    () -> anchorSize() - shownSize());
        });
        health.room("sealing", this::report);
    }

    private long anchorSize() {
        return sealing.publications().anchor().map(Published::size).orElse(0L);
    }

    private long shownSize() {
        return sealing.publications().shown().map(shown -> shown.anchor().size()).orElse(0L);
    }

    private Map<String, Object> report() {
        var report = new LinkedHashMap<String, Object>();
        if (!isOpen) {
            report.put("status", "starting");
            return report;
        }
        boolean failing = sealing.failing() || sealing.stalledLogs() > 0;
        report.put("status", failing ? "failing" : "up");
        report.put("lagEntries", sealing.lagEntries());
        report.put("lagSeconds", sealing.lagSeconds());
        report.put("publishedPosition", sealing.publishedPosition());
        report.put("stalledLogs", sealing.stalledLogs());
        report.put("anchorHeads", anchorSize());
        witnessing.ifPresent(worker -> {
            report.put("witnesses", worker.isLacking() ? "lacking" : "up");
            report.put("witnessedHeads", shownSize());
        });
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
                throw new IllegalStateException("sealing could not be closed", e);
            }
        }
    }
}
