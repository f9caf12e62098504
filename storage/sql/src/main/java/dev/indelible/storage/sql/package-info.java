/// The registry and the bookmarks in SQLite: one file, written through, migrated by Flyway.
@NullMarked
package dev.indelible.storage.sql;

import org.jspecify.annotations.NullMarked;
