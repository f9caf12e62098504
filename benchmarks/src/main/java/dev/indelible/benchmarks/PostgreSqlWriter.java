package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes through one connection; each batch, and each single event, is a transaction.
final class PostgreSqlWriter implements Engine.Sender, Engine.Writer {
    private static final int VALUES = 13;

    private final Connection connection;
    private final PreparedStatement insert;
    private final AtomicLong kept;

    /// @param kept is increased by what is kept
    PostgreSqlWriter(Connection connection, AtomicLong kept) throws SQLException {
        this.connection = connection;
        this.kept = kept;
        insert =
                connection.prepareStatement(
                        "INSERT INTO events ("
                                + Rows.COLUMNS
                                + ") VALUES (?::uuid, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?::inet,"
                                + " ?::uuid, ?, ?::jsonb)");
    }

    @Override
    public void send(Prepared.Batch batch) throws IOException {
        try {
            byte[] rows = batch.copy();
            CopyIn copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("COPY events (" + Rows.COLUMNS + ") FROM STDIN");
            copy.writeToCopy(rows, 0, rows.length);
            check(copy.endCopy(), batch.events());
        } catch (SQLException e) {
            throw PostgreSql.failed("copy events", e);
        }
    }

    @Override
    public void write(Sample sample) throws IOException {
        try {
            String[] values = Rows.values(sample);
            for (int i = 0; i < values.length; i++) {
                insert.setString(i + 1, values[i]);
            }
            insert.setString(VALUES, new String(sample.json(), US_ASCII));
            check(insert.executeUpdate(), 1);
        } catch (SQLException e) {
            throw PostgreSql.failed("insert an event", e);
        }
    }

    private void check(long rows, int events) throws IOException {
        if (rows != events) {
            throw new IOException("PostgreSQL kept " + rows + " of " + events);
        }
        kept.addAndGet(rows);
    }

    @Override
    public void close() throws IOException {
        PostgreSql.end(connection);
    }
}
