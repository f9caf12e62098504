package dev.indelible.server;

import dev.indelible.core.intake.Intake;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.lifecycle.Certificates;
import dev.indelible.core.lifecycle.Elsewhere;
import dev.indelible.core.lifecycle.Erasing;
import dev.indelible.core.lifecycle.Expiry;
import dev.indelible.core.lifecycle.Holdback;
import dev.indelible.core.lifecycle.IntakeTrail;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.ops.Worker;
import dev.indelible.core.search.SearchIndex;
import dev.indelible.server.http.Api;
import dev.indelible.server.http.Health;
import dev.indelible.server.http.Metrics;
import dev.indelible.server.http.SealedLogs;
import dev.indelible.storage.file.FileNotes;
import dev.indelible.storage.file.FolderDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Retention, holds and erasure put together.
final class LifecycleRoom implements AutoCloseable {
    private final FolderDisk disk;
    private final Lifecycle lifecycle;
    private final Expiry expiry;
    private final Erasing erasing;

    /// What it looks at and changes.
    ///
    /// @param elsewhere where else persons may be named
    /// @param recordDays for how many days at least what Indelible itself writes is kept
    record Rooms(
            Journal journal,
            SearchIndex index,
            Intake intake,
            SealedLogs sealed,
            List<Elsewhere> elsewhere,
            int recordDays) {}

    private LifecycleRoom(
            FolderDisk disk,
            Rooms rooms,
            List<Holdback> holdbacks,
            InstantSource clock,
            SecureRandom random) {
        this.disk = disk;
        FileNotes notes = FileNotes.open(disk);
        var trail = new IntakeTrail(rooms.intake(), clock);
        lifecycle = new Lifecycle(notes, rooms.journal(), trail, clock, random, rooms.elsewhere());
        lifecycle.keepRecords(rooms.recordDays());
        expiry = new Expiry(lifecycle, notes, rooms.journal(), rooms.index(), holdbacks, clock);
        var certificates =
                new Certificates(rooms.sealed().keys(), rooms.sealed().identity().origins());
        erasing =
                new Erasing(lifecycle, notes, rooms.journal(), rooms.index(), certificates, clock);
    }

    /// Opens what is remembered of it.
    ///
    /// @param holdbacks whoever else needs the bodies of events
    static LifecycleRoom open(
            Path data,
            Rooms rooms,
            List<Holdback> holdbacks,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        FolderDisk disk = FolderDisk.open(data.resolve("lifecycle"));
        try {
            return new LifecycleRoom(disk, rooms, holdbacks, clock, random);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    /// What deletes, for whoever asks how far it is.
    Api.Deleting deleting() {
        return new Api.Deleting(expiry, erasing);
    }

    /// The workers by name.
    Map<String, Worker> workers() {
        return Map.of("expiry", expiry, "erasing", erasing);
    }

    void register(Metrics metrics, Health health) {
        metrics.counter(
                "indelible.lifecycle.expired.events",
                "Events whose body was deleted since the start",
                expiry::expired);
        health.room("lifecycle", this::report);
    }

    private Map<String, Object> report() {
        boolean failing = expiry.failing() || erasing.failing();
        return Map.of(
                "status",
                failing ? "failing" : "up",
                "expired",
                expiry.expired(),
                "heldUp",
                expiry.heldUp());
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
