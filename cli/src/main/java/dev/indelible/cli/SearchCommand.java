package dev.indelible.cli;

import java.util.concurrent.Callable;
import okhttp3.HttpUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `indelible search`.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Finds events, newest first.")
final class SearchCommand implements Callable<Integer> {
    private static final int PAGE_ROWS_MAX = 1000;

    @Mixin private final Connection connection = new Connection();
    @Mixin private final Filters filters = new Filters();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Rows at most; default ${DEFAULT-VALUE}")
    int limit;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "newest",
            description = "newest, oldest or received; default ${DEFAULT-VALUE}")
    String order = "newest";

    @Option(names = "--json", description = "One event a line, as JSON")
    boolean json;

    SearchCommand() {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--limit is %d and must be 1 or more".formatted(limit), null);
        }
        Api api = connection.api();
        int shown = 0;
        String cursor = "";
        Table table = Rows.table(TerminalWidth.ofOutput());
        while (shown < limit) {
            HttpUrl.Builder url = api.at("v1/events");
            filters.addTo(url);
            url.addQueryParameter("order", order);
            url.addQueryParameter(
                    "limit", Integer.toString(Math.min(PAGE_ROWS_MAX, limit - shown)));
            if (!cursor.isEmpty()) {
                url.addQueryParameter("cursor", cursor);
            }
            JsonNode page = api.get(url.build());
            JsonNode events = page.path("events");
            if (shown == 0 && !json && !events.isEmpty()) {
                table = Rows.table(TerminalWidth.ofOutput(), events);
                System.out.println(table.header());
            }
            for (JsonNode event : events) {
                System.out.println(
                        json ? Terminal.json(event.toString()) : table.row(Rows.values(event)));
            }
            shown += events.size();
            if (events.isEmpty() || !page.path("next").isString()) {
                break;
            }
            cursor = page.path("next").stringValue();
        }
        if (shown == 0) {
            Terminal.tell("No event matches.");
        }
        return ExitCode.OK;
    }
}
