package dev.indelible.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which events: what search, tail and export share.
final class Filters {
    @Parameters(
            arity = "0..*",
            paramLabel = "QUERY",
            description = {
                "A query, such as: actor:jane@x -outcome:success \"free text\"",
                "(put -- before one that begins with a dash)"
            })
    List<String> query = List.of();

    @Option(names = "--from", paramLabel = "TIME", description = "At or after, RFC 3339")
    @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before, RFC 3339")
    @Nullable String to;

    @Option(
            names = "--filter",
            paramLabel = "FIELD=VALUE",
            description =
                    "A filter by parameter: organization, actor, action, outcome, ip, …; may be given"
                            + " several times")
    Map<String, String> filters = new LinkedHashMap<>();

    Filters() {}

    void addTo(HttpUrl.Builder url) {
        if (!query.isEmpty()) {
            url.addQueryParameter("q", String.join(" ", query));
        }
        if (from != null) {
            url.addQueryParameter("from", from);
        }
        if (to != null) {
            url.addQueryParameter("to", to);
        }
        filters.forEach(url::addQueryParameter);
    }
}
