package dev.indelible.storage.sql;

import dev.indelible.core.access.Folder;
import dev.indelible.core.access.GivenGrant;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Project;
import dev.indelible.core.access.Role;
import dev.indelible.core.access.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What rows of the registry mean.
final class Rows {
    private Rows() {}

    static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                row.getString("id"),
                row.getString("name"),
                row.getLong("created_ms"),
                row.getInt("closed") == 1);
    }

    static Folder folder(ResultSet row) throws SQLException {
        return new Folder(
                row.getString("organization"),
                row.getString("id"),
                row.getString("name"),
                row.getString("parent"),
                row.getLong("created_ms"),
                closedFrom(row));
    }

    static Project project(ResultSet row) throws SQLException {
        return new Project(
                row.getString("organization"),
                row.getString("id"),
                row.getString("name"),
                row.getString("folder"),
                row.getLong("created_ms"),
                closedFrom(row));
    }

    private static @Nullable Level closedFrom(ResultSet row) throws SQLException {
        String from = row.getString("closed_from");
        if (from == null) {
            return null;
        }
        String organization = row.getString("organization");
        String[] parts = from.split(" ", 2);
        return switch (parts[0]) {
            case "instance" -> Level.INSTANCE;
            case "organization" -> Level.organization(organization);
            case "folder" -> Level.folder(organization, parts[1]);
            case "project" -> Level.project(organization, parts[1]);
            default -> throw new IllegalStateException("closed from an unknown level: " + from);
        };
    }

    /// The kind of the level and the id within the organization.
    static @Nullable String closedFrom(@Nullable Level level) {
        if (level == null) {
            return null;
        }
        boolean isBelow = level.folder() != null || level.project() != null;
        return isBelow ? level.kind() + " " + level.id().orElseThrow() : level.kind();
    }

    static Level level(ResultSet row) throws SQLException {
        return new Level(
                row.getString("organization"), row.getString("folder"), row.getString("project"));
    }

    static Key key(ResultSet row) throws SQLException {
        return new Key(
                row.getString("id"),
                level(row),
                row.getString("name"),
                Arrays.stream(row.getString("roles").split(" ", -1))
                        .map(Rows::role)
                        .collect(Collectors.toSet()),
                new Key.Life(
                        row.getLong("created_ms"),
                        number(row, "expires_ms"),
                        number(row, "revoked_ms"),
                        number(row, "used_ms")),
                Arrays.stream(row.getString("secrets").split(" ", -1)).map(Rows::secret).toList());
    }

    private static Role role(String label) {
        return Role.find(label)
                .orElseThrow(() -> new IllegalStateException("unknown role " + label));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static KeySecret secret(String text) {
        int colon = text.indexOf(':');
        int at = text.indexOf('@');
        var scheme = KeySecret.Scheme.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT));
        return at < 0
                ? new KeySecret(scheme, text.substring(colon + 1), null)
                : new KeySecret(
                        scheme,
                        text.substring(colon + 1, at),
                        Long.parseLong(text.substring(at + 1)));
    }

    static GivenGrant grant(ResultSet row) throws SQLException {
        String kind = row.getString("subject_kind");
        return new GivenGrant(
                row.getString("id"),
                new Subject(
                        Subject.Kind.find(kind)
                                .orElseThrow(
                                        () -> new IllegalStateException("unknown subject " + kind)),
                        row.getString("subject")),
                new Grant(role(row.getString("role")), level(row)),
                row.getLong("created_ms"));
    }
}
