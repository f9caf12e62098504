package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/// PostgreSQL 15 with the table that a product team makes first: typed columns and the event as
/// jsonb, a partition per day, btrees for what is asked newest first, GIN for text and content.
final class PostgreSql implements Engine {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final int START_SECONDS_MAX = 300;
    private static final int DAYS = 70;
    private static final String COLUMNS =
            "id, time, organization, actor, action, operation, outcome, service, target, ip,"
                    + " request_id, description, event";

    private final Path folder;
    private int port;
    private Optional<Process> process = Optional.empty();

    /// Events that a search finds; counted by the server once after each start, and from then on by
    /// what it has committed: counting 10 million rows at each look would be the load itself.
    private final AtomicLong searchable = new AtomicLong(-1);

    PostgreSql(Path folder) {
        this.folder = folder;
    }

    static boolean isPresent() {
        return Files.isExecutable(PROGRAMS.resolve("postgres"));
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String version() throws IOException {
        try (Connection connection = connect();
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
        return "12 typed columns + jsonb; partitions by day; btrees (time), (organization, time),"
                + " (actor, time), (organization, action, time); GIN over jsonb (jsonb_path_ops) and"
                + " over to_tsvector('simple', description); COPY of 1,000 rows per transaction;"
                + " shared_buffers 512 MB, max_wal_size 4 GB, autovacuum on; ids are not checked;"
                + " bytes without the WAL";
    }

    @Override
    public void start() throws IOException {
        // PostgreSQL cannot be asked to take any free port.
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        boolean isNew = !Files.exists(folder.resolve("data"));
        if (isNew) {
            Files.createDirectories(folder);
            giveToServer();
            finish(
                    launch(
                            List.of(
                                    PROGRAMS.resolve("initdb").toString(),
                                    "--pgdata=" + folder.resolve("data"),
                                    "--username=benchmark",
                                    "--auth=trust",
                                    "--encoding=UTF8",
                                    "--locale=C"),
                            "initdb.log"));
        }
        searchable.set(-1);
        process = Optional.of(launch(server(), "server.log"));
        awaitAnswer();
        if (isNew) {
            execute(schema());
            searchable.set(0);
        }
    }

    private List<String> server() {
        var command = new ArrayList<String>();
        command.add(PROGRAMS.resolve("postgres").toString());
        command.addAll(List.of("-D", folder.resolve("data").toString(), "-p", "" + port));
        for (String setting :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "max_connections=600",
                        "shared_buffers=512MB",
                        "max_wal_size=4GB",
                        "maintenance_work_mem=256MB",
                        "work_mem=64MB")) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    /// PostgreSQL does not run as root.
    private Process launch(List<String> command, String log) throws IOException {
        var whole = new ArrayList<String>();
        if (isRoot()) {
            whole.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void giveToServer() throws IOException {
        if (isRoot()) {
            UserPrincipal server =
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postgres");
            Files.setOwner(folder, server);
        }
    }

    private void finish(Process program) throws IOException {
        try {
            if (!program.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS) || program.exitValue() != 0) {
                throw new IOException(
                        "initdb fails:\n" + Files.readString(folder.resolve("initdb.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void awaitAnswer() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (System.nanoTime() < deadline && process().isAlive()) {
            try (Connection connection = connect()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                Pause.millis(5); // It recovers.
            }
        }
        throw new IOException(
                "PostgreSQL does not start:\n" + Files.readString(folder.resolve("server.log")));
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

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=benchmark");
    }

    private void execute(String sql) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed("run " + sql, e);
        }
    }

    private static IOException failed(String what, SQLException cause) {
        return new IOException("PostgreSQL cannot " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void kill() throws IOException {
        EngineProcess.kill(process());
    }

    @Override
    public ProcessHandle process() {
        return process.orElseThrow(() -> new IllegalStateException("PostgreSQL is not started"))
                .toHandle();
    }

    @Override
    public Sender sender() throws IOException {
        try {
            return new Rows(connect());
        } catch (SQLException e) {
            throw failed("be connected to", e);
        }
    }

    @Override
    public long searchable() throws IOException {
        if (searchable.get() < 0) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM events")) {
                rows.next();
                searchable.set(rows.getLong(1));
            } catch (SQLException e) {
                throw failed("count", e);
            }
        }
        return searchable.get();
    }

    @Override
    public Reader reader() throws IOException {
        try {
            return new Questions(connect());
        } catch (SQLException e) {
            throw failed("be connected to", e);
        }
    }

    @Override
    public void prepare() throws IOException {
        execute("ANALYZE events");
    }

    @Override
    public void settle() throws IOException {
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
        if (process.isPresent()) {
            // SIGTERM waits for the clients to leave; all of them are gone here.
            EngineProcess.stop(process());
        }
    }

    /// Many by COPY, one by INSERT; either is one transaction.
    private final class Rows implements Sender {
        private final Connection connection;
        private final PreparedStatement insert;

        Rows(Connection connection) throws SQLException {
            this.connection = connection;
            insert =
                    connection.prepareStatement(
                            "INSERT INTO events ("
                                    + COLUMNS
                                    + ") VALUES (?, ?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?::inet,"
                                    + " ?::uuid, ?, ?::jsonb)");
        }

        @Override
        public void send(List<Sample> samples) throws IOException {
            try {
                long kept = samples.size() == 1 ? insert(samples.getFirst()) : copy(samples);
                if (kept != samples.size()) {
                    throw new IOException("PostgreSQL kept " + kept + " of " + samples.size());
                }
                if (searchable.get() >= 0) {
                    searchable.addAndGet(kept);
                }
            } catch (SQLException e) {
                throw failed("keep events", e);
            }
        }

        private int insert(Sample sample) throws SQLException {
            insert.setObject(1, sample.id());
            String[] values = values(sample);
            for (int i = 1; i < values.length; i++) {
                insert.setString(i + 1, values[i]);
            }
            return insert.executeUpdate();
        }

        private long copy(List<Sample> samples) throws SQLException, IOException {
            var rows = new StringBuilder(samples.size() * 1100);
            for (Sample sample : samples) {
                String[] values = values(sample);
                for (int i = 0; i < values.length; i++) {
                    rows.append(i == 0 ? "" : "\t").append(values[i]);
                }
                rows.append('\n');
            }
            // COPY would need \ and tabs escaped; the workload has none.
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY events (" + COLUMNS + ") FROM STDIN",
                            new java.io.ByteArrayInputStream(rows.toString().getBytes(UTF_8)),
                            256 << 10);
        }

        @Override
        public void close() throws IOException {
            end(connection);
        }
    }

    private static String[] values(Sample sample) {
        return new String[] {
            sample.id().toString(),
            time(sample.timeMicros()),
            sample.organization(),
            sample.actor(),
            sample.action(),
            sample.operation(),
            sample.outcome(),
            sample.service(),
            sample.target(),
            sample.ip(),
            sample.requestId(),
            sample.description(),
            new String(sample.json(), UTF_8)
        };
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static void end(Connection connection) throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    private record Questions(Connection connection) implements Reader {
        @Override
        public Pages pages(Filter filter, int rows) {
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
                throw failed("count by day", e);
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
                throw failed("export", e);
            }
        }

        @Override
        public void close() throws IOException {
            end(connection);
        }
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

    /// @return the number of the next parameter
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
    private static final class Keyset implements Pages {
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
                            + " ORDER BY time DESC LIMIT "
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
                throw failed("page", e);
            }
        }
    }
}
