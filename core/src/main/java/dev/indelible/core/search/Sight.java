package dev.indelible.core.search;

import dev.indelible.core.access.Reach;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.protection.Masking;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.event.Part;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/* A question by a protected field, or by words, which are taken from all of an event, would tell
 * what a mask hides: one hit says that the guess was right. So it is put only to those events whose
 * protected members the caller may see, and refused where there are none. It is the question that is
 * narrowed and not the answer, so that neither counts nor the number of pages tell anything. */

/// What of the events in a scope is seen, and by what they may be asked for. Any thread.
final class Sight {
    private static final Map<Field, List<String>> SOURCES = new EnumMap<>(Field.class);

    static {
        SOURCES.put(
                Field.ACTOR,
                List.of(
                        "actor.id",
                        "actor.email",
                        "actor.name",
                        "actor.onBehalfOf.id",
                        "actor.onBehalfOf.email",
                        "actor.onBehalfOf.name"));
        SOURCES.put(Field.TARGET, List.of("targets.id", "targets.name"));
        SOURCES.put(Field.TARGET_TYPE, List.of("targets.type"));
        SOURCES.put(Field.IP, List.of("client.ip"));
        SOURCES.put(Field.REQUEST_ID, List.of("client.requestId"));
        SOURCES.put(Field.SESSION_ID, List.of("client.sessionId"));
        SOURCES.put(Field.CORRELATION_ID, List.of("correlationId"));
        SOURCES.put(Field.REGION, List.of("region"));
    }

    private final Masking masking;

    /// The field that this member is searched by.
    static Optional<Field> field(MemberPath member) {
        return SOURCES.entrySet().stream()
                .filter(source -> source.getValue().contains(member.toString()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    Sight(Masking masking) {
        this.masking = masking;
    }

    /// The fields that ask by protected members; where nothing is protected, none is given, and a
    /// search by words asks by them too where this is.
    Optional<Set<Field>> protectedFields() {
        if (masking.isEmpty()) {
            return Optional.empty();
        }
        Set<Field> fields = EnumSet.copyOf(SOURCES.keySet());
        fields.removeIf(field -> !isProtected(field));
        return Optional.of(fields);
    }

    private boolean isProtected(Field field) {
        return !protectedMembers(field).isEmpty();
    }

    private List<String> protectedMembers(Field field) {
        return SOURCES.getOrDefault(field, List.of()).stream().filter(masking::covers).toList();
    }

    /// The query within the scope, narrowed if it asks by what is protected.
    ///
    /// @param told fields whose values are in the answer
    /// @throws Denied if the caller sees protected members nowhere
    Query within(Scope scope, Query asked, Collection<Field> told) {
        Query query = Scoped.query(scope, asked);
        requireFilter(scope);
        if (masking.isEmpty()) {
            return query;
        }
        Optional<Asking> asking =
                asks(asked).or(() -> told.stream().flatMap(by -> asks(by).stream()).findFirst());
        if (asking.isEmpty()) {
            return query;
        }
        Reach clear = scope.clear().orElseThrow(() -> denied(asking.get(), scope.viewed()));
        return new Query.And(List.of(query, Scoped.of(clear)));
    }

    /// A scope's own filter is a question too, which somebody has put into it.
    ///
    /// @throws Denied if it asks by what is protected and the caller sees that nowhere
    void requireFilter(Scope scope) {
        if (!masking.isEmpty() && scope.clear().isEmpty()) {
            scope.filter().map(QueryLanguage::kept).ifPresent(this::requireUnprotected);
        }
    }

    /// Refuses a question of a viewer token, which sees protected members nowhere.
    ///
    /// @throws Denied if it asks by what is protected
    void requireUnprotected(Query asked) {
        Optional<Asking> asking = masking.isEmpty() ? Optional.empty() : asks(asked);
        if (asking.isPresent()) {
            throw denied(asking.get(), true);
        }
    }

    /// That a question asks by what is protected.
    ///
    /// @param refusal what is said to who has a role
    /// @param viewed what is said to who looks by a viewer token
    private record Asking(String refusal, String viewed) {}

    private static Denied denied(Asking asking, boolean viewed) {
        return new Denied(Problem.NOT_GRANTED, viewed ? asking.viewed() : asking.refusal());
    }

    private Optional<Asking> asks(Query query) {
        return switch (query) {
            case Query.And(List<Query> all) -> asks(all);
            case Query.Or(List<Query> any) -> asks(any);
            case Query.Not(Query not) -> asks(not);
            case Query.Is(Field field, _) -> asks(field);
            case Query.Begins(Field field, _) -> asks(field);
            case Query.InRange _ -> asks(Field.IP);
            case Query.Word _, Query.WordBegins _, Query.Phrase _ -> Optional.of(byWords());
            case Query.All _, Query.Time _ -> Optional.empty();
        };
    }

    private Optional<Asking> asks(List<Query> queries) {
        return queries.stream().flatMap(query -> asks(query).stream()).findFirst();
    }

    private Optional<Asking> asks(Field field) {
        List<String> hidden = protectedMembers(field);
        if (hidden.isEmpty()) {
            return Optional.empty();
        }
        String members = String.join(", ", hidden);
        // Most ask by the first of its sources, whichever is protected.
        String first = SOURCES.getOrDefault(field, List.of()).getFirst();
        var named = new LinkedHashSet<String>(hidden);
        named.add(first);
        return Optional.of(
                new Asking(
                        "'%s' asks by what is protected here (%s); look a value of %s up by POST /v1/lookup-hash instead; to ask so, it takes the role investigator or administrator"
                                .formatted(field.label(), members, String.join(" or ", named)),
                        "'%s' asks by what is protected here (%s); it takes the role investigator or administrator, which no viewer token has"
                                .formatted(field.label(), members)));
    }

    private Asking byWords() {
        return new Asking(
                "words are searched in all of an event, also in what is protected here; filter by other fields instead, or look a value up by POST /v1/lookup-hash; to ask so, it takes the role investigator or administrator",
                "words are searched in all of an event, also in what is protected here; it takes the role investigator or administrator, which no viewer token has");
    }

    private boolean sees(Scope scope, Entry entry) {
        Optional<Reach> clear = scope.clear();
        return masking.isEmpty()
                || (clear.isPresent()
                        && Matcher.matches(Scoped.of(clear.get()), Document.of(entry)));
    }

    /// The entry as it is shown within the scope.
    Entry shown(Scope scope, Entry entry) {
        return sees(scope, entry) ? entry : masking.shown(entry);
    }

    /// The entry as its bytes are disclosed within the scope: what has a protected member is
    /// withheld as a whole, and its commitment stands for it. Of an entry outside the scope every
    /// part is.
    Entry disclosed(Scope scope, Entry entry) {
        if (!entry.isExpired() && !Matcher.matches(Scoped.of(scope), Document.of(entry))) {
            return entry.without(EnumSet.allOf(Part.class));
        }
        return sees(scope, entry) ? entry : entry.without(masking.parts(entry));
    }
}
