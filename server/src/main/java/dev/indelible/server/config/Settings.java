package dev.indelible.server.config;

import dev.indelible.core.quota.Quota;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.search.IpRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The server's settings, read and checked once, before anything starts.
///
/// Each has a key for the settings file (`port`) and a variable for the environment
/// (`INDELIBLE_PORT`); the environment wins.
///
/// @param port `port`, default 8080; 0 picks a free one
/// @param address `address`, default `127.0.0.1`: nothing outside this machine reaches the server
///   until told otherwise
/// @param data `data`, default `./data`; made if missing
/// @param bootstrapKey `bootstrap-key`, the first administrator's key; made and printed once where
///   neither this nor an earlier one exists
/// @param segmentBytes `segment-size`, default 64MiB: where the journal starts a new file
/// @param outgoingAllow `outgoing-allow`, addresses and CIDR ranges with commas between, which
///   destinations may reach although private
/// @param instance `instance`, default `localhost/indelible`: the name of this instance in every
///   checkpoint, a URL without scheme; fixed once anything was signed
/// @param witnessPolicy `witness-policy`, a tlog-policy file that says who must cosign the anchor;
///   nobody where absent
/// @param unknownLevels `unknown-levels`, `take` or `refuse`, default `take`: what becomes of
///   events that name a folder or a project that is not registered
/// @param keyQuota `key-requests-per-second`, `key-bytes-per-second` and `key-bytes-per-day`: what
///   each key may ask; without bound where absent
/// @param organizationQuota `organization-requests-per-second` and so on: what all keys of one
///   organization may ask together
/// @param integrations `integrations`, a YAML file with integrations, reconciled at start
/// @param secretsKey `secrets-key`, 64 hex digits that encrypt the secrets of integrations; where
///   absent they are in the file `secrets.key` of the data folder, made at first need
/// @param embedOrigins `embed-origins`, such as `https://app.example.com`, separated by commas:
///   whose pages may show events with viewer tokens; nobody's where absent
/// @param tls `tls-certificate` and `tls-private-key`, PEM files; both or none
public record Settings(
        int port,
        String address,
        Path data,
        Optional<Secret> bootstrapKey,
        long segmentBytes,
        List<IpRange> outgoingAllow,
        Origins instance,
        Optional<Path> witnessPolicy,
        UnknownLevels unknownLevels,
        Quota keyQuota,
        Quota organizationQuota,
        Optional<Path> integrations,
        Optional<Secret> secretsKey,
        Set<String> embedOrigins,
        Optional<Tls> tls) {

    public Settings {
        outgoingAllow = List.copyOf(outgoingAllow);
        embedOrigins = Set.copyOf(embedOrigins);
    }

    private static final String PREFIX = "INDELIBLE_";

    /// Variables of this prefix that are not the server's: the command line's and the scripts'.
    private static final TreeSet<String> NOT_OURS =
            new TreeSet<>(
                    List.of(
                            "INDELIBLE_URL",
                            "INDELIBLE_KEY",
                            "INDELIBLE_ORGANIZATION",
                            "INDELIBLE_CONFIG",
                            "INDELIBLE_JAVA_OPTIONS"));

    /// What becomes of events that name a folder or project that is not registered.
    public enum UnknownLevels {
        /// They are taken as they are.
        TAKE,
        /// They are refused.
        REFUSE
    }

    /// Where the server's certificate and its key are.
    public record Tls(Path certificate, Path privateKey) {}

    /// Reads and checks all settings.
    ///
    /// @param file what the settings file says, by key
    /// @param environment the process's variables, of which those named `INDELIBLE_…` count
    /// @throws IllegalArgumentException naming every key that is not known, or the first value that
    ///   is not understood
    public static Settings parse(Map<String, String> file, Map<String, String> environment) {
        var values = new HashMap<>(file);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NOT_OURS.contains(name)) {
                values.put(key(name), value);
            }
        });
        var reader = new Reader(values);
        var settings =
                new Settings(
                        reader.integer("port", 8080, 0, 65_535),
                        reader.text("address").orElse("127.0.0.1"),
                        Path.of(reader.text("data").orElse("data")),
                        reader.text("bootstrap-key").map(Secret::new),
                        reader.bytes("segment-size", 64L << 20),
                        reader.ranges("outgoing-allow"),
                        new Origins(reader.text("instance").orElse("localhost/indelible")),
                        reader.text("witness-policy").map(Path::of),
                        reader.choice("unknown-levels", UnknownLevels.TAKE),
                        quota("key", reader),
                        quota("organization", reader),
                        reader.text("integrations").map(Path::of),
                        reader.text("secrets-key").map(Secret::new),
                        reader.origins("embed-origins"),
                        tls(reader));
        reader.refuseUnread();
        return settings;
    }

    /// The environment's name of a key: `INDELIBLE_SEGMENT_SIZE` for `segment-size`.
    public static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Quota quota(String owner, Reader reader) {
        return new Quota(
                reader.integer(owner + "-requests-per-second", 0, 0, 1_000_000),
                reader.bytes(owner + "-bytes-per-second", 0),
                reader.bytes(owner + "-bytes-per-day", 0));
    }

    private static Optional<Tls> tls(Reader reader) {
        Optional<String> certificate = reader.text("tls-certificate");
        Optional<String> privateKey = reader.text("tls-private-key");
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new IllegalArgumentException(
                    "tls-certificate and tls-private-key are given together or not at all");
        }
        return certificate.map(path -> new Tls(Path.of(path), Path.of(privateKey.orElseThrow())));
    }

    /// Reads values by key and remembers which keys were asked for, so that a misspelt one is an
    /// error.
    private static final class Reader {
        private final Map<String, String> values;
        private final TreeSet<String> unread;
        private final TreeSet<String> known = new TreeSet<>();

        Reader(Map<String, String> values) {
            this.values = Map.copyOf(values);
            this.unread = new TreeSet<>(values.keySet());
        }

        Optional<String> text(String key) {
            unread.remove(key);
            known.add(key);
            return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
        }

        /// One of the constants of this one's kind, in small letters.
        <E extends Enum<E>> E choice(String key, E otherwise) {
            Optional<String> text = text(key);
            if (text.isEmpty()) {
                return otherwise;
            }
            var labels = new ArrayList<String>();
            for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
                String label = constant.name().toLowerCase(Locale.ROOT);
                if (label.equals(text.get().strip())) {
                    return constant;
                }
                labels.add(label);
            }
            throw new IllegalArgumentException(
                    "%s is one of %s, not '%s'"
                            .formatted(key, String.join(", ", labels), text.get()));
        }

        int integer(String key, int otherwise, int min, int max) {
            Optional<String> text = text(key);
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                int value = Integer.parseInt(text.get().strip());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, as for a number out of range.
            }
            throw new IllegalArgumentException(
                    "%s is a whole number from %d to %d, not '%s'"
                            .formatted(key, min, max, text.get()));
        }

        long bytes(String key, long otherwise) {
            Optional<String> text = text(key);
            if (text.isEmpty()) {
                return otherwise;
            }
            var matcher = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)").matcher(text.get().strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "%s is a size such as 64MiB, not '%s'".formatted(key, text.get()));
            }
            int shift =
                    switch (matcher.group(2)) {
                        case "KiB" -> 10;
                        case "MiB" -> 20;
                        default -> 30;
                    };
            return Long.parseLong(matcher.group(1)) << shift;
        }

        List<IpRange> ranges(String key) {
            return text(key).stream()
                    .flatMap(all -> Arrays.stream(all.split(",", -1)))
                    .map(String::strip)
                    .map(range -> IpRange.parse(range).orElseThrow(() -> noRange(key, range)))
                    .toList();
        }

        /// As browsers write them: scheme and host, small, perhaps a port, no path.
        Set<String> origins(String key) {
            var origins = new TreeSet<String>();
            for (String one : text(key).map(all -> all.split(",", -1)).orElse(new String[0])) {
                String origin = one.strip();
                if (!origin.matches("https?://[a-z0-9.-]+(:\\d{1,5})?")) {
                    throw new IllegalArgumentException(
                            "%s has origins such as https://app.example.com, not '%s'"
                                    .formatted(key, origin));
                }
                origins.add(origin);
            }
            return origins;
        }

        private static IllegalArgumentException noRange(String key, String range) {
            return new IllegalArgumentException(
                    "%s has ranges such as 10.0.0.0/8, not '%s'".formatted(key, range));
        }

        void refuseUnread() {
            if (!unread.isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown settings: %s; known are: %s"
                                .formatted(String.join(", ", unread), String.join(", ", known)));
            }
        }
    }
}
