package dev.indelible.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Questions in SQL.
record PostgreSqlQuestions(Connection connection) implements Engine.Reader {
    @Override
    public Engine.Pages pages(Filter filter, int rows) {
        return new Keyset(connection, filter, rows);
    }

    @Override
    public long[] days(Filter filter) throws IOException {
        String sql =
                "SELECT floor(extract(epoch FROM time))::bigint / 86400 AS day, count(*) FROM events"
                        + where(filter, false)
                        + " GROUP BY 1 ORDER BY 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, filter);
            var days = new ArrayList<Long>();
            long next = Long.MIN_VALUE;
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                for (long day = rows.getLong(1); next > Long.MIN_VALUE && next < day; next++) {
                    days.add(0L);
                }
                days.add(rows.getLong(2));
                next = rows.getLong(1) + 1;
            }
            return days.stream().mapToLong(Long::longValue).toArray();
        } catch (SQLException e) {
            throw PostgreSql.failed("count by day", e);
        }
    }

    @Override
    public long export(Filter filter) throws IOException {
        String sql = "SELECT event::text FROM events" + where(filter, false);
        try {
            // Only within a transaction are rows fetched piece by piece.
            connection.setAutoCommit(false);
            long count = 0;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(2_000);
                set(statement, filter);
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    count += rows.getBytes(1).length > 0 ? 1 : 0;
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            return count;
        } catch (SQLException e) {
            throw PostgreSql.failed("export", e);
        }
    }

    @Override
    public void close() throws IOException {
        PostgreSql.end(connection);
    }

    private static String where(Filter filter, boolean goesOn) {
        var conditions = new ArrayList<String>();
        if (filter.organization() != null) {
            conditions.add("organization = ?");
        }
        if (filter.actor() != null) {
            conditions.add("actor = ?");
        }
        if (filter.action() != null) {
            conditions.add("action = ?");
        }
        if (filter.outcome() != null) {
            conditions.add("outcome = ?");
        }
        if (filter.word() != null) {
            conditions.add("to_tsvector('simple', description) @@ to_tsquery('simple', ?)");
        }
        if (goesOn) {
            conditions.add("time < ?::timestamptz");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /// Returns the number of the next parameter.
    private static int set(PreparedStatement statement, Filter filter) throws SQLException {
        int next = 1;
        for (String value :
                new String[] {
                    filter.organization(),
                    filter.actor(),
                    filter.action(),
                    filter.outcome(),
                    filter.word()
                }) {
            if (value != null) {
                statement.setString(next++, value);
            }
        }
        return next;
    }

    /// Pages by the time of the last row: no two samples share one.
    private static final class Keyset implements Engine.Pages {
        private final Connection connection;
        private final Filter filter;
        private final int rows;
        private String last = "";

        Keyset(Connection connection, Filter filter, int rows) {
            this.connection = connection;
            this.filter = filter;
            this.rows = rows;
        }

        @Override
        public List<String> next() throws IOException {
            String sql =
                    "SELECT id::text, time::text, event::text FROM events"
                            + where(filter, !last.isEmpty())
                            + " ORDER BY events.time DESC LIMIT "
                            + rows;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int next = set(statement, filter);
                if (!last.isEmpty()) {
                    statement.setString(next, last);
                }
                var ids = new ArrayList<String>();
                ResultSet page = statement.executeQuery();
                while (page.next()) {
                    ids.add(page.getString(1));
                    last = page.getString(2);
                    page.getBytes(3);
                }
                return ids;
            } catch (SQLException e) {
                throw PostgreSql.failed("page", e);
            }
        }
    }
}
