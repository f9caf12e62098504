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
            description =
                    "A query, such as: actor:jane@x -outcome:success \"free text\" (put -- before"
                            + " one that begins with a dash)")
    List<String> query = List.of();

    @Option(
            names = "--organization",
            paramLabel = "ID",
            description = "Only of this organization; without, of all that the key may read")
    @Nullable String organization;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Moments.class,
            description = "At or after: RFC 3339, or so long ago, such as -15m, -24h or -7d")
    @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Moments.class,
            description = "Before, written as --from")
    @Nullable String to;

    @Option(
            names = "--filter",
            paramLabel = "FIELD=VALUE",
            description =
                    "A filter by parameter: project, actor, action, outcome, ip, …; may be given several"
                            + " times")
    Map<String, String> filters = new LinkedHashMap<>();

    Filters() {}

    void addTo(HttpUrl.Builder url) {
        if (!query.isEmpty()) {
            url.addQueryParameter("q", String.join(" ", query));
        }
        if (organization != null) {
            url.addQueryParameter("organization", organization);
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
