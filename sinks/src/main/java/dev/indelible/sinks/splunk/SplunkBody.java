package dev.indelible.sinks.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Batch;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.EventReader;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.formats.StackRoxMessage;
import dev.indelible.sinks.JsonText;
import dev.indelible.sinks.Rendering;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;

/// One JSON object a line, as the collector's event endpoint takes them. The id of the batch is a
/// hash of these bytes and so cannot be among them: [#withBatchId(byte[], String)] adds it to each
/// line when it is sent, the same each time.
final class SplunkBody implements Rendering {
    private static final byte[] LINE_END = "}}\n".getBytes(UTF_8);

    private final SplunkSettings settings;

    /// What is the same in each line, between its time and its event.
    private final String members;

    SplunkBody(SplunkSettings settings) {
        this.settings = settings;
        this.members =
                member("host", settings.host())
                        + member("source", settings.source())
                        + member("sourcetype", settings.sourceType())
                        + member("index", settings.index())
                        + ",\"event\":";
    }

    @Override
    public String name() {
        return "splunk-" + settings.format() + (isStackRox() ? "/1" : "/2");
    }

    @Override
    public byte[] render(Batch batch) {
        var body = new ByteArrayOutputStream(1024 * batch.items().size());
        for (Batch.Item item : batch.items()) {
            line(body, item, batch);
        }
        return body.toByteArray();
    }

    private boolean isStackRox() {
        return settings.format().equals("stackrox");
    }

    private void line(ByteArrayOutputStream body, Batch.Item item, Batch batch) {
        Entry entry = item.entry();
        Instant when =
                EventText.time(entry.parts())
                        .map(EventTime::instant)
                        .orElseGet(() -> Instant.ofEpochMilli(entry.receivedMillis()));
        text(body, "{\"time\":" + seconds(when) + members);
        if (isStackRox()) {
            text(body, StackRoxMessage.splunkEvent(EventReader.event(entry.parts())));
        } else {
            body.writeBytes(entry.text());
        }
        text(
                body,
                ",\"fields\":{\"event_id\":\""
                        + entry.id()
                        + "\",\"destination_sequence\":\""
                        + item.destinationSequence()
                        + '"'
                        // Who parses StackRox's message gets the fields that it has always got.
                        + (isStackRox() ? "" : member("destination", batch.destination()))
                        + (batch.replay() ? ",\"replay\":\"true\"" : ""));
        body.writeBytes(LINE_END);
    }

    /// Seconds since 1970 with milliseconds, as a decimal.
    private static String seconds(Instant when) {
        return BigDecimal.valueOf(when.toEpochMilli(), 3).toPlainString();
    }

    private static String member(String name, String value) {
        return value.isEmpty() ? "" : ",\"" + name + "\":" + JsonText.quoted(value);
    }

    private static void text(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(UTF_8));
    }

    /// What goes over the wire. No line has a line feed but at its end.
    static byte[] withBatchId(byte[] body, String batchId) {
        byte[] field = (",\"batch_id\":" + JsonText.quoted(batchId)).getBytes(UTF_8);
        var sent = new ByteArrayOutputStream(body.length + body.length / 10);
        int from = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                int fieldsEnd = i + 1 - LINE_END.length;
                sent.write(body, from, fieldsEnd - from);
                sent.writeBytes(field);
                sent.writeBytes(LINE_END);
                from = i + 1;
            }
        }
        return sent.toByteArray();
    }
}
