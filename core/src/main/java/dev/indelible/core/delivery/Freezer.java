package dev.indelible.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.proof.Hasher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Makes frozen batches out of events, and the same bytes again after a restart. For one lane.
final class Freezer {
    private static final String DOMAIN = "indelible-batch/v1";
    private static final int BATCH_ID_HEX = 32;
    private static final int HASH_BYTES = 32;

    private final Journal journal;
    private final Destination destination;
    private final String lane;
    private final Sink sink;

    Freezer(Journal journal, Destination destination, String lane, Sink sink) {
        this.journal = journal;
        this.destination = destination;
        this.lane = lane;
        this.sink = sink;
    }

    /// A new batch of these events, not written down yet.
    Flight freeze(List<Batch.Item> items, long nowMillis) {
        byte[] body = render(items);
        String bodyHash = hash(body);
        var plan =
                new Plan(
                        destination.id(),
                        lane,
                        batchId(items, bodyHash),
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
        flight.leaves = leaves(items);
        return flight;
    }

    private byte[] render(List<Batch.Item> items) {
        return sink.render(new Batch(destination.id(), !lane.equals(Progress.LIVE), items));
    }

    /// `hex SHA-256(domain | destination | epoch | first | last | hash of the body)`, shortened.
    private String batchId(List<Batch.Item> items, String bodyHash) {
        MessageDigest digest = sha256();
        digest.update(DOMAIN.getBytes(UTF_8));
        byte[] id = destination.id().getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).flip());
        digest.update(id);
        digest.update(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(destination.epoch())
                        .putLong(items.getFirst().destinationSequence())
                        .putLong(items.getLast().destinationSequence())
                        .flip());
        digest.update(bodyHash.getBytes(UTF_8));
        return hex(digest.digest()).substring(0, BATCH_ID_HEX);
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

    /// Brings back the bytes of a planned batch.
    ///
    /// @return whether they are the same; if not, the flight has none
    boolean thaw(Flight flight) {
        if (flight.body != null) {
            return true;
        }
        List<Batch.Item> items = items(flight.plan);
        flight.leaves = leaves(items);
        byte[] body = render(items);
        if (!hash(body).equals(flight.plan.bodyHash())) {
            return false;
        }
        flight.body = body;
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
