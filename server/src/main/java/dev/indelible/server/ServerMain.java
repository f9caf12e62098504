package dev.indelible.server;

import dev.indelible.server.config.NamedFiles;
import dev.indelible.server.config.Setting;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.PortalResource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Starts the server in the foreground and stops it cleanly on SIGTERM or SIGINT.
public final class ServerMain {
    private static final int EXIT_OK = 0;
    private static final int EXIT_SETTINGS = 2;
    private static final int EXIT_FAILED = 1;

    private ServerMain() {}

    /// What the command line says beside the settings.
    ///
    /// @param config a settings file, `key=value` a line
    /// @param overrides settings by key, over file and environment
    /// @param demo whether sample events are loaded
    public record Options(Optional<Path> config, Map<String, String> overrides, Demo demo) {}

    /// Whether sample events are loaded.
    public enum Demo {
        NONE,
        LOAD
    }

    /// Runs until the process is told to stop.
    ///
    /// @return the exit code
    public static int run(Map<String, String> environment, Options options) {
        // Whoever renegotiates costs us a handshake for a few bytes (CVE-2011-1473); with TLS 1.3
        // nobody can. The platform looks here before its first connection, and only then.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        PrintStream out = System.out;
        Settings settings;
        try {
            settings = settings(environment, options);
        } catch (IllegalArgumentException e) {
            System.err.println("indelible: " + e.getMessage());
            return EXIT_SETTINGS;
        }
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        try (Server server = Server.open(settings)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        stop.countDown();
                                        awaitQuietly(stopped);
                                    },
                                    "shutdown"));
            int loaded = options.demo() == Demo.LOAD ? server.loadDemo() : 0;
            greet(out, settings, server, loaded);
            awaitQuietly(stop);
            out.println("Stopping.");
        } catch (IOException | RuntimeException e) {
            System.err.println("indelible: cannot start: " + StartFaults.said(e, settings));
            return EXIT_FAILED;
        } finally {
            stopped.countDown();
        }
        return EXIT_OK;
    }

    private static Settings settings(Map<String, String> environment, Options options) {
        Map<String, String> file = options.config().map(NamedFiles::settings).orElse(Map.of());
        var variables = new HashMap<>(environment);
        options.overrides().forEach((key, value) -> variables.put(Setting.variable(key), value));
        Settings settings = Settings.parse(file, variables);
        NamedFiles.requireReadable(settings);
        return settings;
    }

    private static void greet(PrintStream out, Settings settings, Server server, int loaded) {
        out.println("Indelible is ready at " + server.url());
        server.newKey()
                .ifPresent(key -> {
                    out.println();
                    out.println("The administrator's key, shown this once:");
                    out.println("  " + key);
                });
        if (!server.isAdministered()) {
            out.println();
            out.println(
                    "Nobody administers this instance: each key that could was revoked or has expired.");
            out.println(
                    "Start it with another secret in INDELIBLE_BOOTSTRAP_KEY, of at least 16 characters.");
        }
        if (loaded > 0) {
            out.println();
            out.println(
                    "Loaded %d sample events into organization '%s'."
                            .formatted(loaded, DemoEvents.ORGANIZATION));
        }
        out.println();
        out.println(
                PortalResource.isBuilt()
                        ? "The portal: %s (sign in with the key)".formatted(server.url())
                        : "This server was built without its portal: there was no Node.js 20.19 or newer.");
        out.println();
        out.println("Send an event and find it:");
        // In double quotes, so that a shell puts the variable in where the key is not shown again.
        String header =
                "-H \"Authorization: Bearer %s\""
                        .formatted(server.newKey().orElse("$INDELIBLE_KEY"));
        out.println(
                "  curl %s -d '{\"action\":\"user.login\",\"actor\":{\"id\":\"jane\"}}' %s/v1/events"
                        .formatted(header, server.url()));
        out.println("  curl %s '%s/v1/events?actor=jane'".formatted(header, server.url()));
        out.println();
        out.println(
                "API reference: %s/docs (any user name, the key as password). Data: %s. Ctrl-C stops."
                        .formatted(server.url(), settings.data().toAbsolutePath().normalize()));
        out.flush();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
