package dev.indelible.formats;

import dev.indelible.event.EventReader;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.InvalidEventException.Code;
import dev.indelible.event.Json;
import dev.indelible.event.SentEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads events of many formats. Pure functions; any thread.
///
/// Every foreign event is kept whole in `detail.original`, and what of it was not understood is
/// told in [dev.indelible.event.AuditEvent#unforeseen()]. Refused are only what is no JSON and what
/// is over a limit of an event's size or nesting.
public final class Formats {
    private static final String NATIVE = "native";
    private static final String AUTO = "auto";
    private static final Generic GENERIC = new Generic();

    /// In the order in which they are asked: the surest signs first.
    private static final List<Format> SPECIFIC =
            List.of(
                    new CloudEvents(Formats::recognise),
                    new StackRox(),
                    new Kubernetes(),
                    new CloudTrail(),
                    new Gcp(),
                    new Okta(),
                    new Azure(),
                    new GitHub());

    private static final Map<String, Format> BY_NAME = byName();

    private Formats() {}

    private static Map<String, Format> byName() {
        var byName = new LinkedHashMap<String, Format>();
        SPECIFIC.forEach(format -> byName.put(format.name(), format));
        byName.put(GENERIC.name(), GENERIC);
        return byName;
    }

    /// The names for `?format=`: native, auto, cloudevents, stackrox, kubernetes, cloudtrail, gcp,
    /// okta, azure, github, generic.
    public static Set<String> names() {
        var names = new LinkedHashSet<String>(List.of(NATIVE, AUTO));
        names.addAll(BY_NAME.keySet());
        return Collections.unmodifiableSet(names);
    }

    /// One JSON value as one event or, where it wraps many (`Records`, `EventList`, an array), as
    /// many, in order; none for an empty wrapper. `auto` takes what looks native for native, with
    /// all its strictness, then asks the formats in turn, and guesses where none knows it.
    ///
    /// @param format one of [#names()]
    /// @param source bytes from which `from` to before `to` are the value
    /// @return never throws for content: what cannot be taken is an [Item.Refused]
    /// @throws IllegalArgumentException if there is no such format
    public static List<Item> read(String format, byte[] source, int from, int to) {
        if (format.equals(NATIVE)) {
            return List.of(nativeEvent(source, from, to));
        }
        if (!format.equals(AUTO) && !BY_NAME.containsKey(format)) {
            throw new IllegalArgumentException(
                    "no format '%s'; there are %s".formatted(format, names()));
        }
        if (to - from > Limits.BATCH_BYTES_MAX) {
            return List.of(tooLarge(to - from, Limits.BATCH_BYTES_MAX));
        }
        var items = new ArrayList<Item>();
        read(new Reading(format, source, Map.of(), 0), from, to, items);
        return items;
    }

    /// What stays the same while a value is cut into its events.
    private static final class Reading {
        final String format;
        final byte[] source;
        final Map<String, String> beside;
        final int depth;

        Reading(String format, byte[] source, Map<String, String> beside, int depth) {
            this.format = format;
            this.source = source;
            this.beside = beside;
            this.depth = depth;
        }
    }

    private static void read(Reading reading, int from, int to, List<Item> items) {
        boolean mayWrap =
                reading.depth < Limits.BATCH_DEPTH_MAX && !reading.format.equals("generic");
        if (mayWrap) {
            var batch = Batch.cut(reading.source, from, to, Formats::isKnown);
            if (batch.isPresent()) {
                var beside = new LinkedHashMap<>(reading.beside);
                beside.putAll(batch.get().beside());
                var inside = new Reading(reading.format, reading.source, beside, reading.depth + 1);
                for (Batch.Slice event : batch.get().events()) {
                    read(inside, event.from(), event.to(), items);
                }
                return;
            }
        }
        items.add(event(reading, from, to));
    }

    private static boolean isKnown(Json event) {
        return recognise(Node.of(event)) != GENERIC;
    }

    /// A CloudEvent in binary mode, read as the structured event of the same content.
    ///
    /// @param attributes the `ce-` headers by their names in lower case without `ce-`, their values
    ///   still percent-encoded
    /// @param contentType of the body; a body that is not JSON is kept as base64
    public static Item cloudEventsBinary(
            Map<String, String> attributes, String contentType, byte[] body) {
        try {
            byte[] structured = BinaryMode.structured(attributes, contentType, body);
            var reading = new Reading("cloudevents", structured, Map.of(), 0);
            return event(reading, 0, structured.length);
        } catch (InvalidEventException e) {
            return new Item.Refused(e);
        }
    }

    private static Item event(Reading reading, int from, int to) {
        if (to - from > dev.indelible.event.Limits.EVENT_BYTES_MAX) {
            return tooLarge(to - from, dev.indelible.event.Limits.EVENT_BYTES_MAX);
        }
        try {
            Json original = Json.parse(Arrays.copyOfRange(reading.source, from, to));
            Node event = Node.of(original);
            if (!reading.format.equals(AUTO)) {
                Format format = BY_NAME.getOrDefault(reading.format, GENERIC);
                return new Item.Event(foreign(format, event, original, reading.beside));
            }
            return Native.looksLike(event)
                    ? nativeEvent(reading.source, from, to)
                    : new Item.Event(foreign(recognise(event), event, original, reading.beside));
        } catch (InvalidEventException e) {
            return new Item.Refused(e);
        }
    }

    private static Item nativeEvent(byte[] source, int from, int to) {
        try {
            return new Item.Event(EventReader.read(source, from, to));
        } catch (InvalidEventException e) {
            return new Item.Refused(e);
        }
    }

    private static Format recognise(Node event) {
        for (Format format : SPECIFIC) {
            if (format.recognises(event)) {
                return format;
            }
        }
        return GENERIC;
    }

    private static SentEvent foreign(
            Format format, Node event, Json original, Map<String, String> beside) {
        var draft = new Draft(format.name(), original);
        try {
            format.fill(event, draft);
            if (!draft.hasAction() && format != GENERIC && !format.recognises(event)) {
                draft = new Draft(format.name(), original);
                draft.note("not the shape of " + format.name());
                GENERIC.fill(event, draft);
            }
            for (Map.Entry<String, String> member : beside.entrySet()) {
                if (member.getKey().isEmpty()) {
                    draft.note("beside the events stood " + member.getValue());
                } else {
                    draft.label("wrapper." + member.getKey(), member.getValue());
                }
            }
            return draft.build();
        } catch (RuntimeException e) {
            // A mistake of ours must not cost an event: it is kept, and says so.
            draft = new Draft(format.name(), original);
            draft.note("could not be read: " + e.getClass().getSimpleName());
            return draft.build();
        }
    }

    private static Item tooLarge(int bytes, int bytesMax) {
        return new Item.Refused(
                new InvalidEventException(
                        Code.LIMIT_EXCEEDED,
                        "",
                        "the event has %d bytes, at most %d are allowed"
                                .formatted(bytes, bytesMax)));
    }

    /// What became of one event.
    public sealed interface Item {
        /// It can be taken.
        record Event(SentEvent event) implements Item {}

        /// It is no JSON, over a limit, or a native event with a mistake.
        record Refused(InvalidEventException reason) implements Item {}
    }
}
