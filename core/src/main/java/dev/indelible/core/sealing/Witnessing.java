package dev.indelible.core.sealing;

import dev.indelible.core.ops.Worker;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.NoteSignature;
import dev.indelible.proof.NoteVerdict;
import dev.indelible.proof.NoteVerifier;
import dev.indelible.proof.Policy;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.SignatureVerifier;
import dev.indelible.proof.WitnessAnswer;
import dev.indelible.proof.WitnessRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Brings the anchor's checkpoints to the witnesses and shows those that come back with enough
/// cosignatures. Nobody waits for it: events are taken, sealed and published without.
///
/// Also where nothing grew it asks again from time to time, because a checkpoint has no time of its
/// own: only a fresh cosignature says that the log is alive and was not cut.
public final class Witnessing implements Worker {
    private static final System.Logger logger = System.getLogger(Witnessing.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final long ASK_MILLIS = 1_000;
    private static final long HEARTBEAT_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long ALARM_MILLIS = Duration.ofSeconds(30).toMillis();

    private final Publications publications;
    private final Logs logs;
    private final Policy policy;
    private final SignatureVerifier signatures;
    private final WitnessClient client;
    private final InstantSource clock;
    private final Map<String, Long> knownSizes = new HashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private long askedMillis;
    private long shownMillis;
    private long alarmMillis;
    private volatile long lackingSinceMillis;

    /// @param policy of the anchor log, with witnesses
    public Witnessing(
            Publications publications,
            Logs logs,
            Policy policy,
            SignatureVerifier signatures,
            WitnessClient client,
            InstantSource clock) {
        this.publications = publications;
        this.logs = logs;
        this.policy = policy;
        this.signatures = signatures;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Duration step() {
        Optional<Publications.Candidate> candidate = publications.candidate();
        long now = clock.millis();
        if (candidate.isEmpty()
                || Math.abs(now - askedMillis) < ASK_MILLIS
                || !isDue(candidate.get().anchor(), now)) {
            return PAUSE;
        }
        askedMillis = now;
        Note note = cosigned(candidate.get().anchor());
        if (policy.judge(note, signatures) instanceof PolicyVerdict.Satisfied) {
            var shown = new ShownAnchor(candidate.get().anchor(), Optional.of(note));
            publications.show(candidate.get(), shown);
            shownMillis = now;
            lackingSinceMillis = 0;
        } else {
            lack(now, note);
        }
        return PAUSE;
    }

    private boolean isDue(Published anchor, long now) {
        long shownSize = publications.shown().map(shown -> shown.anchor().size()).orElse(0L);
        return anchor.size() > shownSize || Math.abs(now - shownMillis) >= HEARTBEAT_MILLIS;
    }

    private void lack(long now, Note note) {
        if (lackingSinceMillis == 0) {
            lackingSinceMillis = now;
        }
        if (Math.abs(now - lackingSinceMillis) >= ALARM_MILLIS
                && Math.abs(now - alarmMillis) >= ALARM_MILLIS) {
            alarmMillis = now;
            logger.log(
                    System.Logger.Level.WARNING,
                    "the anchor lacks cosignatures: seconds={0} have={1} witnesses={2}",
                    Long.toString((now - lackingSinceMillis) / 1000),
                    note.signatures().size() - 1,
                    policy.witnesses().size());
        }
    }

    private Note cosigned(Published anchor) {
        var lines = new ArrayList<NoteSignature>();
        List<Policy.Witness> again = ask(anchor, policy.witnesses(), lines);
        if (!again.isEmpty()) {
            ask(anchor, again, lines);
        }
        return lines.isEmpty() ? anchor.note() : anchor.note().with(lines);
    }

    /// Asks these witnesses.
    ///
    /// @param lines gets the cosignatures that are good
    /// @return those who told from where they can go on
    private List<Policy.Witness> ask(
            Published anchor, List<Policy.Witness> witnesses, List<NoteSignature> lines) {
        var questions = new ArrayList<WitnessClient.Question>();
        for (Policy.Witness witness : witnesses) {
            long oldSize = knownSizes.getOrDefault(witness.name(), 0L);
            WitnessRequest request =
                    WitnessRequest.of(oldSize, logs.consistency(anchor, oldSize), anchor.note());
            questions.add(
                    new WitnessClient.Question(witness.url().orElseThrow(), request.toBytes()));
        }
        List<Optional<WitnessClient.Reply>> replies = client.ask(questions);
        var again = new ArrayList<Policy.Witness>();
        for (int i = 0; i < replies.size(); i++) {
            if (take(anchor, witnesses.get(i), replies.get(i), lines)) {
                again.add(witnesses.get(i));
            }
        }
        return again;
    }

    /// @return whether to ask again
    private boolean take(
            Published anchor,
            Policy.Witness witness,
            Optional<WitnessClient.Reply> reply,
            List<NoteSignature> lines) {
        if (reply.isEmpty()) {
            failures.incrementAndGet();
            return false;
        }
        try {
            switch (WitnessAnswer.parse(reply.get().status(), reply.get().body())) {
                case WitnessAnswer.Cosigned(List<NoteSignature> sent) -> {
                    // One is enough; a witness that sends its line many times must not fill the
                    // note.
                    Optional<NoteSignature> good =
                            sent.stream().filter(line -> isGood(anchor, witness, line)).findFirst();
                    good.ifPresent(lines::add);
                    knownSizes.put(witness.name(), anchor.size());
                    failures.addAndGet(good.isEmpty() ? 1 : 0);
                }
                case WitnessAnswer.Conflict(long size) -> {
                    return conflict(anchor, witness, size);
                }
                case WitnessAnswer.Refused(int status) -> {
                    failures.incrementAndGet();
                    logger.log(
                            System.Logger.Level.WARNING,
                            "a witness refused: witness={0} status={1}",
                            witness.name(),
                            status);
                }
            }
        } catch (MalformedException e) {
            failures.incrementAndGet();
            logger.log(
                    System.Logger.Level.WARNING,
                    "a witness answers nonsense: witness={0} reason={1}",
                    witness.name(),
                    e.getMessage());
        }
        return false;
    }

    private boolean conflict(Published anchor, Policy.Witness witness, long size) {
        if (size > anchor.size()) {
            failures.incrementAndGet();
            logger.log(
                    System.Logger.Level.ERROR,
                    "a witness saw a longer anchor log than this one: the data folder was rolled back; witness={0} its={1} ours={2}",
                    witness.name(),
                    Long.toString(size),
                    Long.toString(anchor.size()));
            return false;
        }
        Long before = knownSizes.put(witness.name(), size);
        return before == null || before != size;
    }

    private boolean isGood(Published anchor, Policy.Witness witness, NoteSignature line) {
        Note one = Note.of(anchor.checkpoint().text(), List.of(line));
        return new NoteVerifier(List.of(witness.key()), signatures).verify(one)
                instanceof NoteVerdict.Verified;
    }

    /// Questions that brought no cosignature, since the start.
    public long failures() {
        return failures.get();
    }

    /// Whether for 30 seconds the newest anchor has not had the cosignatures that it needs.
    public boolean isLacking() {
        long since = lackingSinceMillis;
        return since != 0 && Math.abs(clock.millis() - since) >= ALARM_MILLIS;
    }
}
