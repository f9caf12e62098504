package dev.indelible.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `indelible integrations`: destinations, how they are, and what they got.
@Command(
        name = "integrations",
        mixinStandardHelpOptions = true,
        description = "Destinations: how they are, what they got, and what to do about it.")
final class IntegrationsCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String WHICH =
            "The integration, by its id, or its name if no other has it";

    IntegrationsCommand() {}

    private static PrintStream out() {
        return System.out;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "One line each. Exits with 1 if any is not healthy.")
    int list(
            @Mixin Connection connection,
            @Option(names = "--json", description = "As JSON") boolean json) {
        JsonNode all = all(connection.api());
        if (json) {
            out().println(Terminal.json(all.toString()));
        }
        if (all.isEmpty()) {
            Terminal.tell("There is no integration.");
        } else if (!json) {
            DestinationRows.print(all, out());
        }
        boolean healthy =
                all.valueStream()
                        .allMatch(one -> one.path("status").path("healthy").asBoolean(false));
        return healthy ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Creates one from a JSON file, as POST /v1/integrations takes it.")
    int create(
            @Mixin Connection connection,
            @Parameters(
                            paramLabel = "FILE",
                            description = "What it is, as JSON; - for standard input")
                    Path file)
            throws IOException {
        Api api = connection.api();
        String body =
                file.toString().equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(file);
        return show(api.post(api.at("v1/integrations").build(), body));
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description =
                    "Sends a real audit event and says what came of it. Exits with 1 if it did not arrive.")
    int test(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Option(names = "--json", description = "The whole exchange, as JSON") boolean json) {
        Api api = connection.api();
        JsonNode exchange = api.post(at(api, which, "test").build(), "");
        out().println(
                        json
                                ? Terminal.json(exchange.toString())
                                : Terminal.safe(told(which, exchange)));
        String outcome = exchange.path("outcome").asString("");
        return outcome.equals("confirmed") || outcome.equals("waiting")
                ? ExitCode.OK
                : ExitCode.INCOMPLETE;
    }

    private static String told(String which, JsonNode exchange) {
        long millis = exchange.path("phases").valueStream().mapToLong(JsonNode::asLong).sum();
        return "%s: %s (event %s, %d ms)"
                .formatted(
                        which,
                        exchange.path("meaning").asString(""),
                        exchange.path("event").asString(""),
                        millis);
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description =
                    "Tries at once what waits for its next try, because what failed is mended.")
    int retry(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which) {
        Api api = connection.api();
        return show(api.post(at(api, which, "retry").build(), "").path("status"));
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Stops deliveries; events wait in the journal.")
    int pause(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the log")
                    @Nullable String reason) {
        Api api = connection.api();
        HttpUrl.Builder url = at(api, which, "pause");
        if (reason != null) {
            url.addQueryParameter("reason", reason);
        }
        return show(api.post(url.build(), "").path("status"));
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Goes on, and tries at once what waits.")
    int resume(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which) {
        Api api = connection.api();
        return show(api.post(at(api, which, "resume").build(), "").path("status"));
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Sends events again, marked as such, beside the live stream.")
    int replay(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "TIME",
                            converter = Moments.class,
                            description =
                                    "RFC 3339, so long ago, such as -24h, sequence:42 of the"
                                            + " organization's log, or destinationSequence:42")
                    String from,
            @Option(
                            names = "--to",
                            paramLabel = "TIME",
                            converter = Moments.class,
                            description = "Before, written as --from")
                    @Nullable String to) {
        Api api = connection.api();
        String body =
                JSON.writeValueAsString(
                        to == null ? Map.of("from", from) : Map.of("from", from, "to", to));
        return show(api.post(at(api, which, "replay").build(), body));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Compares what was delivered with the event ids that a receiver has, one a"
                            + " line. Exits with 1 if any is missing or extra.")
    int verify(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Parameters(
                            paramLabel = "FILE",
                            description = "What the receiver has; an event id a line")
                    Path file)
            throws IOException {
        Api api = connection.api();
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                ids.add(line.strip());
            }
        }
        JsonNode answer =
                api.post(
                        at(api, which, "verify").build(),
                        JSON.writeValueAsString(Map.of("ids", ids)));
        out().println(
                        "%d expected, %d received, %d missing, %d extra, %d parked"
                                .formatted(
                                        answer.path("expected").asLong(0),
                                        answer.path("received").asLong(0),
                                        answer.path("missingCount").asLong(0),
                                        answer.path("extraCount").asLong(0),
                                        answer.path("parkedCount").asLong(0)));
        for (JsonNode missing : answer.path("missing")) {
            out().println("missing " + Terminal.safe(missing.path("id").asString("")));
        }
        for (JsonNode extra : answer.path("extra")) {
            out().println("extra " + Terminal.safe(extra.asString("")));
        }
        boolean intact = answer.path("confirmationsIntact").asBoolean(true);
        if (!intact) {
            out().println("the server's confirmations were changed outside of it");
        }
        return intact && answer.path("complete").asBoolean(false)
                ? ExitCode.OK
                : ExitCode.INCOMPLETE;
    }

    @Command(
            name = "manifest",
            mixinStandardHelpOptions = true,
            description = "What was delivered, hour by hour, as signed notes.")
    int manifest(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            converter = Moments.class,
                            description = "RFC 3339, or so long ago, such as -24h or -7d")
                    @Nullable String from) {
        Api api = connection.api();
        HttpUrl.Builder url = at(api, which, "manifest");
        if (from != null) {
            url.addQueryParameter("from", from);
        }
        JsonNode manifest = api.get(url.build());
        if (manifest.path("hours").isEmpty()) {
            Terminal.tell("Nothing was delivered in this time.");
        }
        showNote(manifest.path("note"));
        if (manifest.has("next")) {
            // A day ago is an hour later when an hour ends; pages are whole of the same hours only.
            JsonNode hours = manifest.path("hours");
            Instant last = Instant.parse(hours.path(hours.size() - 1).path("hour").asString());
            url.setQueryParameter("from", hours.at("/0/hour").asString());
            url.setQueryParameter("to", last.plus(1, ChronoUnit.HOURS).toString());
        }
        while (manifest.has("next")) {
            url.setQueryParameter("after", manifest.path("next").asString());
            manifest = api.get(url.build());
            out().println();
            showNote(manifest.path("note"));
        }
        return ExitCode.OK;
    }

    private static void showNote(JsonNode note) {
        note.asString("").lines().forEach(line -> out().println(Terminal.safe(line)));
    }

    @Command(
            name = "parked",
            mixinStandardHelpOptions = true,
            description =
                    "Lists events that are parked or being sent after all, or sends or skips them. Exits with 1 while there are any.")
    int parked(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID-OR-NAME", description = WHICH) String which,
            @Option(names = "--send-all", description = "Sends all again") boolean sendAll,
            @Option(
                            names = "--skip",
                            paramLabel = "NUMBER",
                            description = "Gives up this one, by its number in the list")
                    @Nullable Long skip,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the log")
                    @Nullable String reason) {
        Api api = connection.api();
        String body = JSON.writeValueAsString(Map.of("reason", reason == null ? "" : reason));
        if (sendAll) {
            return sendAll(api, at(api, which, "parked"), body);
        }
        if (skip != null) {
            HttpUrl url = at(api, which, "parked/" + skip + "/skip").build();
            return show(api.post(url, body));
        }
        Optional<Table> table = Optional.empty();
        HttpUrl.Builder url = at(api, which, "parked");
        JsonNode page;
        do {
            page = api.get(url.build());
            table = ParkedRows.print(page.path("parked"), table, out());
            url.setQueryParameter("after", page.path("next").asString(""));
        } while (page.path("next").isNumber());
        if (table.isEmpty()) {
            Terminal.tell("Nothing is parked.");
        }
        return table.isPresent() ? ExitCode.INCOMPLETE : ExitCode.OK;
    }

    /// Sends all, a hundred at a time.
    private static int sendAll(Api api, HttpUrl.Builder url, String body) {
        long sent = 0;
        long refused = 0;
        JsonNode answer;
        do {
            answer = api.post(url.build(), body);
            sent += answer.path("sent").asLong(0);
            refused += answer.path("refused").asLong(0);
            url.setQueryParameter("after", answer.path("next").asString(""));
        } while (answer.path("next").isNumber());
        long parked = api.get(url.setQueryParameter("after", "0").build()).path("parked").size();
        out().println("%d sent, %d refused".formatted(sent, refused));
        return parked == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    private static int show(JsonNode document) {
        out().println(Terminal.json(document.toString()));
        return ExitCode.OK;
    }

    private static JsonNode all(Api api) {
        return api.get(api.at("v1/integrations").build()).path("integrations");
    }

    /// An address under the integration of this id, or of this name if only one has it.
    private static HttpUrl.Builder at(Api api, String which, String rest) {
        Optional<String> id = Optional.empty();
        for (JsonNode one : all(api)) {
            if (one.path("id").asString("").equals(which)) {
                id = Optional.of(which);
                break;
            }
            if (one.path("name").asString("").equals(which)) {
                if (id.isPresent()) {
                    throw new CommandFailure(
                            ExitCode.REFUSED,
                            "several integrations have this name; give the id",
                            null);
                }
                id = Optional.of(one.path("id").asString(""));
            }
        }
        String found =
                id.orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.REFUSED,
                                "there is no integration '%s'".formatted(which),
                                null));
        return api.at("v1/integrations/" + found + "/" + rest);
    }
}
