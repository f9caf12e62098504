package dev.indelible.core.intake;

import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.journal.Receipt;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.protection.Redaction;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventIds;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.event.SentEvent;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/// Takes the events of one request: names and places each, hands them to the journal's writer and
/// waits until they are durable. Any thread.
public final class Intake {
    private final GroupCommit writer;
    private final Redaction redaction;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final FairShare share;
    private final Pace pace;

    /// An intake in front of this writer.
    ///
    /// @param redaction takes out what must not be kept, before anything else sees the event
    /// @param share what one sender may take of the server beside others
    /// @param random must not be guessable: the salts of all commitments come from it
    public Intake(
            GroupCommit writer,
            Redaction redaction,
            FairShare share,
            InstantSource clock,
            RandomGenerator random) {
        this.writer = writer;
        this.redaction = redaction;
        this.share = share;
        this.clock = clock;
        this.random = random;
        this.pace = new Pace(Runtime.getRuntime().availableProcessors(), writer::isContested);
    }

    /// Returns when a request's body may be read, because its sender's share allows it.
    ///
    /// @param sender the organization whose events come, or whoever sends to several
    /// @param caller the one of the sender's that sends it
    /// @param size of its body, as far as it is known
    /// @return to be settled when it was read, or not
    /// @throws AuditException.Busy if too much of this sender waits
    public FairShare.Charge await(String sender, String caller, FairShare.Size size) {
        return share.await(sender, caller, size);
    }

    /// Begins a request, whose events are yet to be read.
    ///
    /// @param bytes of its body
    public Pace.Turn begin(long bytes) {
        return pace.begin(bytes);
    }

    /// Refuses a request that would hardly find room, before its body is read.
    ///
    /// @param organization whose events come; empty where they say so themselves
    /// @throws AuditException.Busy if most of the room is taken
    public void requireRoom(Optional<String> organization) {
        writer.requireRoom(organization);
    }

    /// Takes these events and returns once they are durable.
    ///
    /// @return one result per candidate, in order
    /// @throws AuditException.Busy if nothing could be taken now
    /// @throws AuditException.Uncertain if it is not known whether the events are durable
    public List<Result> accept(List<Candidate> candidates, Placement placement) {
        return accept(candidates, placement, pace.begin(0));
    }

    /// The same.
    ///
    /// @param turn of the request; it is over when this returns
    public List<Result> accept(List<Candidate> candidates, Placement placement, Pace.Turn turn) {
        var results = new Result[candidates.size()];
        var open = new Batch(results, placement.mode());
        var closed = new Batch(results, BatchMode.KNOWN_ONLY);
        byte[] seeds = new byte[Math.multiplyExact(candidates.size(), Leaf.SEED_BYTES)];
        random.nextBytes(seeds);
        EventTime received = EventTime.ofMillis(clock.millis());
        for (int i = 0; i < results.length; i++) {
            turn.pass(i);
            byte[] seed = Arrays.copyOfRange(seeds, i * Leaf.SEED_BYTES, (i + 1) * Leaf.SEED_BYTES);
            switch (candidates.get(i)) {
                case Candidate.Understood(SentEvent sent) -> {
                    try {
                        place(new Drawn(sent, i, received), seed, placement, open, closed);
                    } catch (Rejected | AuditException.Denied e) {
                        results[i] = Result.rejected(i, sent.id(), e);
                    } catch (InvalidEventException e) {
                        results[i] = Result.rejected(i, e);
                    }
                }
                case Candidate.Refused(InvalidEventException reason) ->
                        results[i] = Result.rejected(i, reason);
            }
        }
        turn.close();
        // First, because what is new in a closed level is refused, and so may all of the batch be.
        closed.settle();
        if (placement.mode() == BatchMode.ALL_OR_NOTHING && isAnyRejected(results)) {
            open.withhold();
        } else {
            open.settle();
        }
        return Arrays.asList(results);
    }

    /// One event of a request.
    private record Drawn(SentEvent sent, int place, EventTime received) {}

    private void place(Drawn drawn, byte[] seed, Placement placement, Batch open, Batch closed) {
        Placement.Organizations organizations = placement.organizations();
        String organization = organizations.of(Optional.ofNullable(drawn.sent().organization()));
        SentEvent placed = organizations.placed(drawn.sent(), organization);
        UUID id = id(drawn, placement);
        Parts parts = placed.placed(id, drawn.received(), organization);
        var draft = new Draft(organization, id, placement.key(), seed, redaction.redacted(parts));
        organizations
                .closing(placed, organization)
                .ifPresentOrElse(
                        reason -> closed.add(drawn, draft, reason), () -> open.add(drawn, draft));
    }

    private UUID id(Drawn drawn, Placement placement) {
        UUID given = drawn.sent().id();
        if (given != null) {
            return given;
        }
        return placement
                .idempotencyKey()
                .map(key ->
                        EventIds.named(
                                "idempotency-key",
                                placement.key(),
                                key,
                                Integer.toString(drawn.place())))
                .orElseGet(() ->
                        EventIds.timed(
                                drawn.received().instant().toEpochMilli(),
                                random.nextLong(),
                                random.nextLong()));
    }

    private Draft renamed(Draft draft, SentEvent sent) {
        byte[] detail = draft.parts().get(Part.DETAIL);
        String content = detail == null ? "" : new String(detail, StandardCharsets.UTF_8);
        UUID id = EventIds.named("id-used-again", draft.id().toString(), content);
        String unforeseen = sent.event().unforeseen();
        String reason = "its id stands for another event";
        AuditEvent completed =
                EventReader.event(draft.parts()).toBuilder()
                        .id(id)
                        .unforeseen(unforeseen == null ? reason : unforeseen + "; " + reason)
                        .build();
        // What was sent still has what was taken out.
        Parts parts = redaction.redacted(sent.complete(completed));
        return new Draft(draft.organization(), id, draft.key(), draft.seed(), parts);
    }

    private List<Receipt> durable(List<Draft> drafts, BatchMode mode) {
        try {
            return writer.submit(drafts, mode).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("the journal's writer failed", e.getCause());
        }
    }

    /// Events of one request that the writer judges in one way, and what becomes of them.
    private final class Batch {
        private final Result[] results;
        private final BatchMode mode;
        private final List<Draft> drafts = new ArrayList<>();
        private final List<Drawn> drawn = new ArrayList<>();

        /// Why each is refused if it is not in the log; of open levels none is.
        private final List<Rejected> reasons = new ArrayList<>();

        Batch(Result[] results, BatchMode mode) {
            this.results = results;
            this.mode = mode;
        }

        void add(Drawn one, Draft draft) {
            drawn.add(one);
            drafts.add(draft);
        }

        void add(Drawn one, Draft draft, Rejected reason) {
            add(one, draft);
            reasons.add(reason);
        }

        void settle() {
            if (drafts.isEmpty()) {
                return;
            }
            List<Receipt> receipts = durable(drafts, mode);
            for (int i = 0; i < receipts.size(); i++) {
                results[drawn.get(i).place()] = result(i, receipts.get(i));
            }
            if (mode != BatchMode.ALL_OR_NOTHING) {
                settleUnderOtherNames(receipts);
            }
        }

        /// Foreign systems use ids again, and a foreign event is never refused for that: it gets an
        /// id from its id and its content together, the same whenever it comes, and says so.
        private void settleUnderOtherNames(List<Receipt> receipts) {
            var renamed = new ArrayList<Draft>();
            var places = new ArrayList<Integer>();
            for (int i = 0; i < receipts.size(); i++) {
                SentEvent sent = drawn.get(i).sent();
                if (receipts.get(i) instanceof Receipt.Conflict && sent.isForeign()) {
                    try {
                        renamed.add(renamed(drafts.get(i), sent));
                        places.add(i);
                    } catch (InvalidEventException e) {
                        int place = drawn.get(i).place();
                        results[place] = Result.rejected(place, e);
                    }
                }
            }
            if (!renamed.isEmpty()) {
                List<Receipt> again = durable(renamed, mode);
                for (int i = 0; i < again.size(); i++) {
                    int at = places.get(i);
                    results[drawn.get(at).place()] = result(at, again.get(i));
                }
            }
        }

        /// @param at which of this batch
        private Result result(int at, Receipt receipt) {
            int place = drawn.get(at).place();
            return receipt instanceof Receipt.Withheld && !reasons.isEmpty()
                    ? Result.rejected(place, drawn.get(at).sent().id(), reasons.get(at))
                    : Result.of(place, receipt);
        }

        /// Refuses all of them, because another one was.
        void withhold() {
            for (int i = 0; i < drafts.size(); i++) {
                results[drawn.get(i).place()] =
                        Result.of(drawn.get(i).place(), new Receipt.Withheld(drafts.get(i).id()));
            }
        }
    }

    private static boolean isAnyRejected(Result[] results) {
        for (Result result : results) {
            if (result != null && result.status() == Result.Status.REJECTED) {
                return true;
            }
        }
        return false;
    }
}
