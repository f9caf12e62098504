package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.Document;
import dev.indelible.core.search.Field;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.SearchIndex.ValueCount;
import dev.indelible.core.search.Searches;
import dev.indelible.core.search.Spacing;
import dev.indelible.core.search.Stats;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts: histogram, top values, pick-lists.
final class StatsResource implements Endpoint.Resource {
    private static final Pattern INTERVAL = Pattern.compile("([1-9]\\d{0,5})([smhd])");
    private static final int TOP_DEFAULT = 10;

    /// Asks for the names of actors beside their ids.
    private static final String NAMED = "named";

    private final Searches searches;
    private final Access access;
    private final Reading reading;

    StatsResource(Searches searches, Access access, Reading reading) {
        this.searches = searches;
        this.access = access;
        this.reading = reading;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.viewed("/v1/events/stats", this::stats).searching(),
                Endpoint.viewed("/v1/events/values", this::values).searching());
    }

    private void stats(ServerRequest request, ServerResponse response) {
        Parameters parameters =
                CriteriaReader.parameters(request, "interval", "field", "top", "split", NAMED);
        Scope scope =
                access.scope(
                        Authentication.caller(request),
                        Right.READ,
                        CriteriaReader.view(parameters));
        Set<Field> fields = EnumSet.noneOf(Field.class);
        parameters.all("field").forEach(label -> fields.add(field(label)));
        Optional<Field> split = parameters.text("split").map(StatsResource::field);
        Criteria criteria = CriteriaReader.criteria(parameters);
        Stats stats =
                searches.stats(
                        scope,
                        criteria,
                        spacing(parameters, criteria),
                        fields,
                        parameters.integer("top", TOP_DEFAULT, 1, Limits.VALUES_MAX),
                        split);
        Named named = Named.NONE;
        if (parameters.is(NAMED, "true")) {
            List<ValueCount> actors = stats.top().getOrDefault(Field.ACTOR, List.of());
            named = named(scope, criteria, actors, false);
        }
        reading.count(request, scope, stats.total(), counted(fields, split, named), named.shown());
        var document = new LinkedHashMap<String, Object>();
        document.put("total", stats.total());
        document.put("interval", Duration.ofNanos(stats.widthNanos()).toString());
        document.put("histogram", bars(stats));
        var top = new LinkedHashMap<String, Object>();
        for (Map.Entry<Field, List<ValueCount>> one : stats.top().entrySet()) {
            Named of = one.getKey() == Field.ACTOR ? named : Named.NONE;
            top.put(one.getKey().label(), of.counts(one.getValue()));
        }
        document.put("top", top);
        Answers.ok(response, document);
    }

    /// Where it is not said to when, what is dated far ahead has no bar rather than all have none.
    private static Spacing spacing(Parameters parameters, Criteria criteria) {
        Optional<Long> width = parameters.text("interval").map(StatsResource::interval);
        return criteria.to().isPresent()
                ? Spacing.of(width)
                : new Spacing(width, Document.nanos(Instant.now()));
    }

    private static List<Map<String, Object>> bars(Stats stats) {
        var bars = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < stats.histogram().size(); i++) {
            long nanos = stats.fromNanos() + i * stats.widthNanos();
            var bar = new LinkedHashMap<String, Object>();
            bar.put("time", Instant.EPOCH.plusNanos(nanos).toString());
            bar.put("count", stats.histogram().get(i));
            if (!stats.split().isEmpty()) {
                bar.put("split", split(stats, i));
            }
            bars.add(bar);
        }
        return bars;
    }

    /// One bar by the values of the field that was asked for; values it has none of are left out.
    private static Map<String, Object> split(Stats stats, int index) {
        var counts = new LinkedHashMap<String, Object>();
        stats.split()
                .forEach((value, histogram) -> {
                    long count = histogram.get(index);
                    if (count > 0) {
                        counts.put(value, count);
                    }
                });
        return counts;
    }

    private static long interval(String text) {
        Matcher matcher = INTERVAL.matcher(text);
        if (!matcher.matches()) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "interval '%s' is not such as 30s, 5m, 1h or 1d".formatted(Texts.shown(text)));
        }
        long count = Long.parseLong(matcher.group(1));
        Duration unit =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        try {
            return Math.multiplyExact(count, unit.toNanos());
        } catch (ArithmeticException e) {
            throw new ProblemAnswer(
                    400, "parameter-invalid", "interval is longer than 100,000 days");
        }
    }

    private void values(ServerRequest request, ServerResponse response) {
        Parameters parameters =
                CriteriaReader.parameters(request, "field", "prefix", "limit", NAMED);
        Scope scope =
                access.scope(
                        Authentication.caller(request),
                        Right.READ,
                        CriteriaReader.view(parameters));
        Field field =
                field(
                        parameters
                                .text("field")
                                .orElseThrow(() ->
                                        new ProblemAnswer(
                                                400,
                                                "parameter-invalid",
                                                "parameter 'field' is missing")));
        Criteria criteria = CriteriaReader.criteria(parameters);
        List<ValueCount> values =
                searches.values(
                        scope,
                        criteria,
                        field,
                        parameters.text("prefix").orElse(""),
                        parameters.integer(
                                "limit", Limits.PAGE_ROWS_DEFAULT, 1, Limits.VALUES_MAX));
        Named named =
                parameters.is(NAMED, "true") && field == Field.ACTOR
                        ? named(scope, criteria, values, true)
                        : Named.NONE;
        Set<String> counts = counted(Set.of(field), Optional.empty(), named);
        reading.count(request, scope, values.size(), counts, named.shown());
        Answers.ok(response, Map.of("values", named.counts(values)));
    }

    private static Set<String> counted(Set<Field> fields, Optional<Field> split, Named named) {
        var counted = new TreeSet<String>();
        fields.forEach(field -> counted.add(field.label()));
        split.ifPresent(field -> counted.add(field.label()));
        if (!named.shown().isEmpty()) {
            counted.add(NAMED);
        }
        return counted;
    }

    /// @param withFirst whether also the first that each did is told
    private Named named(
            Scope scope, Criteria criteria, List<ValueCount> actors, boolean withFirst) {
        List<String> values =
                actors.stream().limit(Limits.VALUES_NAMED_MAX).map(ValueCount::value).toList();
        Map<String, List<Entry>> newest =
                searches.firsts(scope, criteria, Field.ACTOR, values, Order.NEWEST);
        // Who tells no name today may have told it before, also before what is asked about.
        newest.replaceAll((value, entries) ->
                entries.stream().anyMatch(Named::hasName)
                        ? entries
                        : searches.newest(scope, Field.ACTOR, value, Named::hasName)
                                .map(List::of)
                                .orElse(entries));
        return Named.of(
                newest,
                withFirst
                        ? searches.firsts(scope, criteria, Field.ACTOR, values, Order.OLDEST)
                        : Map.of());
    }

    private static Field field(String label) {
        return Field.find(label)
                .filter(Field::isFacet)
                .orElseThrow(() ->
                        new ProblemAnswer(
                                400,
                                "parameter-invalid",
                                "field '%s' cannot be counted; these can: %s"
                                        .formatted(Texts.shown(label), countable())));
    }

    private static String countable() {
        var labels = new ArrayList<String>();
        for (Field field : Field.values()) {
            if (field.isFacet()) {
                labels.add(field.label());
            }
        }
        return String.join(", ", labels);
    }
}
