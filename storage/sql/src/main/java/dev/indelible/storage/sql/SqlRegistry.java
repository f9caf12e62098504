package dev.indelible.storage.sql;

import dev.indelible.core.access.Key;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Registry;
import dev.indelible.core.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Organizations and keys in SQL.
final class SqlRegistry implements Registry {
    private static final String KEY_COLUMNS =
            "SELECT id, organization, name, roles, created_ms, secret_hash, revoked FROM api_key ";

    private final SqlStore store;

    SqlRegistry(SqlStore store) {
        this.store = store;
    }

    @Override
    public boolean create(Organization organization) {
        return store.transaction(handle ->
                handle.execute(
                                "INSERT INTO organization (id, name, created_ms)"
                                        + " VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                                organization.id(),
                                organization.name(),
                                organization.createdMillis())
                        == 1);
    }

    @Override
    public Optional<Organization> organization(String id) {
        return store.transaction(handle ->
                handle.select("SELECT id, name, created_ms FROM organization WHERE id = ?", id)
                        .map((row, _) -> organization(row))
                        .findOne());
    }

    @Override
    public List<Organization> organizations() {
        return store.transaction(handle ->
                handle.select("SELECT id, name, created_ms FROM organization ORDER BY id")
                        .map((row, _) -> organization(row))
                        .list());
    }

    private static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                row.getString("id"), row.getString("name"), row.getLong("created_ms"));
    }

    @Override
    public void put(Key key) {
        String roles = key.roles().stream().map(Role::label).collect(Collectors.joining(" "));
        store.transaction(handle ->
                handle.execute(
                        "INSERT INTO api_key (id, organization, name, roles,"
                                + " created_ms, secret_hash, revoked)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET"
                                + " organization = excluded.organization,"
                                + " name = excluded.name, roles = excluded.roles,"
                                + " created_ms = excluded.created_ms,"
                                + " secret_hash = excluded.secret_hash,"
                                + " revoked = excluded.revoked",
                        key.id(),
                        key.organization(),
                        key.name(),
                        roles,
                        key.createdMillis(),
                        HexFormat.of().formatHex(key.secretHash()),
                        key.revoked() ? 1 : 0));
    }

    @Override
    public Optional<Key> key(String id) {
        return store.transaction(handle ->
                handle.select(KEY_COLUMNS + "WHERE id = ?", id)
                        .map((row, _) -> key(row))
                        .findOne());
    }

    @Override
    public List<Key> keys() {
        return store.transaction(handle ->
                handle.select(KEY_COLUMNS + "ORDER BY created_ms, id")
                        .map((row, _) -> key(row))
                        .list());
    }

    private static Key key(ResultSet row) throws SQLException {
        var key =
                new Key(
                        row.getString("id"),
                        row.getString("organization"),
                        row.getString("name"),
                        Arrays.stream(row.getString("roles").split(" "))
                                .map(label -> Role.find(label).orElseThrow())
                                .collect(Collectors.toSet()),
                        row.getLong("created_ms"),
                        HexFormat.of().parseHex(row.getString("secret_hash")));
        return row.getInt("revoked") == 1 ? key.withRevocation() : key;
    }

    @Override
    public boolean revoke(String keyId) {
        return store.transaction(handle ->
                handle.execute("UPDATE api_key SET revoked = 1 WHERE id = ?", keyId) == 1);
    }
}
