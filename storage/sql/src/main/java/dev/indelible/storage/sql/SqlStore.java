package dev.indelible.storage.sql;

import dev.indelible.core.access.Registry;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.journal.Bookmarks;
import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.SavedSearches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;

/// One SQLite file with everything that is not an event. Any thread; calls take turns on one
/// connection, which is plenty for what is asked a few times a second.
public final class SqlStore implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String UNPACKING = "org.sqlite.tmpdir";
    private static final int BUSY_MILLIS = 10_000;

    /// Of a code, without what it says in addition.
    private static final int PRIMARY_CODE = 0xFF;

    /// As the file's `user_version`: whatever was deleted in it was overwritten.
    private static final int OVERWRITES = 1;

    private final Connection connection;

    /// The tables that may name persons; none where all do.
    private final List<String> personal;

    private final Handle handle;
    private final ReentrantLock turn = new ReentrantLock(true);

    private SqlStore(Connection connection, List<String> personal) {
        this.connection = connection;
        this.personal = personal;
        this.handle = Jdbi.open(connection);
    }

    /// Loads SQLite, which is unpacked into this folder. Once a process; without it the first store
    /// does so, by the folder of temporary files.
    ///
    /// @throws IOException if it cannot be loaded from there
    public static void loadLibrary(Path folder) throws IOException {
        String before = System.setProperty(UNPACKING, folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new IOException("SQLite cannot be loaded: " + e.getMessage(), e);
        } finally {
            if (before == null) {
                System.clearProperty(UNPACKING);
            } else {
                System.setProperty(UNPACKING, before);
            }
        }
    }

    /// Opens the store in this file, makes it if missing, and brings it to this version's schema.
    ///
    /// @throws IllegalStateException if a newer version has written it
    public static SqlStore open(Path file) {
        return open(file, "classpath:dev/indelible/storage/sql", List.of());
    }

    /// Opens the store of deliveries in this file, likewise. A file of its own, so that its many
    /// small writes keep nobody waiting.
    ///
    /// @throws IllegalStateException if a newer version has written it
    public static SqlStore openDelivery(Path file) {
        return open(file, "classpath:dev/indelible/storage/delivery", SqlDeliveryStore.PERSONAL);
    }

    private static SqlStore open(Path file, String migrations, List<String> personal) {
        makeForOwnerOnly(file);
        boolean isNew = file.toFile().length() == 0;
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        migrate(source, file, migrations);
        try {
            var store = new SqlStore(source.getConnection(), personal);
            // Settings of the file and the connection: not within a transaction.
            store.handle.select("PRAGMA secure_delete = ON").mapToMap().list();
            store.handle.execute("PRAGMA temp_store = MEMORY");
            if (isNew) {
                store.handle.execute("PRAGMA user_version = " + OVERWRITES);
            }
            return store;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open " + file, e);
        }
    }

    private static void makeForOwnerOnly(Path file) {
        try {
            if (Files.getFileStore(file.toAbsolutePath().getParent())
                    .supportsFileAttributeView("posix")) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // As it should be from the second start on.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + file, e);
        }
    }

    private static void migrate(SQLiteDataSource source, Path file, String migrations) {
        try {
            Flyway.configure(SqlStore.class.getClassLoader())
                    .dataSource(source)
                    .locations(migrations)
                    .ignoreMigrationPatterns("")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "%s cannot be brought to this version's schema; was it written by a newer one?"
                            .formatted(file),
                    e);
        }
    }

    /// Organizations and keys in this store.
    public Registry registry() {
        return new SqlRegistry(this);
    }

    /// Bookmarks in this store.
    public Bookmarks bookmarks() {
        return new SqlBookmarks(this);
    }

    /// Deliveries in this store, if it was opened for them.
    public DeliveryStore delivery() {
        return new SqlDeliveryStore(this);
    }

    /// Saved searches in this store.
    public SavedSearches savedSearches() {
        return new SqlSavedSearches(this);
    }

    /// Takes what was deleted or overwritten out of the file, and out of what lies beside it.
    /// Everybody else waits meanwhile, for one after the other of the tables that may name persons,
    /// as long as each is large; or for the whole file where it is of a release that did not
    /// overwrite what it deleted.
    public void purge() {
        alone(() -> {
            if (personal.isEmpty() || userVersion() != OVERWRITES) {
                handle.execute("VACUUM");
                handle.execute("PRAGMA user_version = " + OVERWRITES);
            }
        });
        for (String table : personal) {
            alone(() -> handle.useTransaction(_ -> writeAnew(table)));
        }
        // The row that it answers with says whether somebody was in the way: nobody can be.
        alone(() -> handle.select("PRAGMA wal_checkpoint(TRUNCATE)").mapToMap().list());
    }

    private void alone(Runnable act) {
        turn.lock();
        try {
            act.run();
        } catch (JdbiException e) {
            throw failure(e);
        } finally {
            turn.unlock();
        }
    }

    private int userVersion() {
        return handle.select("PRAGMA user_version").mapTo(Integer.class).one();
    }

    /* Overwriting what is deleted does not suffice: where SQLite moves rows to another page, it leaves
     * their bytes in the gap of the old one. But a page that is freed is overwritten whole, and all
     * pages of a table are, once it is emptied. */
    private void writeAnew(String table) {
        handle.execute("CREATE TABLE anew AS SELECT * FROM %s ORDER BY rowid".formatted(table));
        handle.execute("DELETE FROM " + table);
        handle.execute("INSERT INTO %s SELECT * FROM anew ORDER BY rowid".formatted(table));
        handle.execute("DROP TABLE anew");
    }

    /// Runs this in one transaction, alone.
    <R, X extends Exception> R transaction(HandleCallback<R, X> callback) throws X {
        turn.lock();
        try {
            return handle.inTransaction(callback);
        } catch (JdbiException e) {
            throw failure(e);
        } finally {
            turn.unlock();
        }
    }

    private static RuntimeException failure(JdbiException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return failure(e, sqlite.getResultCode());
            }
        }
        return e;
    }

    private static RuntimeException failure(JdbiException e, SQLiteErrorCode code) {
        // The second is for the index of the log of writes, which grows beside it.
        if (code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
            return new AuditException.Busy(
                    Problem.DISK_FULL,
                    RETRY_AFTER,
                    "the disk of the data folder is full, and nothing was written; free space, and it goes on by itself");
        }
        if ((code.code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_BUSY.code) {
            return new AuditException.Busy(
                    Problem.STORE_LOCKED,
                    RETRY_AFTER,
                    "another program holds a file of the data folder locked, and nothing was written; end it, and it goes on by itself");
        }
        return (code.code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_IOERR.code
                ? new AuditException.Uncertain(
                        Problem.SYNC_FAILED,
                        "the disk of the data folder fails (%s); look at it".formatted(code),
                        e)
                : e;
    }

    @Override
    public void close() {
        turn.lock();
        try {
            handle.close();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the registry", e);
        } finally {
            turn.unlock();
        }
    }
}
