package dev.indelible.cli;

import dev.indelible.server.ServerMain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `indelible server`.
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Runs the server in the foreground until Ctrl-C or SIGTERM.",
        footerHeading = "%nSettings:%n",
        footer = {
            "  INDELIBLE_PORT (8080), INDELIBLE_ADDRESS (127.0.0.1),",
            "  INDELIBLE_DATA (./data), INDELIBLE_BOOTSTRAP_KEY,",
            "  INDELIBLE_TLS_CERTIFICATE, INDELIBLE_TLS_PRIVATE_KEY and more, which",
            "  docs/operating.md tells of; the same in a settings file as port, address,",
            "  data, … Options are stronger than the environment, and that than the file."
        })
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "On which port; 0 for any free one")
    @Nullable Integer port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "Where to listen; set 0.0.0.0 only with TLS or behind a proxy")
    @Nullable String address;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where everything is kept")
    @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A settings file; key=value a line")
    @Nullable Path config;

    @Option(
            names = "--demo",
            description = "Loads sample events, so that there is something to see")
    boolean demo;

    ServerCommand() {}

    @Override
    public Integer call() {
        Map<String, String> overrides = new HashMap<>();
        if (port != null) {
            overrides.put("port", port.toString());
        }
        if (address != null) {
            overrides.put("address", address);
        }
        if (data != null) {
            overrides.put("data", data.toString());
        }
        System.setOut(StandardOutput.ofServer());
        return ServerMain.run(
                System.getenv(),
                new ServerMain.Options(
                        Optional.ofNullable(config),
                        overrides,
                        demo ? ServerMain.Demo.LOAD : ServerMain.Demo.NONE));
    }
}
