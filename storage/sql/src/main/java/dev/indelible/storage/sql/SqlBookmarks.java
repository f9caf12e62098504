package dev.indelible.storage.sql;

import dev.indelible.core.journal.Bookmarks;

/// Bookmarks in SQL.
final class SqlBookmarks implements Bookmarks {
    private final SqlStore store;

    SqlBookmarks(SqlStore store) {
        this.store = store;
    }

    @Override
    public long position(String follower) {
        return store.transaction(handle ->
                handle.select("SELECT position FROM bookmark WHERE follower = ?", follower)
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L));
    }

    @Override
    public void advance(String follower, long position) {
        int moved =
                store.transaction(handle ->
                        handle.execute(
                                "INSERT INTO bookmark (follower, position) VALUES (?, ?)"
                                        + " ON CONFLICT (follower) DO UPDATE"
                                        + " SET position = excluded.position"
                                        + " WHERE bookmark.position <= excluded.position",
                                follower,
                                position));
        if (moved == 0) {
            throw new IllegalArgumentException(
                    "follower %s is past %d already".formatted(follower, position));
        }
    }

    @Override
    public void forget(String follower) {
        store.transaction(
                handle -> handle.execute("DELETE FROM bookmark WHERE follower = ?", follower));
    }
}
