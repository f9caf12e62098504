package dev.indelible.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.search.Field;
import dev.indelible.event.Actor;
import dev.indelible.event.ActorType;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Detail;
import dev.indelible.event.EventReader;
import dev.indelible.event.Json;
import dev.indelible.event.Mention;
import dev.indelible.event.Part;
import dev.indelible.event.Target;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/* In events of others any word may be a person's. In what Indelible itself tells, most words are its
 * own: names of actions, members and paths, ids of keys and organizations, counts. If they counted,
 * an administrator could have a "person" erased that is called `data-access`, `/v1/events` or like
 * their key, and be rid of the record of what they read. So it is looked only where something
 * stands that a person can be: actors who are persons, targets that are no levels and no keys, and
 * the words that somebody gave. */

/// What Indelible tells of itself: who read and who changed what.
final class OwnRecords {
    /// Labels with counts, roles, levels and ids.
    private static final Set<String> OWN =
            Set.of(
                    "times",
                    "rows",
                    "sequences",
                    "counts",
                    "events",
                    "held",
                    "parts",
                    "firstSequence",
                    "lastSequence",
                    "records",
                    "recordsErased",
                    "closed",
                    "parent",
                    "folder",
                    "role",
                    "roles",
                    "overlap",
                    "attempt",
                    "shared");

    private static final Set<String> NOBODY =
            Set.of("organization", "folder", "project", "event", "key");

    /// Fields of a question that say who; the words of all others are those of the log.
    private static final Set<Field> WHO =
            EnumSet.of(
                    Field.ACTOR,
                    Field.TARGET,
                    Field.IP,
                    Field.SESSION_ID,
                    Field.REQUEST_ID,
                    Field.CORRELATION_ID);

    /// A question about such another field.
    private static final Pattern IMPERSONAL =
            Pattern.compile(
                    EnumSet.complementOf(EnumSet.copyOf(WHO)).stream()
                            .map(Field::label)
                            .collect(
                                    Collectors.joining(
                                            "|",
                                            "(?i)(?<![\\w.])(?:",
                                            ")\\s*(?::|!=|=)\\s*(?:\"[^\"]*\"|\\([^)]*\\)|\\S+)")));

    /// Parameters with words of Indelible's own, beside those that are called like a field.
    private static final Set<String> SHAPE =
            Set.of(
                    "level",
                    "from",
                    "to",
                    "order",
                    "limit",
                    "format",
                    "field",
                    "interval",
                    "top",
                    "split",
                    "named",
                    "columns",
                    "view",
                    "days",
                    "dry",
                    "results");

    private OwnRecords() {}

    /// Whether Indelible itself wrote it: no sender can have its key.
    static boolean is(Entry entry) {
        return entry.draft().key().equals(Caller.PLATFORM_ID);
    }

    /// The parts of such an event that name a person. Never the core, and no actor that is a key or
    /// a program; the client goes with the actor.
    static Set<Part> naming(Entry entry, Mention mention) {
        boolean maybe =
                Arrays.stream(Part.values())
                        .map(entry.draft()::stored)
                        .anyMatch(bytes -> bytes != null && (mention.in(bytes) || isCoded(bytes)));
        if (!maybe || entry.isExpired()) {
            return Set.of();
        }
        AuditEvent event = EventReader.event(entry.parts());
        var parts = EnumSet.noneOf(Part.class);
        if (isNamed(event.actor(), mention)) {
            parts.add(Part.ACTOR);
            parts.add(Part.CLIENT);
        }
        if (event.targets().stream().anyMatch(target -> isNamed(target, mention))) {
            parts.add(Part.TARGETS);
        }
        if (words(event).anyMatch(mention::inText)) {
            parts.add(Part.DETAIL);
        }
        parts.removeIf(part -> entry.draft().stored(part) == null);
        return parts;
    }

    /// Whether the person's words stand in a part of such an event that stays.
    static boolean keeps(Entry entry, Mention mention) {
        Set<Part> going = naming(entry, mention);
        return Arrays.stream(Part.values())
                .filter(part -> !going.contains(part))
                .map(entry.draft()::stored)
                .anyMatch(bytes -> bytes != null && mention.in(bytes));
    }

    /// Whether something in it may be written with percent signs, as addresses are.
    private static boolean isCoded(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '%') {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(Actor actor, Mention mention) {
        boolean person = actor.type() == ActorType.USER || actor.type() == ActorType.ANONYMOUS;
        return (person && has(mention, actor.id(), actor.email(), actor.name()))
                || actor.onBehalfOf().stream().anyMatch(other -> isNamed(other, mention));
    }

    private static boolean isNamed(Target target, Mention mention) {
        return has(mention, target.name())
                || (!NOBODY.contains(target.type()) && has(mention, target.id()));
    }

    private static boolean has(Mention mention, @Nullable String... texts) {
        return Arrays.stream(texts).anyMatch(text -> text != null && mention.inText(text));
    }

    /// What of the detail somebody gave.
    private static Stream<String> words(AuditEvent event) {
        Detail detail = event.detail();
        if (detail == null) {
            return Stream.empty();
        }
        var words = new ArrayList<String>();
        add(words, detail.description());
        add(words, detail.reason());
        Detail.Request request = detail.request();
        if (request != null && request.endpoint() != null) {
            words.addAll(asked(request.endpoint(), event.category() == Category.DATA_ACCESS));
        }
        detail.labels().forEach((name, value) -> add(words, OWN.contains(name) ? null : value));
        for (Detail.Change change : detail.changes()) {
            for (Json value : new @Nullable Json[] {change.oldValue(), change.newValue()}) {
                if (value != null) {
                    words.addAll(value.texts());
                }
            }
        }
        return words.stream();
    }

    private static void add(List<String> words, @Nullable String text) {
        if (text != null) {
            words.add(text);
        }
    }

    /// What was asked that was answered has a path and parameters which Indelible knows; what was
    /// refused may have any.
    private static List<String> asked(String endpoint, boolean answered) {
        if (!answered) {
            return List.of(endpoint, decoded(endpoint));
        }
        int query = endpoint.indexOf('?');
        return query < 0
                ? List.of()
                : Stream.of(endpoint.substring(query + 1).split("&"))
                        .flatMap(OwnRecords::given)
                        .collect(Collectors.toList());
    }

    /// The words of a parameter that somebody gave.
    private static Stream<String> given(String parameter) {
        String name = decoded(parameter.split("=", 2)[0]);
        String value = decoded(parameter.substring(parameter.indexOf('=') + 1));
        Optional<Field> field = Field.find(name);
        if (SHAPE.contains(name) || (field.isPresent() && !WHO.contains(field.get()))) {
            return Stream.empty();
        }
        return Stream.of(IMPERSONAL.matcher(value).replaceAll(" "));
    }

    /// Of a part of an address as forms write it; what is not understood stays.
    private static String decoded(String text) {
        byte[] coded = text.getBytes(UTF_8);
        var plain = new ByteArrayOutputStream(coded.length);
        for (int at = 0; at < coded.length; at++) {
            int high = coded[at] == '%' ? digit(coded, at + 1) : -1;
            int low = high < 0 ? -1 : digit(coded, at + 2);
            if (low >= 0) {
                plain.write(high << 4 | low);
                at += 2;
            } else {
                plain.write(coded[at] == '+' ? ' ' : coded[at]);
            }
        }
        return plain.toString(UTF_8);
    }

    private static int digit(byte[] text, int at) {
        return at < text.length ? Character.digit(text[at], 16) : -1;
    }
}
