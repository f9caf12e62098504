package dev.indelible.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import okhttp3.HttpUrl;
import okhttp3.Response;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `indelible tail`.
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Follows events as they become durable, until Ctrl-C.",
            "A broken connection is made again where it broke; nothing is shown twice or left out."
        })
final class TailCommand implements Callable<Integer> {
    @Mixin private final Connection connection = new Connection();
    @Mixin private final Filters filters = new Filters();

    @Option(names = "--json", description = "One event a line, as JSON")
    boolean json;

    private final Table table = Rows.table(TerminalWidth.ofOutput());
    private Optional<String> lastId = Optional.empty();
    private String id = "";

    TailCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Api api = connection.api();
        HttpUrl.Builder url = api.at("v1/events/tail");
        filters.addTo(url);
        var pauses = new Pauses(Duration.ofMinutes(10), System.err);
        while (true) {
            try (Response response = api.stream(url.build(), lastId);
                    var lines = new BufferedReader(response.body().charStream())) {
                pauses.succeeded();
                if (lastId.isEmpty() && Terminal.isInteractive()) {
                    Terminal.tell("Following; events show as they come, Ctrl-C ends.");
                }
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    line(line);
                }
            } catch (IOException e) {
                CommandFailure lost = api.unreachable(e);
                if (pauses.await(String.valueOf(lost.getMessage()), Optional.empty()).isPresent()) {
                    throw lost;
                }
                System.err.println("indelible: connection lost, connecting again");
            }
        }
    }

    /// WHATWG HTML, section 9.2.6, as far as our server uses it.
    private void line(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("data: ")) {
            String event = line.substring(6);
            System.out.println(
                    json ? Terminal.json(event) : table.row(Rows.values(Api.json(event))));
            lastId = Optional.of(id);
        }
    }
}
