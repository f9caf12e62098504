package dev.indelible.core.intake;

import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.GroupCommit;
import dev.indelible.core.journal.Receipt;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
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
    private final Pace pace;

    /// An intake in front of this writer.
    ///
    /// @param redaction takes out what must not be kept, before anything else sees the event
    /// @param random must not be guessable: the salts of all commitments come from it
    public Intake(
            GroupCommit writer, Redaction redaction, InstantSource clock, RandomGenerator random) {
        this.writer = writer;
        this.redaction = redaction;
        this.clock = clock;
        this.random = random;
        this.pace = new Pace(Runtime.getRuntime().availableProcessors(), writer::isContested);
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
        return accept(candidates, placement, begin(0));
    }

    /// The same.
    ///
    /// @param turn of the request; it is over when this returns
    public List<Result> accept(List<Candidate> candidates, Placement placement, Pace.Turn turn) {
        var results = new Result[candidates.size()];
        var drafts = new ArrayList<Draft>(candidates.size());
        var places = new int[candidates.size()];
        byte[] seeds = new byte[Math.multiplyExact(candidates.size(), Leaf.SEED_BYTES)];
        random.nextBytes(seeds);
        EventTime received = EventTime.ofMillis(clock.millis());
        for (int i = 0; i < results.length; i++) {
            turn.pass(i);
            byte[] seed = Arrays.copyOfRange(seeds, i * Leaf.SEED_BYTES, (i + 1) * Leaf.SEED_BYTES);
            switch (candidates.get(i)) {
                case Candidate.Understood(SentEvent sent) -> {
                    try {
                        drafts.add(draft(sent, i, seed, received, placement));
                        places[drafts.size() - 1] = i;
                    } catch (AuditException.Rejected | AuditException.Denied e) {
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
        if (placement.mode() == BatchMode.ALL_OR_NOTHING && drafts.size() < results.length) {
            withhold(drafts, places, results);
        } else if (!drafts.isEmpty()) {
            List<Receipt> receipts = durable(drafts, placement.mode());
            for (int i = 0; i < receipts.size(); i++) {
                results[places[i]] = result(places[i], receipts.get(i));
            }
            if (placement.mode() == BatchMode.EACH) {
                acceptUnderOtherNames(candidates, drafts, places, receipts, results);
            }
        }
        return Arrays.asList(results);
    }

    private Draft draft(
            SentEvent sent, int place, byte[] seed, EventTime received, Placement placement) {
        String organization =
                placement.organizations().of(Optional.ofNullable(sent.organization()));
        UUID id = id(sent, place, received, placement);
        Parts parts =
                placement
                        .organizations()
                        .placed(sent, organization)
                        .placed(id, received, organization);
        return new Draft(organization, id, placement.key(), seed, redaction.redacted(parts));
    }

    private UUID id(SentEvent sent, int place, EventTime received, Placement placement) {
        UUID given = sent.id();
        if (given != null) {
            return given;
        }
        return placement
                .idempotencyKey()
                .map(key ->
                        EventIds.named(
                                "idempotency-key", placement.key(), key, Integer.toString(place)))
                .orElseGet(() ->
                        EventIds.timed(
                                received.instant().toEpochMilli(),
                                random.nextLong(),
                                random.nextLong()));
    }

    /// Foreign systems use ids again, and a foreign event is never refused for that: it gets an id
    /// from its id and its content together, the same whenever it comes, and says so.
    private void acceptUnderOtherNames(
            List<Candidate> candidates,
            List<Draft> drafts,
            int[] places,
            List<Receipt> receipts,
            Result[] results) {
        var renamed = new ArrayList<Draft>();
        var renamedPlaces = new ArrayList<Integer>();
        for (int i = 0; i < receipts.size(); i++) {
            if (receipts.get(i) instanceof Receipt.Conflict
                    && candidates.get(places[i]) instanceof Candidate.Understood(SentEvent sent)
                    && sent.isForeign()) {
                try {
                    renamed.add(renamed(drafts.get(i), sent));
                    renamedPlaces.add(places[i]);
                } catch (InvalidEventException e) {
                    results[places[i]] = Result.rejected(places[i], e);
                }
            }
        }
        if (!renamed.isEmpty()) {
            List<Receipt> again = durable(renamed, BatchMode.EACH);
            for (int i = 0; i < again.size(); i++) {
                int place = renamedPlaces.get(i);
                results[place] = result(place, again.get(i));
            }
        }
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

    private static void withhold(List<Draft> drafts, int[] places, Result[] results) {
        for (int i = 0; i < drafts.size(); i++) {
            results[places[i]] = withheld(places[i], drafts.get(i).id());
        }
    }

    private static Result result(int place, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Accepted(UUID id, long sequence) ->
                    new Result(place, id, Result.Status.ACCEPTED, sequence, null, null);
            case Receipt.Duplicate(UUID id, long sequence) ->
                    new Result(place, id, Result.Status.DUPLICATE, sequence, null, null);
            case Receipt.Conflict(UUID id, long sequence) ->
                    new Result(
                            place,
                            id,
                            Result.Status.REJECTED,
                            sequence,
                            Problem.EVENT_CONFLICT.label(),
                            "event %s is in the log with other content, at sequence %d; a new event needs a new id"
                                    .formatted(id, sequence));
            case Receipt.Withheld(UUID id) -> withheld(place, id);
        };
    }

    private static Result withheld(int place, UUID id) {
        return Result.rejected(
                place,
                id,
                Problem.BATCH_WITHHELD.label(),
                "another event of this all-or-nothing batch was rejected");
    }
}
