package dev.indelible.storage.sql;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes a row in the place of the one with the same key, or as a new one, which keeps the place
/// of the old one in the order of rows.
///
/// @param key columns of the primary key
/// @param others all other columns
record Inserts(String table, List<String> key, List<String> others) {

    /// @param values of the key's columns, then of the others
    void write(Handle handle, @Nullable Object... values) {
        String columns = String.join(", ", key) + ", " + String.join(", ", others);
        String marks = String.join(", ", Collections.nCopies(key.size() + others.size(), "?"));
        String updates =
                others.stream()
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "));
        handle.execute(
                "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
                        .formatted(table, columns, marks, String.join(", ", key), updates),
                values);
    }
}
