package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventTime;
import dev.indelible.event.Leaf;
import dev.indelible.event.SentEvent;
import dev.indelible.testkit.Entries;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Batches and parcels as the engine makes them.
public final class Batches {
    private static final long RECEIVED_MILLIS = 1_780_000_000_123L;

    private Batches() {}

    /// A batch of so many events that look real, numbered from here.
    public static Batch of(RandomGenerator random, long firstDestinationSequence, int count) {
        var entries = new Entries(random);
        var items = new ArrayList<Batch.Item>();
        for (int i = 0; i < count; i++) {
            long number = firstDestinationSequence + i;
            items.add(
                    new Batch.Item(
                            number,
                            new Entry(number, number, RECEIVED_MILLIS, entries.draft("acme"))));
        }
        return new Batch("d-1", false, items);
    }

    /// A batch of these native events, numbered from here.
    public static Batch of(long firstDestinationSequence, String... events) {
        var items = new ArrayList<Batch.Item>();
        for (String event : events) {
            byte[] bytes = event.getBytes(UTF_8);
            items.add(
                    item(
                            firstDestinationSequence + items.size(),
                            EventReader.read(bytes, 0, bytes.length)));
        }
        return new Batch("d-1", false, items);
    }

    /// An event that was read, as it travels.
    public static Batch.Item item(long destinationSequence, SentEvent sent) {
        UUID sentId = sent.id();
        UUID id = sentId == null ? new UUID(0x8000, destinationSequence | 1L << 63) : sentId;
        var parts = sent.placed(id, EventTime.ofMillis(RECEIVED_MILLIS), "acme");
        var draft = new Draft("acme", id, "key-1", new byte[Leaf.SEED_BYTES], parts);
        return new Batch.Item(
                destinationSequence,
                new Entry(destinationSequence, destinationSequence, RECEIVED_MILLIS, draft));
    }

    /// What a sink makes of a batch, under an id as the engine gives it.
    public static Parcel parcel(Sink sink, Batch batch) {
        byte[] body = sink.render(batch);
        return new Parcel(
                batchId(batch, body),
                body,
                batch.items().size(),
                batch.firstDestinationSequence(),
                batch.lastDestinationSequence(),
                batch.replay());
    }

    private static String batchId(Batch batch, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((batch.destination() + batch.firstDestinationSequence()).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(body), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The ids of a batch's events, in order.
    public static List<String> ids(Batch batch) {
        return batch.items().stream().map(item -> item.entry().id().toString()).toList();
    }
}
