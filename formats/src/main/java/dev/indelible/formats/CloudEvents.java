package dev.indelible.formats;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.EventReader;
import dev.indelible.event.InvalidEventException;
import java.util.Map;
import java.util.Set;

/// CloudEvents 1.0. What the data tells wins where it is a native event or one of a known format;
/// otherwise the attributes name the event and the data is guessed at. `source` and `id` name the
/// event together, as the specification says, also where `id` is a UUID.
final class CloudEvents implements Format {
    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "datacontenttype",
                    "dataschema",
                    "data",
                    "data_base64",
                    "traceparent");

    private final Recogniser recogniser;

    /// @param recogniser finds the format of the data
    CloudEvents(Recogniser recogniser) {
        this.recogniser = recogniser;
    }

    @Override
    public String name() {
        return "cloudevents";
    }

    @Override
    public boolean recognises(Node event) {
        return event.at("specversion").isScalar()
                && event.at("type").isText()
                && event.count("id", "source") > 0;
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node data = event.at("data");
        Node tree = data.isText() ? data.nested() : data;
        if (Native.looksLike(tree)) {
            nativeData(tree, draft);
        }
        Format format = recogniser.recognise(tree);
        if (format instanceof Generic) {
            // The envelope tells the time; the data's own may be that of something else.
            draft.time(event.at("time"));
        }
        if (tree.isObject() && format != this) {
            format.fill(tree, draft);
        }
        Node source = event.at("source");
        Node id = event.at("id");
        draft.id(null);
        if (source.isScalar() && source.isPresent() && id.isScalar() && id.isPresent()) {
            draft.id(ForeignId.named(name(), source.text() + " " + id.text()));
        }
        if (format instanceof Generic || !draft.hasAction()) {
            draft.action(draft.text(event.at("type")));
            draft.operation(Words.operation(event.at("type").text()));
            draft.target(null, draft.text(event.at("subject")), null);
            draft.service(draft.text(source));
        }
        if (!draft.hasTime()) {
            draft.time(event.at("time"));
        }
        draft.traceparent(event.at("traceparent"));
        for (Map.Entry<String, Node> attribute : event.members()) {
            boolean isExtension = !ATTRIBUTES.contains(attribute.getKey());
            if (isExtension && attribute.getValue().isScalar()) {
                draft.label(attribute.getKey(), attribute.getValue().text());
            }
        }
    }

    private static void nativeData(Node data, Draft draft) {
        byte[] bytes = data.json().toBytes();
        try {
            AuditEvent told = EventReader.read(bytes, 0, bytes.length).event();
            draft.tells(told);
        } catch (InvalidEventException e) {
            draft.note("data is nearly a native event: " + e.getMessage());
        }
    }
}
