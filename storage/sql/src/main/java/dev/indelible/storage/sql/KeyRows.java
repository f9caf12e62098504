package dev.indelible.storage.sql;

import dev.indelible.core.access.Key;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keys in SQL.
final class KeyRows {
    private final SqlStore store;

    KeyRows(SqlStore store) {
        this.store = store;
    }

    void put(Key key) {
        String roles =
                key.roles().stream().map(Role::label).sorted().collect(Collectors.joining(" "));
        String secrets = key.secrets().stream().map(KeyRows::text).collect(Collectors.joining(" "));
        store.transaction(handle ->
                handle.execute(
                        "INSERT INTO api_key (id, organization, folder, project, name, roles,"
                                + " created_ms, expires_ms, revoked_ms, used_ms, secrets)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET"
                                + " organization = excluded.organization,"
                                + " folder = excluded.folder, project = excluded.project,"
                                + " name = excluded.name, roles = excluded.roles,"
                                + " created_ms = excluded.created_ms,"
                                + " expires_ms = excluded.expires_ms,"
                                + " revoked_ms = excluded.revoked_ms,"
                                + " used_ms = excluded.used_ms, secrets = excluded.secrets",
                        key.id(),
                        key.level().organization(),
                        key.level().folder(),
                        key.level().project(),
                        key.name(),
                        roles,
                        key.life().created(),
                        key.life().expires(),
                        key.life().revoked(),
                        key.life().used(),
                        secrets));
    }

    private static String text(KeySecret secret) {
        String text = secret.scheme().name().toLowerCase(Locale.ROOT) + ":" + secret.hash();
        return secret.untilMillis() == null ? text : text + "@" + secret.untilMillis();
    }

    Optional<Key> find(String id) {
        return store.transaction(handle ->
                handle.select("SELECT * FROM api_key WHERE id = ?", id)
                        .map((row, _) -> Rows.key(row))
                        .findOne());
    }

    List<Key> all() {
        return store.transaction(handle ->
                handle.select("SELECT * FROM api_key ORDER BY created_ms, id")
                        .map((row, _) -> Rows.key(row))
                        .list());
    }

    void used(Map<String, Long> millis) {
        store.transaction(handle -> {
            var batch = handle.prepareBatch("UPDATE api_key SET used_ms = :used WHERE id = :id");
            millis.forEach((id, used) -> batch.bind("id", id).bind("used", used).add());
            return batch.execute();
        });
    }
}
