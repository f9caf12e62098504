package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// A receiver that keeps what it gets and misbehaves by chance; it outlives the crashes of its
/// sender. Its sinks write a line for each event: its number, its id and a sum of its text.
public final class SimulatedReceiver {
    private final RandomGenerator random;
    private final List<Oracle.Stored> stored = new ArrayList<>();
    private final Map<String, Ticket> tickets = new HashMap<>();
    private final Set<UUID> poison = new HashSet<>();
    private final Set<UUID> formless = new HashSet<>();
    private Faults faults = Faults.none();
    private Sink.Bounds bounds = new Sink.Bounds(50, 1 << 16, 1);
    private int countMax = Integer.MAX_VALUE;
    private String format = "a";
    private int version = 1;
    private long ambiguous;
    private long sends;
    private int openSinks;
    private int silentAsks;
    private boolean takesNothingNew;
    private boolean conflictsOnReplays;

    public SimulatedReceiver(RandomGenerator random) {
        this.random = random;
    }

    /// What may go wrong, each as a chance of one send.
    ///
    /// @param refused nothing is kept, try again
    /// @param answerLost it is kept, and the sender does not learn it
    /// @param misconfigured the door is shut
    /// @param neverAcknowledged of a parcel that waits
    /// @param named a refusal of content names the event
    public record Faults(
            double refused,
            double answerLost,
            double misconfigured,
            double neverAcknowledged,
            double named) {
        public static Faults none() {
            return new Faults(0, 0, 0, 0, 0);
        }

        public static Faults some() {
            return new Faults(0.15, 0.1, 0.03, 0.15, 0.5);
        }
    }

    private record Ticket(boolean kept) {}

    public void faults(Faults other) {
        faults = other;
    }

    public void bounds(Sink.Bounds other) {
        bounds = other;
    }

    /// Content that is refused for ever.
    public void poison(UUID id) {
        poison.add(id);
    }

    /// Takes what it has once more, and refuses everything else.
    public void takeNothingNew() {
        takesNothingNew = true;
    }

    /// Answers 409 to what is marked as a replay, as one does that knows events by their ids.
    public void conflictOnReplays() {
        conflictsOnReplays = true;
    }

    /// Says nothing of what waits for so many questions.
    public void silentFor(int asks) {
        silentAsks = asks;
    }

    /// Content on which its sinks stumble when they render it.
    public void formless(UUID id) {
        formless.add(id);
    }

    /// Takes again what it refused, and its sinks render again what they could not.
    public void heal() {
        poison.clear();
        takesNothingNew = false;
        formless.clear();
    }

    /// Finds larger batches too large.
    public void countMax(int count) {
        countMax = count;
    }

    /// Changes the bytes that its sinks render, as other settings would.
    public void format(String other) {
        format = other;
    }

    /// Has its sinks render under the name of another version.
    public void version(int other) {
        version = other;
    }

    /// What it has stored, in order.
    public List<Oracle.Stored> stored() {
        return List.copyOf(stored);
    }

    /// The numbers of what it has stored of replays, in order.
    public List<Long> replayed() {
        return stored.stream()
                .filter(Oracle.Stored::replay)
                .flatMap(batch -> batch.events().stream())
                .map(Oracle.Line::destinationSequence)
                .toList();
    }

    /// Sends after which the sender could not know whether it was kept.
    public long ambiguous() {
        return ambiguous;
    }

    public long sends() {
        return sends;
    }

    /// Sinks that were opened and not closed.
    public int openSinks() {
        return openSinks;
    }

    /// A new connection to it.
    public Sink sink() {
        openSinks++;
        return new Connection(format, "simulated/" + version);
    }

    private final class Connection implements Sink {
        private final String rendered;
        private final String renderer;
        private final Set<String> asked = new HashSet<>();

        Connection(String rendered, String renderer) {
            this.rendered = rendered;
            this.renderer = renderer;
        }

        @Override
        public Guarantee guarantee() {
            return bounds.waiting() > 1 ? Guarantee.STORED : Guarantee.ACCEPTED;
        }

        @Override
        public String renderer() {
            return renderer;
        }

        @Override
        public Bounds bounds() {
            return bounds;
        }

        @Override
        public byte[] render(Batch batch) {
            var text = new StringBuilder();
            for (Batch.Item item : batch.items()) {
                if (formless.contains(item.entry().id())) {
                    throw new UnsupportedOperationException("no form for " + item.entry().id());
                }
                text.append(item.destinationSequence())
                        .append(' ')
                        .append(item.entry().id())
                        .append(' ')
                        .append(rendered)
                        .append(' ')
                        .append(Arrays.hashCode(item.entry().text()))
                        .append('\n');
            }
            return text.toString().getBytes(UTF_8);
        }

        @Override
        public Answer send(Parcel parcel) {
            sends++;
            if (random.nextDouble() < faults.misconfigured()) {
                return new Answer.Misconfigured(refusal(401, "who are you?"));
            }
            if (random.nextDouble() < faults.refused()) {
                return new Answer.Transient(
                        refusal(503, "busy"),
                        random.nextBoolean()
                                ? Optional.of(Duration.ofSeconds(random.nextLong()))
                                : Optional.empty());
            }
            if (takesNothingNew
                    && stored.stream()
                            .map(Oracle.Stored::batchId)
                            .noneMatch(parcel.batchId()::equals)) {
                return new Answer.Refused(refusal(400, "broken"), false, OptionalInt.empty());
            }
            if (conflictsOnReplays && parcel.replay()) {
                return new Answer.Misconfigured(refusal(409, "known"));
            }
            List<Oracle.Line> lines = lines(parcel);
            if (lines.size() > countMax) {
                return new Answer.Refused(refusal(413, "too large"), true, OptionalInt.empty());
            }
            for (int i = 0; i < lines.size(); i++) {
                if (poison.contains(lines.get(i).id())) {
                    boolean named = random.nextDouble() < faults.named();
                    return new Answer.Refused(
                            refusal(400, "invalid data"),
                            false,
                            named ? OptionalInt.of(i) : OptionalInt.empty());
                }
            }
            return kept(parcel, lines);
        }

        private Answer kept(Parcel parcel, List<Oracle.Line> lines) {
            if (bounds.waiting() > 1) {
                String ticket = "t" + sends;
                boolean acknowledged = random.nextDouble() >= faults.neverAcknowledged();
                boolean kept = acknowledged || random.nextBoolean();
                ambiguous += acknowledged ? 0 : 1;
                if (kept) {
                    store(parcel, lines);
                }
                tickets.put(ticket, new Ticket(acknowledged));
                asked.add(ticket);
                return new Answer.Waiting(ticket);
            }
            store(parcel, lines);
            if (random.nextDouble() < faults.answerLost()) {
                ambiguous++;
                return new Answer.Transient(refusal(0, "reset"), Optional.empty());
            }
            return new Answer.Confirmed("200");
        }

        @Override
        public Map<String, Acknowledgement> acknowledged() {
            var known = new HashMap<String, Acknowledgement>();
            if (silentAsks > 0) {
                silentAsks--;
                return known;
            }
            for (String ticket : asked) {
                if (random.nextInt(3) > 0) {
                    boolean kept = tickets.getOrDefault(ticket, new Ticket(false)).kept();
                    known.put(ticket, kept ? Acknowledgement.CONFIRMED : Acknowledgement.LOST);
                }
            }
            asked.removeAll(known.keySet());
            return known;
        }

        @Override
        public Exchange test(Parcel parcel) {
            return new Exchange(send(parcel), "", "", Map.of(), "", "");
        }

        @Override
        public void close() {
            openSinks--;
        }
    }

    private void store(Parcel parcel, List<Oracle.Line> lines) {
        stored.add(
                new Oracle.Stored(parcel.batchId(), hash(parcel.body()), parcel.replay(), lines));
    }

    private static Refusal refusal(int status, String reason) {
        return new Refusal(status, reason, "");
    }

    private static List<Oracle.Line> lines(Parcel parcel) {
        return new String(parcel.body(), UTF_8)
                .lines()
                .map(line -> line.split(" ", 3))
                .map(part -> new Oracle.Line(Long.parseLong(part[0]), UUID.fromString(part[1])))
                .toList();
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
