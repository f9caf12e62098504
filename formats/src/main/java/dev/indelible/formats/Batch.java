package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.InvalidEventException;
import dev.indelible.event.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// One JSON value that holds many events, cut into the bytes of each without reading them: a
/// wrapper may be larger than any event.
///
/// @param events where each event stands
/// @param beside what stood beside the events in the wrapper, as JSON text
record Batch(List<Slice> events, Map<String, String> beside) {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Limits.BATCH_NESTING_MAX)
                                    .maxNumberLength(Limits.BATCH_BYTES_MAX)
                                    .maxStringLength(Limits.BATCH_BYTES_MAX)
                                    .maxNameLength(Limits.BATCH_BYTES_MAX)
                                    .build())
                    .build();

    /// Members that wrap events: CloudTrail's and Azure's files, Google's and Azure's lists, and
    /// LookupEvents. `items` and `events` are too usual to mean it alone.
    private static final Set<String> LISTS =
            Set.of("Records", "records", "entries", "value", "Events");

    /// What stands for the members that are too large to be kept beside each event.
    static final String TOO_LARGE = "more than %d bytes".formatted(Limits.BESIDE_BYTES_MAX);

    /// A value inside a text.
    ///
    /// @param name of a member, empty for an item
    record Slice(String name, int from, int to, boolean isArray, boolean isObject) {}

    /// The events that this value wraps; empty if it is one event, or no JSON.
    ///
    /// @param isEvent tells by the first of them whether a list that has a usual name holds events
    static Optional<Batch> cut(byte[] source, int from, int to, Predicate<Json> isEvent) {
        int start = from;
        while (start < to && " \t\r\n".indexOf(source[start]) >= 0) {
            start++;
        }
        // A zero byte begins UTF-16 or UTF-32, of which the parser would make something.
        if (to - start < 2 || source[start] == 0 || source[start + 1] == 0) {
            return Optional.empty();
        }
        try {
            return switch (source[start]) {
                case '[' -> Optional.of(new Batch(children(source, start, to), Map.of()));
                case '{' -> object(source, start, to, isEvent);
                default -> Optional.empty();
            };
        } catch (JacksonException e) {
            // What is wrong is told by whoever reads it as one event.
            return Optional.empty();
        }
    }

    private static Optional<Batch> object(
            byte[] source, int from, int to, Predicate<Json> isEvent) {
        List<Slice> members = children(source, from, to);
        boolean isEventList = false;
        for (Slice member : members) {
            isEventList |=
                    member.name().equals("kind") && text(source, member).equals("\"EventList\"");
        }
        for (Slice member : members) {
            boolean isItems = isEventList && member.name().equals("items") && member.isArray();
            if (isItems || (LISTS.contains(member.name()) && member.isArray())) {
                List<Slice> events = children(source, member.from(), member.to());
                if (isItems || holdsEvents(source, member, events, isEvent)) {
                    return Optional.of(new Batch(events, beside(source, members, member)));
                }
            }
            if (member.name().equals("data") && member.isObject()) {
                Optional<Slice> inside = hook(source, member, isEvent);
                if (inside.isPresent()) {
                    List<Slice> events = children(source, inside.get().from(), inside.get().to());
                    return Optional.of(new Batch(events, beside(source, members, member)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holdsEvents(
            byte[] source, Slice list, List<Slice> events, Predicate<Json> isEvent) {
        boolean allObjects = events.stream().allMatch(Slice::isObject);
        if (list.name().equals("Records")) {
            return allObjects;
        }
        return allObjects && !events.isEmpty() && isEvent(source, events.getFirst(), isEvent);
    }

    /// Okta's event hook: `{"data":{"events":[…]}}`.
    private static Optional<Slice> hook(byte[] source, Slice data, Predicate<Json> isEvent) {
        for (Slice member : children(source, data.from(), data.to())) {
            if (member.name().equals("events") && member.isArray()) {
                List<Slice> events = children(source, member.from(), member.to());
                if (!events.isEmpty() && isEvent(source, events.getFirst(), isEvent)) {
                    return Optional.of(member);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isEvent(byte[] source, Slice slice, Predicate<Json> isEvent) {
        if (slice.to() - slice.from() > dev.indelible.event.Limits.EVENT_BYTES_MAX) {
            return false;
        }
        try {
            return isEvent.test(Json.parse(Arrays.copyOfRange(source, slice.from(), slice.to())));
        } catch (InvalidEventException e) {
            return false;
        }
    }

    private static Map<String, String> beside(byte[] source, List<Slice> members, Slice events) {
        var beside = new LinkedHashMap<String, String>();
        int bytes = 0;
        for (Slice member : members) {
            boolean isKnown = Set.of("kind", "apiVersion").contains(member.name());
            if (member.from() != events.from() && !isKnown) {
                bytes += member.to() - member.from() + member.name().length();
                boolean fits = bytes <= Limits.BESIDE_BYTES_MAX;
                beside.put(fits ? member.name() : "", fits ? text(source, member) : TOO_LARGE);
            }
        }
        return beside;
    }

    private static String text(byte[] source, Slice slice) {
        int bytes = Math.min(slice.to() - slice.from(), Limits.BESIDE_BYTES_MAX);
        return new String(source, slice.from(), bytes, UTF_8);
    }

    /// The members of an object or items of an array, with nothing read inside them.
    private static List<Slice> children(byte[] source, int from, int to) {
        var children = new ArrayList<Slice>();
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), source, from, to - from)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            JsonToken token = parser.nextToken();
            while (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                String name = isObject ? parser.currentName() : "";
                JsonToken value = isObject ? parser.nextToken() : token;
                int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                parser.skipChildren();
                parser.finishToken();
                int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                if (children.size() == Limits.BATCH_EVENTS_MAX) {
                    throw new StreamReadException(parser, "too many");
                }
                children.add(
                        new Slice(
                                name,
                                from + start,
                                from + end,
                                value == JsonToken.START_ARRAY,
                                value == JsonToken.START_OBJECT));
                token = parser.nextToken();
            }
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something follows");
            }
        }
        return children;
    }
}
