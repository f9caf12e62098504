package dev.indelible.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A setting: by what key it is read, what holds where it is absent, and what it means. The server
/// reads no others, and the tables in `docs` are made from these.
public enum Setting {
    PORT("port", "8080", "0 for any free one"),
    ADDRESS("address", "127.0.0.1", "set 0.0.0.0 only with TLS or behind a proxy"),
    DATA("data", "data", "the folder with everything; made if missing, for its owner only"),
    BOOTSTRAP_KEY(
            "bootstrap-key",
            Absent.as("made and printed once"),
            "the first administrator's key, at least 16 characters"),
    SEGMENT_SIZE("segment-size", "64MiB", "where the journal starts a new file; at most 1GiB"),
    INSTANCE(
            "instance",
            "localhost/indelible",
            "the name in every checkpoint, such as `audit.example.com`; set it before the first"
                    + " event, it cannot change later"),
    WITNESS_POLICY(
            "witness-policy",
            Absent.as("none"),
            "a file that says who must cosign the anchor, see [proofs](proofs.md)"),
    UNKNOWN_LEVELS(
            "unknown-levels",
            "take",
            "`refuse`: events that name a folder or project that is not registered are refused, see"
                    + " [access](access.md)"),
    RECORD_DAYS(
            "record-days",
            "90",
            "for how many days the record of reads and changes is kept at least, whatever an"
                    + " organization's [retention](retention.md) says"),
    KEY_REQUESTS_PER_SECOND(
            "key-requests-per-second",
            Absent.as("`0`: no limit"),
            "what each key may ask, see [limits](#limits)"),
    KEY_BYTES_PER_SECOND(
            "key-bytes-per-second",
            Absent.as("`0`: no limit"),
            "events that it may send, such as 8MiB"),
    KEY_BYTES_PER_DAY(
            "key-bytes-per-day", Absent.as("`0`: no limit"), "the same from midnight, UTC"),
    ORGANIZATION_REQUESTS_PER_SECOND(
            "organization-requests-per-second",
            Absent.as("`0`: no limit"),
            "what all keys of one organization may ask together"),
    ORGANIZATION_BYTES_PER_SECOND(
            "organization-bytes-per-second",
            Absent.as("`0`: no limit"),
            "events that they may send"),
    ORGANIZATION_BYTES_PER_DAY(
            "organization-bytes-per-day",
            Absent.as("`0`: no limit"),
            "the same from midnight, UTC"),
    FAIR_SHARE_BYTES_PER_SECOND(
            "fair-share-bytes-per-second",
            Absent.as("`512KiB` for each core"),
            "events that one organization may send while others send little, see"
                    + " [limits](#limits); `0`: no limit"),
    OUTGOING_ALLOW(
            "outgoing-allow",
            Absent.as("none"),
            "CIDR ranges that destinations may reach although private, with commas between, see"
                    + " [integrations](integrations.md)"),
    INTEGRATIONS(
            "integrations",
            Absent.as("none"),
            "a YAML file with integrations, reconciled at start, see"
                    + " [integrations](integrations.md)"),
    INTEGRATIONS_PER_ORGANIZATION(
            "integrations-per-organization",
            "100",
            "how many each organization may have, and the instance beside them; the file may have"
                    + " more"),
    SECRETS_KEY(
            "secrets-key",
            Absent.as("file `secrets.key` of the data folder"),
            "64 hex digits that encrypt the secrets of integrations"),
    REDACTION(
            "redaction",
            Absent.as("the default rules"),
            "a YAML file with rules for what is taken out of events before they are kept, see"
                    + " [protection](protection.md)"),
    PROTECTED_MEMBERS(
            "protected-members",
            Absent.as("none"),
            "members of events that not every reader sees, paths with commas between, see"
                    + " [protection](protection.md)"),
    ISSUERS(
            "issuers",
            Absent.as("none"),
            "names of the OpenID providers by which people sign in, with commas between; each has"
                    + " its settings `issuer-NAME-…`, see [sign-in](sign-in.md)"),
    PUBLIC_URL(
            "public-url",
            Absent.as("where it listens"),
            "where browsers reach this server, such as `https://audit.example.com`; needed for"
                    + " issuers where that is not loopback"),
    EMBED_ORIGINS(
            "embed-origins",
            Absent.as("nobody's"),
            "origins such as `https://app.example.com`, with commas between: whose pages may show"
                    + " events with [viewer tokens](embedding.md)"),
    TLS_CERTIFICATE(
            "tls-certificate",
            Absent.as("no TLS"),
            "PEM file with the certificate and those that lead to its authority, shown in order"
                    + " whatever their order there; taken anew, without a restart, when it and its"
                    + " key change"),
    TLS_PRIVATE_KEY(
            "tls-private-key", Absent.as("no TLS"), "PEM file, not encrypted: EC, RSA, RSASSA-PSS"),

    ISSUER_URL(
            "issuer-NAME-url",
            Absent.as("needed"),
            "what the provider calls itself, to the letter; `/.well-known/openid-configuration`"
                    + " must be below it. https, or http on loopback"),
    ISSUER_CLIENT_ID("issuer-NAME-client-id", Absent.as("needed"), "what it calls us"),
    ISSUER_CLIENT_SECRET(
            "issuer-NAME-client-secret",
            Absent.as("none: a public client"),
            "what it knows us by; better as a file"),
    ISSUER_CLIENT_SECRET_FILE(
            "issuer-NAME-client-secret-file",
            Absent.as("none"),
            "a file with nothing else but that"),
    ISSUER_SCOPES(
            "issuer-NAME-scopes",
            "openid profile email",
            "with blanks between; add what makes your provider tell groups"),
    ISSUER_GROUPS_CLAIM(
            "issuer-NAME-groups-claim", "groups", "dots lead into objects: `realm_access.roles`"),
    ISSUER_PERSON_CLAIM(
            "issuer-NAME-person-claim",
            Absent.as("`email` if it is verified, otherwise `sub`"),
            "what names a person in grants and in the record"),
    ISSUER_ROLES(
            "issuer-NAME-roles",
            Absent.as("none"),
            "`group=role@level` with semicolons between; a level is `acme`, `acme/folder/eu`,"
                    + " `acme/project/shop`, or `*` for the instance"),
    ISSUER_AUDIENCES(
            "issuer-NAME-audiences",
            Absent.as("none: no bearer tokens"),
            "for whom bearer tokens may be, with commas between"),
    ISSUER_LABEL("issuer-NAME-label", Absent.as("the name"), "the words on the button"),
    ISSUER_PREFIX(
            "issuer-NAME-prefix",
            Absent.as("none"),
            "before each name of a person or a group, such as `partner:`"),
    ISSUER_CA_CERTIFICATE(
            "issuer-NAME-ca-certificate",
            Absent.as("the system's"),
            "PEM file of an authority of your own");

    private static final String PREFIX = "INDELIBLE_";
    private static final String NAME = "NAME";

    private final String key;
    private final Optional<String> fallback;
    private final String absent;
    private final String meaning;

    /// What holds where a setting has no default value, in words.
    private record Absent(String words) {
        static Absent as(String words) {
            return new Absent(words);
        }
    }

    Setting(String key, String fallback, String meaning) {
        this.key = key;
        this.fallback = Optional.of(fallback);
        this.absent = "`" + fallback + "`";
        this.meaning = meaning;
    }

    Setting(String key, Absent absent, String meaning) {
        this.key = key;
        this.fallback = Optional.empty();
        this.absent = absent.words();
        this.meaning = meaning;
    }

    /// Its name in a settings file. One of an issuer has `NAME` in it.
    String key() {
        return key;
    }

    /// That of one issuer.
    String key(String issuer) {
        return key.replace(NAME, issuer);
    }

    /// Whether each issuer has one of its own.
    boolean isOfIssuer() {
        return key.contains(NAME);
    }

    /// Whether a setting has this key, of whichever issuer.
    static boolean isKnown(String key) {
        return Arrays.stream(values())
                .anyMatch(one -> key.matches(one.key.replace(NAME, "[a-z0-9-]+")));
    }

    /// What is read where it is absent.
    Optional<String> fallback() {
        return fallback;
    }

    /// The environment's name of a key: `INDELIBLE_SEGMENT_SIZE` for `segment-size`.
    public static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// The key that a variable of the environment stands for; empty if it is not ours.
    static Optional<String> keyOf(String variable) {
        return variable.startsWith(PREFIX)
                ? Optional.of(
                        variable.substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                : Optional.empty();
    }

    /// The settings as a table in Markdown, as the docs have it.
    static String table(Predicate<Setting> which) {
        return Arrays.stream(values())
                .filter(which)
                .map(setting ->
                        "| `%s` | `%s` | %s | %s |\n"
                                .formatted(
                                        variable(setting.key),
                                        setting.key,
                                        setting.absent,
                                        setting.meaning))
                .collect(
                        Collectors.joining(
                                "", "| variable | key | default | |\n|---|---|---|---|\n", ""));
    }
}
