package dev.indelible.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server, and who asks: options over environment over the config file.
final class Connection {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Option(names = "--url", paramLabel = "URL", description = "The server; default " + DEFAULT_URL)
    @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The key. Others on this machine can see it here: better set INDELIBLE_KEY")
    @Nullable String key;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Instead of ~/.config/indelible/config.properties")
    @Nullable Path config;

    Connection() {}

    /// A client for the server.
    ///
    /// @throws CommandFailure if there is no key
    Api api() {
        return api(System.getenv());
    }

    Api api(Map<String, String> environment) {
        Properties file = file(environment);
        String address =
                value(url, environment.get("INDELIBLE_URL"), file.getProperty("url"))
                        .orElse(DEFAULT_URL);
        String secret =
                value(key, environment.get("INDELIBLE_KEY"), file.getProperty("key"))
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "there is no key; set INDELIBLE_KEY, give --key, or write"
                                                + " key=… into the config file",
                                        null));
        return new Api(address, secret);
    }

    /// The organization to send to, if the environment or the config file names one.
    Optional<String> organization(@Nullable String option) {
        Map<String, String> environment = System.getenv();
        return value(
                option,
                environment.get("INDELIBLE_ORGANIZATION"),
                file(environment).getProperty("organization"));
    }

    private static Optional<String> value(@Nullable String... inOrder) {
        for (String value : inOrder) {
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    private Properties file(Map<String, String> environment) {
        var properties = new Properties();
        Path path = config == null ? defaultConfig(environment) : config;
        if (config == null && !Files.isRegularFile(path)) {
            return properties;
        }
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
            warnIfOpen(path, properties);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    2, "cannot read %s: %s".formatted(path, FileFaults.said(e)), e);
        }
    }

    private static Path defaultConfig(Map<String, String> environment) {
        String base = environment.get("XDG_CONFIG_HOME");
        Path folder =
                base == null || base.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(base);
        return folder.resolve("indelible").resolve("config.properties");
    }

    private static void warnIfOpen(Path path, Properties properties) throws IOException {
        if (properties.containsKey("key")
                && Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ)) {
                System.err.println(
                        "indelible: others can read the key in %s; run chmod 600 on it"
                                .formatted(path));
            }
        }
    }
}
