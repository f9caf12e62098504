package dev.indelible.storage.lucene;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.IpRange;
import dev.indelible.core.search.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// Queries as Lucene asks them.
final class Queries {
    /// From how many values of one field on a set is looked up faster than each.
    private static final int SET_FROM = 16;

    static {
        // A word may stand for any of several fields, so a query has more clauses than terms.
        IndexSearcher.setMaxClauseCount(16 * Limits.QUERY_TERMS_MAX);
    }

    private final LongFunction<Entry> journal;
    private final Deadline deadline;

    /// @param journal the entry at a position, for phrases
    Queries(LongFunction<Entry> journal, Deadline deadline) {
        this.journal = journal;
        this.deadline = deadline;
    }

    org.apache.lucene.search.Query of(Query query) {
        return switch (query) {
            case Query.All _ -> MatchAllDocsQuery.INSTANCE;
            case Query.And(List<Query> all) ->
                    all.isEmpty() ? everything() : joined(all, Occur.FILTER);
            case Query.Or(List<Query> any) -> either(any);
            case Query.Not(Query not) ->
                    new BooleanQuery.Builder()
                            .add(everything(), Occur.FILTER)
                            .add(of(not), Occur.MUST_NOT)
                            .build();
            case Query.Is(Field field, String value) ->
                    new TermQuery(new Term(Names.term(field), Keywords.term(value)));
            case Query.Begins(Field field, String prefix) -> begins(field, prefix);
            case Query.InRange(IpRange range) ->
                    BinaryPoint.newRangeQuery(
                            Names.ADDRESS, new byte[][] {range.low()}, new byte[][] {range.high()});
            case Query.Time(long from, long to) -> range(Names.TIME, from, to);
            case Query.Word(String word) -> word(word);
            case Query.WordBegins(String prefix) -> new PrefixQuery(new Term(Names.TEXT, prefix));
            case Query.Phrase(List<String> words) -> phrase(words);
        };
    }

    /// Values from one up to below another.
    static org.apache.lucene.search.Query range(String field, long from, long end) {
        return NumericDocValuesField.newSlowRangeQuery(
                field, from, end == Long.MIN_VALUE ? end : end - 1);
    }

    /// Both of two queries.
    static org.apache.lucene.search.Query both(
            org.apache.lucene.search.Query one, org.apache.lucene.search.Query other) {
        return new BooleanQuery.Builder().add(one, Occur.FILTER).add(other, Occur.FILTER).build();
    }

    private static org.apache.lucene.search.Query everything() {
        return MatchAllDocsQuery.INSTANCE;
    }

    private org.apache.lucene.search.Query joined(List<Query> queries, Occur occur) {
        var joined = new BooleanQuery.Builder();
        queries.forEach(query -> joined.add(of(query), occur));
        return joined.build();
    }

    private static org.apache.lucene.search.Query begins(Field field, String prefix) {
        String name = Names.term(field);
        if (prefix.isEmpty() && field.isFacet()) {
            return new FieldExistsQuery(Names.facet(field));
        }
        var begins = new PrefixQuery(new Term(name, prefix));
        if (prefix.isEmpty() || !Keywords.beginsLikeUuid(prefix)) {
            return begins;
        }
        return new BooleanQuery.Builder()
                .add(begins, Occur.SHOULD)
                .add(
                        new TermRangeQuery(
                                name, Keywords.first(prefix), Keywords.last(prefix), true, true),
                        Occur.SHOULD)
                .build();
    }

    private org.apache.lucene.search.Query either(List<Query> any) {
        var values = new ArrayList<BytesRef>();
        Field field = any.isEmpty() || !(any.getFirst() instanceof Query.Is is) ? null : is.field();
        for (Query query : any) {
            if (query instanceof Query.Is is && is.field() == field) {
                values.add(Keywords.term(is.value()));
            }
        }
        return field != null && values.size() == any.size() && values.size() >= SET_FROM
                ? new TermInSetQuery(Names.term(field), values)
                : joined(any, Occur.SHOULD);
    }

    private static org.apache.lucene.search.Query word(String word) {
        return new TermQuery(new Term(Names.TEXT, word));
    }

    private org.apache.lucene.search.Query phrase(List<String> words) {
        var all = new BooleanQuery.Builder();
        words.stream().distinct().forEach(word -> all.add(word(word), Occur.FILTER));
        all.add(new PhraseCheck(words, journal, deadline), Occur.FILTER);
        return all.build();
    }
}
