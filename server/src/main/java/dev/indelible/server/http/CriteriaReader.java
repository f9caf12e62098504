package dev.indelible.server.http;

import dev.indelible.core.access.View;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.Field;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The filters that list, export, stats, values and tail share.
final class CriteriaReader {
    /// Fields that are parameters; the others are asked for in `q`.
    private static final List<Field> FIELDS =
            List.of(
                    Field.ACTOR,
                    Field.ACTION,
                    Field.OPERATION,
                    Field.CATEGORY,
                    Field.OUTCOME,
                    Field.SEVERITY,
                    Field.SERVICE,
                    Field.CHANNEL,
                    Field.TARGET,
                    Field.TARGET_TYPE,
                    Field.IP);

    private static final List<String> LEVELS =
            List.of("organization", "folder", "project", "level");

    private CriteriaReader() {}

    /// The request's parameters, if it has no others than the filters and these.
    static Parameters parameters(ServerRequest request, String... others) {
        var known = new ArrayList<>(List.of(others));
        FIELDS.forEach(field -> known.add(field.label()));
        known.addAll(LEVELS);
        known.addAll(List.of("from", "to", "text", "q"));
        return Parameters.of(request, known.toArray(String[]::new));
    }

    /// Which levels the question is about.
    static View view(Parameters parameters) {
        return new View(
                Set.copyOf(parameters.all("organization")),
                Set.copyOf(parameters.all("folder")),
                Set.copyOf(parameters.all("project")),
                parameters.is("level", "own") ? View.Depth.OWN : View.Depth.BELOW);
    }

    static Criteria criteria(Parameters parameters) {
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        FIELDS.forEach(field -> fields.put(field, parameters.all(field.label())));
        return new Criteria(
                fields,
                parameters.text("from"),
                parameters.text("to"),
                parameters.text("text"),
                parameters.text("q"));
    }
}
