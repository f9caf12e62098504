package dev.indelible.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.proof.Hasher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Makes frozen batches out of events, and the same bytes again after a restart. For one lane.
final class Freezer {
    private static final System.Logger logger = System.getLogger(Freezer.class.getName());
    private static final String DOMAIN = "indelible-batch/v1";
    private static final int BATCH_ID_HEX = 32;
    private static final int HASH_BYTES = 32;

    /// Of a fault's message: 4 KiB, however many bytes a character takes.
    private static final int EXCERPT_CHARS_MAX = 1_000;

    private final Journal journal;
    private final Destination destination;
    private final String lane;
    private final Sink sink;
    private boolean told;

    Freezer(Journal journal, Destination destination, String lane, Sink sink) {
        this.journal = journal;
        this.destination = destination;
        this.lane = lane;
        this.sink = sink;
    }

    /// A new batch of these events, not written down yet. One that cannot be rendered has no bytes,
    /// and nothing in the place of their hash.
    Flight freeze(List<Batch.Item> items, long nowMillis) {
        return freeze(items, nowMillis, "");
    }

    /// This event once more, under an id that it has not been sent with.
    Flight control(Batch.Item item, long nowMillis) {
        return Flight.control(freeze(List.of(item), nowMillis, "control-" + nowMillis));
    }

    /// @param mark sets the id apart from that of the same content
    private Flight freeze(List<Batch.Item> items, long nowMillis, String mark) {
        Rendered rendered = render(items);
        byte[] body = rendered.body();
        String bodyHash = body == null ? "" : hash(body);
        boolean numbered = items.getFirst().destinationSequence() > 0;
        String content =
                body == null ? positions(items) : numbered ? bodyHash : bodyHash + positions(items);
        var plan =
                new Plan(
                        destination.id(),
                        lane,
                        batchId(
                                items.getFirst().destinationSequence(),
                                items.getLast().destinationSequence(),
                                content + mark),
                        destination.epoch(),
                        Positions.of(items),
                        items.getFirst().destinationSequence(),
                        sink.renderer(),
                        bodyHash,
                        Plan.State.PLANNED,
                        0,
                        "",
                        nowMillis,
                        0,
                        "",
                        "");
        var flight = new Flight(plan, items.getFirst().entry().receivedMillis());
        flight.body = body;
        flight.unrendered = rendered.refused();
        flight.leaves = leaves(items);
        return flight;
    }

    /// One of both.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rendered(byte @Nullable [] body, Answer.@Nullable Refused refused) {}

    /// A fault of ours or of the event's: either way other events can go on.
    private Rendered render(List<Batch.Item> items) {
        var batch = new Batch(destination.id(), !lane.equals(Progress.LIVE), items);
        try {
            return new Rendered(sink.render(batch), null);
        } catch (RuntimeException e) {
            if (items.size() == 1 && !told) {
                told = true; // Of the others their tombstones tell.
                // Not its message, which may have contents of the event.
                logger.log(
                        System.Logger.Level.ERROR,
                        "event cannot be rendered: destination={0} position={1} renderer={2} cause={3} at={4}",
                        destination.id(),
                        items.getFirst().entry().position(),
                        sink.renderer(),
                        e.getClass().getName(),
                        e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0]);
            }
            return new Rendered(null, unrendered(e));
        }
    }

    private Answer.Refused unrendered(RuntimeException cause) {
        String message = String.valueOf(cause.getMessage());
        var refusal =
                new Answer.Refusal(
                        0,
                        "it was not sent, because it cannot be rendered as %s (%s); send it edited, or skip it"
                                .formatted(sink.renderer(), cause.getClass().getSimpleName()),
                        message.substring(0, Math.min(message.length(), EXCERPT_CHARS_MAX)));
        return new Answer.Refused(refusal, false, OptionalInt.empty());
    }

    /// What tells batches without bytes apart, and those without numbers, whose bytes may be equal.
    private static String positions(List<Batch.Item> items) {
        return "%d-%d"
                .formatted(items.getFirst().entry().position(), items.getLast().entry().position());
    }

    /// `hex SHA-256(domain | destination | epoch | first | last | content)`, shortened. The content
    /// is the hash of the body, with positions where there are no numbers, or these alone where
    /// there is no body.
    private String batchId(long first, long last, String content) {
        MessageDigest digest = sha256();
        digest.update(DOMAIN.getBytes(UTF_8));
        byte[] id = destination.id().getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).flip());
        digest.update(id);
        digest.update(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(destination.epoch())
                        .putLong(first)
                        .putLong(last)
                        .flip());
        digest.update(content.getBytes(UTF_8));
        return hex(digest.digest()).substring(0, BATCH_ID_HEX);
    }

    /// Whether what is sent of a parked event was made with the settings of now, or would be the
    /// same with them.
    ///
    /// @param entry the event as the journal has it
    boolean isOfNow(Resend resend, Entry entry) {
        long number = resend.destinationSequence();
        return batchId(number, number, hash(resend.body())).equals(resend.batchId())
                || Arrays.equals(
                        resend.body(), render(List.of(new Batch.Item(number, entry))).body());
    }

    private static byte[] leaves(List<Batch.Item> items) {
        byte[] leaves = new byte[items.size() * HASH_BYTES];
        var hasher = new Hasher();
        for (int i = 0; i < items.size(); i++) {
            Batch.Item item = items.get(i);
            byte[] line = Hour.line(item.destinationSequence(), item.entry().id());
            hasher.leaf(line, 0, line.length, leaves, i * HASH_BYTES);
        }
        return leaves;
    }

    /// The events of a planned batch, read again.
    ///
    /// @throws dev.indelible.core.ops.AuditException.Corrupt if they cannot be read
    List<Batch.Item> items(Plan plan) {
        List<Entry> entries = journal.readEach(plan.positions().toArray());
        var items = new ArrayList<Batch.Item>(entries.size());
        long first = plan.firstDestinationSequence();
        for (int i = 0; i < entries.size(); i++) {
            items.add(new Batch.Item(first == 0 ? 0 : first + i, entries.get(i)));
        }
        return items;
    }

    /// Brings back the bytes of a planned batch, or that it has none.
    ///
    /// @return whether they are the same; if not, the flight has none
    boolean thaw(Flight flight) {
        if (flight.body != null || flight.unrendered != null) {
            return true;
        }
        List<Batch.Item> items = items(flight.plan);
        flight.leaves = leaves(items);
        Rendered rendered = render(items);
        byte[] body = rendered.body();
        if (!(body == null ? "" : hash(body)).equals(flight.plan.bodyHash())) {
            return false;
        }
        flight.body = body;
        flight.unrendered = rendered.refused();
        return true;
    }

    /// `hex SHA-256(domain | link before | batch id | hash of the body | numbers | receipt)`.
    static String link(String before, Plan plan, String receipt) {
        MessageDigest digest = sha256();
        for (String text :
                List.of(
                        "indelible-confirmation/v1",
                        before,
                        plan.batchId(),
                        plan.bodyHash(),
                        plan.firstDestinationSequence() + "-" + plan.lastDestinationSequence(),
                        receipt)) {
            byte[] bytes = text.getBytes(UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return hex(digest.digest());
    }

    /// A refused batch in smaller ones: around the event that was named, or in halves.
    static List<List<Batch.Item>> parts(List<Batch.Item> items, Answer.Refused refused) {
        int count = items.size();
        var parts = new ArrayList<List<Batch.Item>>();
        int named = refused.tooLarge() ? -1 : refused.item().orElse(-1);
        if (named >= 0 && named < count) {
            parts.add(items.subList(0, named));
            parts.add(items.subList(named, named + 1));
            parts.add(items.subList(named + 1, count));
        } else {
            parts.add(items.subList(0, count / 2));
            parts.add(items.subList(count / 2, count));
        }
        parts.removeIf(List::isEmpty);
        return parts;
    }

    /// Hex SHA-256.
    static String hash(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
