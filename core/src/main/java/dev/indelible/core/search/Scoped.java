package dev.indelible.core.search;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Reach;
import dev.indelible.core.access.Scope;
import dev.indelible.event.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/* Indelible's record of itself lies in the same log as the events of its users, and would be in
 * every list: who polls would find its own polling. So it is left out unless the question asks for
 * it, by its service or by one of the categories that only a record of access has. What is left
 * out is known by the key of its events, which no sender can have, not by what they tell. */

/// Questions within a scope.
final class Scoped {
    private static final Query OF_ITSELF = new Query.Is(Field.KEY, Caller.PLATFORM_ID);
    private static final Query OF_READS =
            new Query.And(
                    List.of(OF_ITSELF, new Query.Is(Field.CATEGORY, Category.DATA_ACCESS.label())));
    private static final Set<Query> ASKING =
            Set.of(
                    OF_ITSELF,
                    new Query.Is(Field.SERVICE, Caller.PLATFORM_ID),
                    new Query.Is(Field.CATEGORY, Category.DATA_ACCESS.label()),
                    new Query.Is(Field.CATEGORY, Category.POLICY_DENIED.label()),
                    new Query.Is(Field.CATEGORY, Category.SIGN_IN.label()));

    private Scoped() {}

    /// What of a scope answers the query.
    static Query query(Scope scope, Query asked) {
        var all = new ArrayList<Query>();
        add(of(scope), all);
        add(asked, all);
        if (!scope.ofItself() && !asksForItself(asked)) {
            all.add(new Query.Not(OF_ITSELF));
        }
        return all.size() == 1 ? all.getFirst() : new Query.And(all);
    }

    /// Flat, which indexes answer faster.
    private static void add(Query query, List<Query> all) {
        if (query instanceof Query.And(List<Query> inner)) {
            inner.forEach(one -> add(one, all));
        } else if (!(query instanceof Query.All)) {
            all.add(query);
        }
    }

    /// Everything of a scope.
    static Query of(Scope scope) {
        Query reach = of(scope.reach());
        return scope.filter()
                .<Query>map(q -> new Query.And(List.of(reach, QueryLanguage.kept(q))))
                .orElse(reach);
    }

    /// Everything that a reach reaches.
    static Query of(Reach reach) {
        return switch (reach) {
            case Reach.All(List<Reach> all) -> new Query.And(all.stream().map(Scoped::of).toList());
            case Reach.Any(List<Reach> any) -> new Query.Or(any.stream().map(Scoped::of).toList());
            case Reach.Not(Reach not) -> new Query.Not(of(not));
            case Reach.Named(Reach.Kind kind, Set<String> ids) -> named(field(kind), ids);
            case Reach.In(_, Reach now) -> of(now);
            case Reach.Present(Reach.Kind kind) -> new Query.Begins(field(kind), "");
            case Reach.OfItself _ -> OF_ITSELF;
            case Reach.OfReads _ -> OF_READS;
        };
    }

    private static Query named(Field field, Set<String> ids) {
        List<Query> any =
                ids.stream().<Query>map(id -> new Query.Is(field, Field.folded(id))).toList();
        return any.size() == 1 ? any.getFirst() : new Query.Or(any);
    }

    private static Field field(Reach.Kind kind) {
        return switch (kind) {
            case ORGANIZATION -> Field.ORGANIZATION;
            case FOLDER -> Field.FOLDER;
            case PROJECT -> Field.PROJECT;
        };
    }

    private static boolean asksForItself(Query query) {
        return switch (query) {
            case Query.And(List<Query> all) -> all.stream().anyMatch(Scoped::asksForItself);
            case Query.Or(List<Query> any) -> any.stream().anyMatch(Scoped::asksForItself);
            case Query.Is is -> ASKING.contains(is);
            case Query.All _,
                    Query.Not _,
                    Query.Begins _,
                    Query.InRange _,
                    Query.Time _,
                    Query.Word _,
                    Query.WordBegins _,
                    Query.Phrase _ ->
                    false;
        };
    }
}
