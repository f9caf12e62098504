package dev.indelible.server.config;

import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One OpenID provider by which people sign in. Its settings are `issuer-NAME-…`, where `NAME` is
/// one of those that `issuers` lists.
///
/// @param name by which our own addresses name it
/// @param url `issuer-NAME-url`, what the provider calls itself in its tokens; https unless
///   loopback
/// @param clientId `issuer-NAME-client-id`, what it calls us
/// @param clientSecret `issuer-NAME-client-secret`, or a file with it as
///   `issuer-NAME-client-secret-file`; a public client has none
/// @param scopes `issuer-NAME-scopes`, with blanks between, default `openid profile email`
/// @param personClaim `issuer-NAME-person-claim`, what names a person; by default `email` where it
///   is verified, otherwise `sub`
/// @param groupsClaim `issuer-NAME-groups-claim`, default `groups`; dots lead into objects
/// @param audiences `issuer-NAME-audiences`, with commas between: for whom bearer tokens may be;
///   none are taken where absent
/// @param roles `issuer-NAME-roles`, what groups may do: `group=role@level` with semicolons between
/// @param label `issuer-NAME-label`, the words on the button, default the name
/// @param prefix `issuer-NAME-prefix`, before each name of a person and a group, default none; with
///   several issuers at most one has none
/// @param caCertificate `issuer-NAME-ca-certificate`, a PEM file, trusted beside the system's
public record IssuerSettings(
        String name,
        URI url,
        String clientId,
        Optional<Secret> clientSecret,
        List<String> scopes,
        Optional<String> personClaim,
        String groupsClaim,
        Set<String> audiences,
        Map<String, Set<Grant>> roles,
        String label,
        String prefix,
        Optional<Path> caCertificate) {
    private static final String EVERYWHERE = "*";

    public IssuerSettings {
        scopes = List.copyOf(scopes);
        audiences = Set.copyOf(audiences);
        roles = Map.copyOf(roles);
    }

    /// Reads all issuers.
    static List<IssuerSettings> parse(SettingsReader reader) {
        List<String> names = items(reader.text(Setting.ISSUERS), ",");
        for (String name : names) {
            if (!name.matches("[a-z0-9]{1,32}") || names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException(
                        "issuers has different names of small letters and digits, not '%s'"
                                .formatted(name));
            }
        }
        List<IssuerSettings> all = names.stream().map(name -> one(name, reader)).toList();
        requireDifferent(all);
        return all;
    }

    private static IssuerSettings one(String name, SettingsReader reader) {
        Function<Setting, Optional<String>> own = setting -> reader.text(setting, name);
        return new IssuerSettings(
                name,
                secure(Setting.ISSUER_URL.key(name), required(Setting.ISSUER_URL, name, own)),
                required(Setting.ISSUER_CLIENT_ID, name, own),
                secret(name, own),
                items(own.apply(Setting.ISSUER_SCOPES), " "),
                own.apply(Setting.ISSUER_PERSON_CLAIM),
                own.apply(Setting.ISSUER_GROUPS_CLAIM).orElseThrow(),
                Set.copyOf(new HashSet<>(items(own.apply(Setting.ISSUER_AUDIENCES), ","))),
                roles(Setting.ISSUER_ROLES.key(name), items(own.apply(Setting.ISSUER_ROLES), ";")),
                own.apply(Setting.ISSUER_LABEL).orElse(name),
                own.apply(Setting.ISSUER_PREFIX).orElse(""),
                own.apply(Setting.ISSUER_CA_CERTIFICATE).map(Path::of));
    }

    private static String required(
            Setting setting, String name, Function<Setting, Optional<String>> own) {
        return own.apply(setting)
                .map(String::strip)
                .orElseThrow(() -> new IllegalArgumentException(setting.key(name) + " is missing"));
    }

    /// An address that nobody on the way can change: https, or on this machine.
    static URI secure(String key, String value) {
        try {
            URI url = URI.create(value);
            if (isSecure(url) && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for one that is not secure.
        }
        throw new IllegalArgumentException(
                "%s is an https address (http only on loopback), not '%s'".formatted(key, value));
    }

    /// Whether an address is https, or http on this machine.
    public static boolean isSecure(URI url) {
        String host = url.getHost();
        if (host == null || url.getUserInfo() != null) {
            return false;
        }
        boolean loopback =
                host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d+){3}");
        return "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && loopback);
    }

    private static Optional<Secret> secret(String name, Function<Setting, Optional<String>> own) {
        Optional<Secret> given = own.apply(Setting.ISSUER_CLIENT_SECRET).map(Secret::new);
        Optional<Path> file = own.apply(Setting.ISSUER_CLIENT_SECRET_FILE).map(Path::of);
        if (file.isEmpty()) {
            return given;
        }
        if (given.isPresent()) {
            throw new IllegalArgumentException(
                    "%s and %s are one too many"
                            .formatted(
                                    Setting.ISSUER_CLIENT_SECRET.key(name),
                                    Setting.ISSUER_CLIENT_SECRET_FILE.key(name)));
        }
        try {
            return Optional.of(new Secret(Files.readString(file.get()).strip()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s: %s cannot be read"
                            .formatted(Setting.ISSUER_CLIENT_SECRET_FILE.key(name), file.get()),
                    e);
        }
    }

    private static List<String> items(Optional<String> text, String separator) {
        return text.stream()
                .flatMap(all -> Arrays.stream(all.split(separator, -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Map<String, Set<Grant>> roles(String key, List<String> items) {
        var roles = new HashMap<String, Set<Grant>>();
        for (String item : items) {
            int equals = item.lastIndexOf('=');
            int at = item.indexOf('@', equals);
            Optional<Role> role =
                    at < 0 ? Optional.empty() : Role.find(item.substring(equals + 1, at).strip());
            if (equals < 1 || role.isEmpty()) {
                throw wrongRole(key, item);
            }
            Level level = level(key, item, item.substring(at + 1).strip());
            roles.computeIfAbsent(item.substring(0, equals).strip(), _ -> new HashSet<>())
                    .add(new Grant(role.get(), level));
        }
        return roles;
    }

    private static Level level(String key, String item, String text) {
        String[] steps = text.split("/", -1);
        if (text.equals(EVERYWHERE)) {
            return Level.INSTANCE;
        }
        if (text.isEmpty() || Arrays.stream(steps).anyMatch(String::isBlank)) {
            throw wrongRole(key, item);
        }
        return switch (steps.length) {
            case 1 -> Level.organization(steps[0]);
            case 3 ->
                    switch (steps[1]) {
                        case "folder" -> Level.folder(steps[0], steps[2]);
                        case "project" -> Level.project(steps[0], steps[2]);
                        default -> throw wrongRole(key, item);
                    };
            default -> throw wrongRole(key, item);
        };
    }

    private static IllegalArgumentException wrongRole(String key, String item) {
        return new IllegalArgumentException(
                ("%s has items such as staff=reader@acme, devs=reader@acme/project/shop or"
                                + " ops=administrator@*, with one of the roles %s; not '%s'")
                        .formatted(key, Role.labels(), item));
    }

    /// One issuer must not be able to name the people of another.
    private static void requireDifferent(List<IssuerSettings> all) {
        long urls = all.stream().map(IssuerSettings::url).distinct().count();
        long prefixes = all.stream().map(IssuerSettings::prefix).distinct().count();
        if (urls < all.size()) {
            throw new IllegalArgumentException("two issuers have the same url");
        }
        if (prefixes < all.size()) {
            throw new IllegalArgumentException(
                    "with several issuers all but one have a prefix of their own, as"
                            + " issuer-NAME-prefix, so that none can name the people of another");
        }
    }
}
