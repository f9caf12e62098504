package dev.indelible.server.config;

import dev.indelible.core.lifecycle.Retention;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.core.quota.Quota;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.search.IpRange;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
/// @param recordDays `record-days`, default 90: for how many days at least what Indelible itself
///   writes is kept, whatever organizations say
/// @param keyQuota `key-requests-per-second`, `key-bytes-per-second` and `key-bytes-per-day`: what
///   each key may ask; without bound where absent
/// @param organizationQuota `organization-requests-per-second` and so on: what all keys of one
///   organization may ask together
/// @param fairShare `fair-share-bytes-per-second`: how many bytes a second one organization may
///   send while others send little, 512 KiB for each core where absent; 0 for no bound
/// @param integrations `integrations`, a YAML file with integrations, reconciled at start
/// @param integrationsMax `integrations-per-organization`, default 100
/// @param secretsKey `secrets-key`, 64 hex digits that encrypt the secrets of integrations; where
///   absent they are in the file `secrets.key` of the data folder, made at first need
/// @param issuers `issuers`, names of the OpenID providers by which people sign in, with commas
///   between; none where absent
/// @param publicUrl `public-url`, where browsers reach this server, such as
///   `https://audit.example.com`; by default where it listens
/// @param protection `redaction`, a YAML file with rules for what is taken out of events before
///   they are kept, beside the default ones; `protected-members`, paths with commas between of
///   members that not every reader sees
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
        int recordDays,
        Quota keyQuota,
        Quota organizationQuota,
        long fairShare,
        Optional<Path> integrations,
        int integrationsMax,
        Optional<Secret> secretsKey,
        List<IssuerSettings> issuers,
        Optional<URI> publicUrl,
        Protection protection,
        Set<String> embedOrigins,
        Optional<Tls> tls) {

    public Settings {
        outgoingAllow = List.copyOf(outgoingAllow);
        issuers = List.copyOf(issuers);
        embedOrigins = Set.copyOf(embedOrigins);
    }

    private static final int QUOTA_MAX = 1_000_000;

    /// With that much beside it a small request's slowest hundredth waits a fifth longer
    /// (RATIONALE).
    private static final long FAIR_SHARE_BYTES_PER_CORE = 512 << 10;

    /// So many bytes have an offset in a file of the journal.
    private static final int SEGMENT_GIB_MAX = 1;

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

    /// What of events is not kept, and what not everybody sees.
    public record Protection(Optional<Path> redaction, List<MemberPath> members) {
        public Protection {
            members = List.copyOf(members);
        }
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
        var variables = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (!NOT_OURS.contains(name)) {
                Setting.keyOf(name)
                        .ifPresent(key -> {
                            values.put(key, value);
                            variables.put(key, name);
                        });
            }
        });
        var reader = new SettingsReader(values, variables);
        var settings =
                new Settings(
                        reader.integer(Setting.PORT, 0, 65_535),
                        reader.required(Setting.ADDRESS),
                        Path.of(reader.required(Setting.DATA)),
                        reader.text(Setting.BOOTSTRAP_KEY).map(Secret::new),
                        reader.size(Setting.SEGMENT_SIZE, SEGMENT_GIB_MAX),
                        reader.ranges(Setting.OUTGOING_ALLOW),
                        new Origins(reader.required(Setting.INSTANCE)),
                        reader.text(Setting.WITNESS_POLICY).map(Path::of),
                        reader.choice(Setting.UNKNOWN_LEVELS, UnknownLevels.class),
                        reader.integer(Setting.RECORD_DAYS, 1, Retention.DAYS_MAX),
                        keyQuota(reader),
                        organizationQuota(reader),
                        fairShare(reader),
                        reader.text(Setting.INTEGRATIONS).map(Path::of),
                        reader.integer(Setting.INTEGRATIONS_PER_ORGANIZATION, 0, QUOTA_MAX),
                        reader.text(Setting.SECRETS_KEY).map(Secret::new),
                        IssuerSettings.parse(reader),
                        reader.text(Setting.PUBLIC_URL).map(Settings::publicUrl),
                        new Protection(
                                reader.text(Setting.REDACTION).map(Path::of),
                                reader.paths(Setting.PROTECTED_MEMBERS)),
                        reader.origins(Setting.EMBED_ORIGINS),
                        tls(reader));
        reader.refuseUnread();
        settings.requireReachable();
        return settings;
    }

    /// An issuer sends browsers back to an address, which must be one that they reach.
    private void requireReachable() {
        boolean loopback = address.matches("localhost|::1|127(\\.\\d+){3}");
        if (!issuers.isEmpty() && publicUrl.isEmpty() && !loopback) {
            throw new IllegalArgumentException(
                    "with issuers and an address that is not loopback, public-url says where"
                            + " browsers reach this server");
        }
    }

    private static URI publicUrl(String text) {
        return IssuerSettings.secure("public-url", text.strip().replaceFirst("/+$", ""));
    }

    private static Quota keyQuota(SettingsReader reader) {
        return new Quota(
                reader.integer(Setting.KEY_REQUESTS_PER_SECOND, 0, QUOTA_MAX),
                reader.bytes(Setting.KEY_BYTES_PER_SECOND),
                reader.bytes(Setting.KEY_BYTES_PER_DAY));
    }

    private static Quota organizationQuota(SettingsReader reader) {
        return new Quota(
                reader.integer(Setting.ORGANIZATION_REQUESTS_PER_SECOND, 0, QUOTA_MAX),
                reader.bytes(Setting.ORGANIZATION_BYTES_PER_SECOND),
                reader.bytes(Setting.ORGANIZATION_BYTES_PER_DAY));
    }

    private static long fairShare(SettingsReader reader) {
        return reader.text(Setting.FAIR_SHARE_BYTES_PER_SECOND).isPresent()
                ? reader.bytes(Setting.FAIR_SHARE_BYTES_PER_SECOND)
                : Runtime.getRuntime().availableProcessors() * FAIR_SHARE_BYTES_PER_CORE;
    }

    private static Optional<Tls> tls(SettingsReader reader) {
        Optional<String> certificate = reader.text(Setting.TLS_CERTIFICATE);
        Optional<String> privateKey = reader.text(Setting.TLS_PRIVATE_KEY);
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new IllegalArgumentException(
                    "tls-certificate and tls-private-key are given together or not at all");
        }
        return certificate.map(path -> new Tls(Path.of(path), Path.of(privateKey.orElseThrow())));
    }
}
