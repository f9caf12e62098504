package dev.indelible.sinks.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Batch;
import dev.indelible.event.EventTime;
import dev.indelible.sinks.JsonText;
import dev.indelible.sinks.Rendering;
import java.io.ByteArrayOutputStream;

/// Our events as they are, many in one body of the shape that Standard Webhooks advises:
/// `{"type":"audit.events","timestamp":…,"data":{…,"events":[{"destinationSequence":…,"event":…}]}}`.
/// The timestamp is when the last of them was received, so that the bytes depend on nothing else.
final class NativeBody implements Rendering {
    @Override
    public String name() {
        return "webhook-native/1";
    }

    @Override
    public byte[] render(Batch batch) {
        var body = new ByteArrayOutputStream(1024 * batch.items().size());
        String head =
                """
                {"type":"audit.events","timestamp":"%s","data":{"destination":%s,"replay":%s,\
                "firstDestinationSequence":%d,"lastDestinationSequence":%d,"events":[\
                """
                        .formatted(
                                EventTime.ofMillis(
                                        batch.items().getLast().entry().receivedMillis()),
                                JsonText.quoted(batch.destination()),
                                batch.replay(),
                                batch.firstDestinationSequence(),
                                batch.lastDestinationSequence());
        body.writeBytes(head.getBytes(UTF_8));
        String separator = "";
        for (Batch.Item item : batch.items()) {
            String lead =
                    separator
                            + "{\"destinationSequence\":"
                            + item.destinationSequence()
                            + ",\"event\":";
            body.writeBytes(lead.getBytes(UTF_8));
            body.writeBytes(item.entry().text());
            body.write('}');
            separator = ",";
        }
        body.writeBytes("]}}".getBytes(UTF_8));
        return body.toByteArray();
    }
}
