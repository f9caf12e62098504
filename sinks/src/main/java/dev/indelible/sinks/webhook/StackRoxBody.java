package dev.indelible.sinks.webhook;

import dev.indelible.core.delivery.Batch;
import dev.indelible.event.EventReader;
import dev.indelible.formats.StackRoxMessage;
import dev.indelible.sinks.Rendering;
import java.util.Map;
import java.util.TreeMap;

/// StackRox's own message, one a request, byte for byte as its generic webhook sends it.
final class StackRoxBody implements Rendering {
    private final Map<String, String> extraFields;
    private final boolean addIdentity;

    StackRoxBody(Map<String, String> extraFields, boolean addIdentity) {
        this.extraFields = extraFields;
        this.addIdentity = addIdentity;
    }

    @Override
    public String name() {
        return "webhook-stackrox/1";
    }

    @Override
    public byte[] render(Batch batch) {
        if (batch.items().size() > 1) {
            throw new IllegalArgumentException("a StackRox message has one event");
        }
        Batch.Item item = batch.items().getFirst();
        var fields = new TreeMap<>(extraFields);
        if (addIdentity) {
            fields.put("destination_sequence", Long.toString(item.destinationSequence()));
            fields.put("event_id", item.entry().id().toString());
        }
        return StackRoxMessage.webhook(EventReader.event(item.entry().parts()), fields);
    }
}
