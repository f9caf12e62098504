package dev.indelible.cli.verify;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Retrace;
import dev.indelible.core.sealing.Round;
import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.Hasher;
import dev.indelible.proof.Merkle;
import dev.indelible.storage.file.FileCheckpointJournal;
import dev.indelible.storage.file.FileJournal;
import dev.indelible.storage.file.FileTreeStore;
import dev.indelible.storage.file.Scrub;
import dev.indelible.storage.file.ViewedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Checks the data folder of a server that is not running: every byte of its journals against their
/// checksums, every event against the trees, every tree against the heads that were signed, and the
/// heads against checkpoints that somebody kept elsewhere. Changes nothing in the folder.
///
/// Without such a checkpoint it shows that the folder agrees with itself: whoever owns the disk and
/// the key could have written all of it anew.
public final class DataCheck {
    private static final int READ_COUNT = 10_000;
    private static final long READ_BYTES = 8L << 20;

    /// Findings of one kind that are told one by one.
    private static final int TOLD_MAX = 20;

    private static final long SEGMENT_BYTES = 64L << 20;

    private final Path data;
    private final Report report;
    private final Map<String, List<Head>> heads = new TreeMap<>();

    /// Of the checkpoints that were kept, those that the folder has not shown yet.
    private final List<Checkpoint> missing = new ArrayList<>();

    /// What stands before the name of each log.
    private String instance = "";

    private DataCheck(Path data, List<Checkpoint> kept, Report report) {
        this.data = data;
        this.report = report;
        kept.stream().filter(checkpoint -> checkpoint.size() > 0).forEach(missing::add);
    }

    /// Checks a folder.
    ///
    /// @param kept checkpoints whose signatures were checked, of any of its logs
    /// @param progress told of events that are done
    public static Report check(Path data, List<Checkpoint> kept, LongConsumer progress) {
        return Report.of(report -> new DataCheck(data, kept, report).run(progress));
    }

    private void run(LongConsumer progress) {
        try (ViewedDisk checkpoints = ViewedDisk.open(data.resolve("checkpoints"));
                ViewedDisk journal = ViewedDisk.open(data.resolve("journal"));
                ViewedDisk trees = ViewedDisk.open(data.resolve("tree"))) {
            tell("checkpoints", Scrub.checkpoints(checkpoints));
            tell("journal", Scrub.journal(journal));
            readHeads(checkpoints);
            retrace(journal, trees, progress);
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException(data.toString(), "it cannot be read: " + e.getMessage());
        }
    }

    private void tell(String folder, List<Scrub.Damage> damages) {
        damages.stream()
                .limit(TOLD_MAX)
                .forEach(damage ->
                        report.bad(
                                "%s/%s".formatted(folder, damage.file()),
                                "at byte %d: %s".formatted(damage.offset(), damage.what())));
        if (damages.size() > TOLD_MAX) {
            report.bad(folder, "%d more damaged places".formatted(damages.size() - TOLD_MAX));
        }
        if (damages.isEmpty()) {
            report.good(folder, "every byte matches its checksum");
        }
    }

    private void readHeads(ViewedDisk disk) {
        var anchor = new CompactRange();
        var hasher = new Hasher();
        try (FileCheckpointJournal checkpoints = FileCheckpointJournal.open(disk)) {
            checkpoints.replay(round -> take(round, anchor, hasher));
        } catch (AuditException.Corrupt e) {
            throw new RefusedException("checkpoints", String.valueOf(e.getMessage()));
        }
        report.good(
                "checkpoints",
                "the anchor's roots come out of %s of %s"
                        .formatted(
                                Count.of(anchor.size(), "head", "heads"),
                                Count.of(heads.size(), "organization", "organizations")));
    }

    private void take(Round round, CompactRange anchor, Hasher hasher) {
        String origin = round.anchor().origin();
        instance = origin.substring(0, origin.length() - name(origin).length());
        for (Head head : round.heads()) {
            anchor.append(hasher, Merkle.leafHash(head.leaf()), 0, (_, _, _, _) -> {});
            reach(Origins.ANCHOR, anchor.size(), anchor::root);
            heads.computeIfAbsent(name(head.origin()), _ -> new ArrayList<>()).add(head);
        }
        if (anchor.size() != round.anchor().size()
                || !Arrays.equals(anchor.root(), round.anchor().root())) {
            throw new RefusedException(
                    "checkpoints",
                    "the heads up to %d do not give the root of the anchor"
                            .formatted(anchor.size()));
        }
    }

    /// A log has this size: compares it with what was kept of that.
    private void reach(String log, long size, Supplier<byte[]> root) {
        missing.removeIf(checkpoint -> {
            boolean isReached =
                    checkpoint.size() == size && checkpoint.origin().equals(instance + log);
            if (isReached) {
                compare(checkpoint, root.get());
            }
            return isReached;
        });
    }

    private static String name(String origin) {
        return origin.substring(origin.lastIndexOf('/') + 1);
    }

    private void compare(Checkpoint checkpoint, byte[] root) {
        String place = "%s at size %d".formatted(checkpoint.origin(), checkpoint.size());
        if (Arrays.equals(checkpoint.root(), root)) {
            report.good(place, "the folder has the root of the checkpoint that was kept");
        } else {
            report.bad(
                    place,
                    "the folder has another root than the checkpoint that was kept: its history was"
                            + " written anew");
        }
    }

    private void retrace(ViewedDisk disk, ViewedDisk trees, LongConsumer progress) {
        var logs = new HashMap<String, Retrace>();
        try (FileJournal journal = FileJournal.open(disk, SEGMENT_BYTES, new SecureRandom());
                FileTreeStore store = new FileTreeStore(trees)) {
            var reading = new Reading(journal, store, logs);
            reading.run(progress);
            conclude(reading);
        }
    }

    private void conclude(Reading reading) {
        reading.unread.tell(report, "stretches of events cannot be read");
        reading.strayIds.tell(report, "events are not found by their id");
        heads.keySet().forEach(reading::log);
        long signed = 0;
        boolean allFit = true;
        for (Map.Entry<String, Retrace> log : new TreeMap<>(reading.logs).entrySet()) {
            List<Retrace.Fault> faults = log.getValue().end();
            faults.stream().limit(TOLD_MAX).forEach(fault -> tell(log.getKey(), fault));
            allFit &= faults.isEmpty();
            signed += log.getValue().signed();
        }
        missing.forEach(checkpoint ->
                report.bad(
                        "%s at size %d".formatted(checkpoint.origin(), checkpoint.size()),
                        "a checkpoint of this size was kept, and the folder has no such log or"
                                + " fewer entries"));
        if (allFit && reading.unread.isEmpty()) {
            report.good(
                    "journal",
                    "%s hashed anew, and what was signed of that gives every signed root of %s (%d signed, %d waiting for the next checkpoint)"
                            .formatted(
                                    reading.events == 1
                                            ? "the one event was"
                                            : "all %d events were".formatted(reading.events),
                                    Count.of(heads.size(), "organization", "organizations"),
                                    signed,
                                    reading.events - signed));
        }
    }

    private void tell(String log, Retrace.Fault fault) {
        String place =
                fault.firstIndex() == fault.lastIndex()
                        ? "%s, event %d".formatted(log, fault.firstIndex())
                        : "%s, events %d to %d"
                                .formatted(log, fault.firstIndex(), fault.lastIndex());
        report.bad(place, fault.what());
    }

    /// One pass over all events.
    private final class Reading {
        private final FileJournal journal;
        private final FileTreeStore store;
        private final Map<String, Retrace> logs;
        private final FirstBad unread = new FirstBad();
        private final FirstBad strayIds = new FirstBad();
        private long events;

        Reading(FileJournal journal, FileTreeStore store, Map<String, Retrace> logs) {
            this.journal = journal;
            this.store = store;
            this.logs = logs;
        }

        void run(LongConsumer progress) {
            long position = 0;
            while (position < journal.end()) {
                List<Entry> entries = journal.read(position, READ_COUNT, READ_BYTES);
                for (Entry entry : entries) {
                    passOver(position, entry.position());
                    take(entry);
                    position = entry.position() + 1;
                }
                if (entries.isEmpty()) {
                    passOver(position, journal.end());
                    return;
                }
                progress.accept(entries.size());
            }
        }

        private void passOver(long from, long to) {
            if (from < to) {
                unread.add(
                        from,
                        "journal",
                        "the events at positions %d to %d are missing or damaged"
                                .formatted(from, to - 1));
            }
        }

        private void take(Entry entry) {
            events++;
            Retrace log = log(entry.organization());
            if (entry.sequence() != log.size()) {
                log.miss();
            }
            if (!log.isBroken()) {
                log.add(entry.leaf());
                reach(entry.organization(), log.size(), log::root);
            }
            OptionalLong found = journal.find(entry.organization(), entry.id());
            if (found.isEmpty() || found.getAsLong() != entry.position()) {
                strayIds.add(
                        entry.position(),
                        "%s, event %d".formatted(entry.organization(), entry.sequence()),
                        "it is not found by its id: delete the .ids files, a start makes them anew");
            }
        }

        Retrace log(String name) {
            return logs.computeIfAbsent(
                    name, _ -> new Retrace(name, store, heads.getOrDefault(name, List.of())));
        }
    }
}
