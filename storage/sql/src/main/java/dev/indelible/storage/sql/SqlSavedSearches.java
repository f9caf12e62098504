package dev.indelible.storage.sql;

import dev.indelible.core.search.SavedSearch;
import dev.indelible.core.search.SavedSearches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Saved searches in SQL.
final class SqlSavedSearches implements SavedSearches {
    private static final String SEPARATOR = "\n";

    private final SqlStore store;

    SqlSavedSearches(SqlStore store) {
        this.store = store;
    }

    @Override
    public void put(SavedSearch search) {
        SavedSearch.Asked asked = search.asked();
        store.transaction(handle ->
                handle.execute(
                        "INSERT INTO saved_search (id, organization, owner_id, owner_name, name, q,"
                                + " range_from, range_to, columns, shared, changed_ms)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                                + " q = excluded.q, range_from = excluded.range_from,"
                                + " range_to = excluded.range_to, columns = excluded.columns,"
                                + " shared = excluded.shared, changed_ms = excluded.changed_ms",
                        search.id(),
                        search.organization(),
                        search.owner().id(),
                        search.owner().name(),
                        asked.name(),
                        asked.q(),
                        asked.from(),
                        asked.to(),
                        String.join(SEPARATOR, asked.columns()),
                        asked.shared() ? 1 : 0,
                        search.changedMillis()));
    }

    @Override
    public Optional<SavedSearch> find(String id) {
        return store.transaction(handle ->
                handle.select("SELECT * FROM saved_search WHERE id = ?", id)
                        .map((row, _) -> search(row))
                        .findOne());
    }

    @Override
    public List<SavedSearch> of(String organization) {
        return store.transaction(handle ->
                handle.select(
                                "SELECT * FROM saved_search WHERE organization = ? ORDER BY name, id",
                                organization)
                        .map((row, _) -> search(row))
                        .list());
    }

    private static SavedSearch search(ResultSet row) throws SQLException {
        String columns = row.getString("columns");
        return new SavedSearch(
                row.getString("id"),
                row.getString("organization"),
                new SavedSearch.Owner(row.getString("owner_id"), row.getString("owner_name")),
                new SavedSearch.Asked(
                        row.getString("name"),
                        row.getString("q"),
                        row.getString("range_from"),
                        row.getString("range_to"),
                        columns.isEmpty() ? List.of() : List.of(columns.split(SEPARATOR, -1)),
                        row.getInt("shared") != 0),
                row.getLong("changed_ms"));
    }

    @Override
    public boolean remove(String id) {
        return store.transaction(
                        handle -> handle.execute("DELETE FROM saved_search WHERE id = ?", id))
                > 0;
    }
}
