package dev.indelible.sinks.webhook;

import dev.indelible.core.delivery.Batch;
import dev.indelible.event.EventReader;
import dev.indelible.formats.Ocsf;
import dev.indelible.sinks.Rendering;
import java.io.ByteArrayOutputStream;

/// An array of OCSF events; `metadata.sequence` is the destinationSequence.
final class OcsfBody implements Rendering {
    @Override
    public String name() {
        return "webhook-ocsf/1";
    }

    @Override
    public byte[] render(Batch batch) {
        var body = new ByteArrayOutputStream(1024 * batch.items().size());
        char separator = '[';
        for (Batch.Item item : batch.items()) {
            body.write(separator);
            var entry = item.entry();
            body.writeBytes(
                    Ocsf.event(
                            EventReader.event(entry.parts()),
                            entry.parts(),
                            entry.id().toString(),
                            entry.receivedMillis(),
                            item.destinationSequence()));
            separator = ',';
        }
        body.write(']');
        return body.toByteArray();
    }
}
