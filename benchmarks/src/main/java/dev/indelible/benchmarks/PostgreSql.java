package dev.indelible.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// PostgreSQL 15 with the table that a product team makes first: typed columns and the event as
/// jsonb, a partition per day, btrees for what is asked newest first, GIN for text and content.
final class PostgreSql implements Engine {
    private static final int DAYS = 70;

    private final Path folder;
    private final PostgreSqlServer server;

    /// Events that a search finds; counted by the server once after each start, and from then on by
    /// what it has committed: counting 10 million rows at each look would be the load itself.
    private final AtomicLong searchable = new AtomicLong();

    private boolean isCounted;

    PostgreSql(Path folder) {
        this.folder = folder;
        this.server = new PostgreSqlServer(folder);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String version() throws IOException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw failed("tell its version", e);
        }
    }

    @Override
    public String durability() {
        return "A: WAL fdatasync before the answer (synchronous_commit = on, fsync = on)";
    }

    @Override
    public String setup() {
        return "12 typed columns + jsonb; partitions by day; btrees (time desc), (organization, time"
                + " desc), (actor, time desc), (organization, action, time desc); text by GIN over"
                + " to_tsvector('simple', description), content by GIN over jsonb (jsonb_path_ops),"
                + " both with fastupdate as is the default; COPY of 1,000 rows per transaction, and"
                + " single INSERTs, prepared; shared_buffers 512 MB, max_wal_size 4 GB,"
                + " random_page_cost 1.1, jit off, autovacuum on; ids are not checked; bytes without"
                + " the WAL";
    }

    @Override
    public void start() throws IOException {
        searchable.set(0);
        isCounted = server.start();
        if (isCounted) {
            execute(schema());
        }
    }

    private static String schema() {
        var sql = new StringBuilder();
        sql.append(
                """
                CREATE TABLE events (
                  id uuid NOT NULL, time timestamptz NOT NULL, organization text NOT NULL,
                  actor text NOT NULL, action text NOT NULL, operation text NOT NULL,
                  outcome text NOT NULL, service text NOT NULL, target text NOT NULL,
                  ip inet NOT NULL, request_id uuid NOT NULL, description text NOT NULL,
                  event jsonb NOT NULL) PARTITION BY RANGE (time);
                CREATE INDEX ON events (time DESC);
                CREATE INDEX ON events (organization, time DESC);
                CREATE INDEX ON events (actor, time DESC);
                CREATE INDEX ON events (organization, action, time DESC);
                CREATE INDEX ON events USING gin (event jsonb_path_ops);
                CREATE INDEX ON events USING gin (to_tsvector('simple', description));
                """);
        Instant day = Workload.START.minus(5, ChronoUnit.DAYS);
        for (int i = 0; i < DAYS; i++) {
            Instant next = day.plus(1, ChronoUnit.DAYS);
            sql.append(
                    "CREATE TABLE events_%d PARTITION OF events FOR VALUES FROM ('%s') TO ('%s');\n"
                            .formatted(i, day, next));
            day = next;
        }
        return sql.toString();
    }

    private void execute(String sql) throws IOException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed("run " + sql, e);
        }
    }

    static IOException failed(String what, SQLException cause) {
        return new IOException("PostgreSQL cannot " + what + ": " + cause.getMessage(), cause);
    }

    static void end(Connection connection) throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    @Override
    public void kill() throws IOException {
        EngineProcess.kill(process());
    }

    @Override
    public ProcessHandle process() {
        return server.process();
    }

    @Override
    public void encode(Sample sample, ByteArrayOutputStream batch) {
        Rows.encode(sample, batch);
    }

    @Override
    public Sender sender() throws IOException {
        return writer();
    }

    @Override
    public OneByOne oneByOne() {
        return new OneByOne.Driver(this::writer);
    }

    private PostgreSqlWriter writer() throws IOException {
        try {
            return new PostgreSqlWriter(server.connect(), searchable);
        } catch (SQLException e) {
            throw failed("be connected to", e);
        }
    }

    @Override
    public long searchable() throws IOException {
        if (!isCounted) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM events")) {
                rows.next();
                searchable.set(rows.getLong(1));
                isCounted = true;
            } catch (SQLException e) {
                throw failed("count", e);
            }
        }
        return searchable.get();
    }

    @Override
    public Reader reader() throws IOException {
        try {
            return new PostgreSqlQuestions(server.connect());
        } catch (SQLException e) {
            throw failed("be connected to", e);
        }
    }

    @Override
    public void prepare() throws IOException {
        execute("ANALYZE events");
    }

    @Override
    public void settle(Duration still) throws IOException {
        execute("VACUUM (ANALYZE) events");
        execute("CHECKPOINT");
    }

    @Override
    public long diskBytes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            long bytes = 0;
            for (Path file : files.filter(path -> !path.endsWith("pg_wal")).toList()) {
                bytes += EngineProcess.bytes(file);
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
