package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.CompactRange;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Merkle;
import dev.indelible.proof.Note;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Watches an organization's log and the anchor log over time: each look demands that both only
/// grew since the last one, and that every head of the organization in the anchor is a state of the
/// log it is shown.
///
/// The organization's log is followed by consistency proofs. The anchor is read whole, because that
/// is the only way to know that no head of the organization is hidden in it; its root is made anew
/// out of the entries read, which proves growth too. A state that was shown and is not in the
/// anchor after {@link #ANCHORED_WITHIN} is bad.
public final class Monitor {
    /// How long a state may be shown before it is in the anchor: a server that works needs seconds,
    /// one whose witnesses are away waits for them.
    public static final Duration ANCHORED_WITHIN = Duration.ofMinutes(10);

    private static final String ANCHOR = "anchor";

    private final String organization;
    private final LogReader log;
    private final LogReader anchor;
    private final MonitorFolder memory;
    private final Trust trust;

    /// A monitor with its memory.
    public Monitor(
            String organization,
            LogReader log,
            LogReader anchor,
            MonitorFolder memory,
            Trust trust) {
        this.organization = organization;
        this.log = log;
        this.anchor = anchor;
        this.memory = memory;
        this.trust = trust;
    }

    /// Looks once. What was seen is remembered only if nothing was bad.
    ///
    /// @param tagSalt what the organization's heads are found by
    /// @param now the time of this look
    public Report look(byte[] tagSalt, Instant now) {
        return Report.of(report -> {
            Optional<byte[]> known = memory.tagSalt();
            if (known.isPresent() && !Arrays.equals(known.get(), tagSalt)) {
                throw new RefusedException(
                        "tag salt",
                        "the server names another one than before, so that heads in the anchor"
                                + " would not be found");
            }
            // The anchor first: what it says must then be in the log.
            LogReader.Signed anchored = anchor.signed(trust);
            String origin = instance(anchored.checkpoint()) + "/" + organization;
            var heads = new ArrayList<AnchorHead>();
            MonitorFolder.AnchorState anchorState =
                    followAnchor(anchored, AnchorHead.tag(tagSalt, origin), heads, report);
            LogReader.Signed head = log.checkpoint(trust, origin);
            if (!Arrays.equals(tagSalt, AnchorHead.tagSalt(trust.logKey(head, origin)))) {
                throw new RefusedException(
                        "tag salt",
                        "it is not the one of the log's key: heads could be anchored under a tag"
                                + " that others are not shown");
            }
            follow(head, report);
            long newest = compare(heads, head, report);
            Anchoring anchoring = memory.anchoring().after(newest, head.checkpoint().size(), now);
            isAnchored(anchoring, now, report);
            trust.tell(report);
            if (report.isVerified()) {
                memory.keepTagSalt(tagSalt);
                memory.keepCheckpoint(head.note());
                memory.keepAnchor(anchorState);
                memory.keepAnchoring(anchoring);
            }
        });
    }

    private static String instance(Checkpoint anchored) {
        String end = "/" + ANCHOR;
        if (!anchored.origin().endsWith(end)) {
            throw new RefusedException(
                    "anchor checkpoint", "%s is no anchor".formatted(anchored.origin()));
        }
        return anchored.origin().substring(0, anchored.origin().length() - end.length());
    }

    private void follow(LogReader.Signed now, Report report) {
        Optional<LogReader.Signed> before = memory.checkpoint().map(this::seen);
        if (before.isEmpty()) {
            report.note(
                    now.checkpoint().origin(),
                    "seen for the first time, at %d entries".formatted(now.checkpoint().size()));
            return;
        }
        Optional<String> problem =
                Succession.problem(before.get().checkpoint(), now.checkpoint(), log);
        if (problem.isPresent()) {
            alarm(organization, before.get(), now, problem.get());
        }
        report.good(
                now.checkpoint().origin(),
                "grew from %d to %d entries and changed none"
                        .formatted(before.get().checkpoint().size(), now.checkpoint().size()));
    }

    /// @param heads gets the organization's heads among the entries since the last look
    private MonitorFolder.AnchorState followAnchor(
            LogReader.Signed now, byte[] tag, List<AnchorHead> heads, Report report) {
        trust.witnessed(now.note(), "anchor checkpoint");
        MonitorFolder.AnchorState before =
                memory.anchor()
                        .orElseGet(() ->
                                new MonitorFolder.AnchorState(new CompactRange(), now.note()));
        CompactRange range = before.range().copy();
        Checkpoint checkpoint = now.checkpoint();
        String problem = "";
        if (checkpoint.size() < range.size()) {
            problem =
                    "the anchor was rolled back: it showed %d entries before, and shows %d now"
                            .formatted(range.size(), checkpoint.size());
        } else {
            readTo(checkpoint.size(), range, tag, heads);
            if (!Arrays.equals(range.root(), checkpoint.root())) {
                problem =
                        "the anchor has forked, or its entries are damaged: %d entries before and"
                                        .formatted(before.range().size())
                                + " those behind them do not give the root signed for %d"
                                        .formatted(checkpoint.size());
            }
        }
        if (!problem.isEmpty()) {
            alarm(ANCHOR, seen(before.note()), now, problem);
        }
        report.good(
                checkpoint.origin(),
                "grew from %d to %d entries and changed none"
                        .formatted(before.range().size(), checkpoint.size()));
        return new MonitorFolder.AnchorState(range, now.note());
    }

    /// Each entry is read once, so that what is hashed is what is looked at.
    private void readTo(long size, CompactRange range, byte[] tag, List<AnchorHead> heads) {
        while (range.size() < size) {
            TilePath path = TilePath.entries(range.size(), size);
            List<byte[]> entries =
                    anchor.entries(path)
                            .orElseThrow(() ->
                                    new RefusedException(path.toString(), "heads never expire"));
            int first = (int) (range.size() % Tile.WIDTH_MAX);
            for (byte[] entry : entries.subList(first, entries.size())) {
                String place = "anchor entry %d".formatted(range.size());
                AnchorHead head = AnchorHead.parse(entry, place);
                if (head.hasTag(tag)) {
                    heads.add(head);
                }
                range.append(Merkle.leafHash(entry));
            }
        }
    }

    /// Every head that was anchored must be a state of the log as it is shown here.
    ///
    /// @return the entries of the newest of them, or 0
    private long compare(List<AnchorHead> heads, LogReader.Signed now, Report report) {
        Checkpoint checkpoint = now.checkpoint();
        long newest = 0;
        for (AnchorHead head : heads) {
            var then = Checkpoint.of(checkpoint.origin(), head.size(), head.root());
            Optional<String> problem = Succession.problem(then, checkpoint, log);
            if (problem.isPresent()) {
                report.bad(
                        checkpoint.origin(),
                        "the anchor holds a state of this log, at %d entries, that is not the one"
                                        .formatted(head.size())
                                + " shown here: "
                                + problem.get());
                return newest;
            }
            newest = Math.max(newest, head.size());
        }
        if (heads.isEmpty()) {
            report.note(checkpoint.origin(), "no new head of it in the anchor since the last look");
        } else {
            report.good(
                    checkpoint.origin(),
                    "%d new heads of it in the anchor, the newest at %d entries, all agree"
                            .formatted(heads.size(), newest));
        }
        return newest;
    }

    private void isAnchored(Anchoring anchoring, Instant now, Report report) {
        if (anchoring.isLate(ANCHORED_WITHIN, now)) {
            report.bad(
                    organization,
                    "it was shown with %d entries at %s, and the anchor still has no head beyond %d"
                                    .formatted(
                                            anchoring.waiting(),
                                            anchoring.since(),
                                            anchoring.newest())
                            + " entries: what is not anchored, no witness has seen");
        }
    }

    private void alarm(String name, LogReader.Signed before, LogReader.Signed now, String problem) {
        throw new RefusedException(
                now.checkpoint().origin(),
                "%s; both signed states are kept in %s"
                        .formatted(problem, memory.keepFork(name, before, now)));
    }

    /// A note of our own memory.
    private LogReader.Signed seen(Note note) {
        try {
            return new LogReader.Signed(note, Checkpoint.parse(note.text()), 0);
        } catch (MalformedException e) {
            throw new RefusedException("the monitor's memory", String.valueOf(e.getMessage()));
        }
    }
}
