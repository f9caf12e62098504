package dev.indelible.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The processes of PostgreSQL: as Debian's package has them, on a cluster of its own.
final class PostgreSqlServer {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final int START_SECONDS_MAX = 300;

    /// Beyond the defaults: what its manual tells a machine of this size with a solid-state disk.
    /// Compiling a query (jit) costs more than it gives where there are many partitions.
    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "max_connections=600",
                    "shared_buffers=512MB",
                    "effective_cache_size=4GB",
                    "random_page_cost=1.1",
                    "max_wal_size=4GB",
                    "maintenance_work_mem=256MB",
                    "work_mem=64MB",
                    "jit=off");

    private final Path folder;
    private int port;
    private Optional<Process> process = Optional.empty();

    PostgreSqlServer(Path folder) {
        this.folder = folder;
    }

    static boolean isPresent() {
        return Files.isExecutable(PROGRAMS.resolve("postgres"));
    }

    /// Starts it; returns whether it is new and empty.
    boolean start() throws IOException {
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
        process = Optional.of(launch(server(), "server.log"));
        awaitAnswer();
        return isNew;
    }

    private List<String> server() {
        var command = new ArrayList<String>();
        command.add(PROGRAMS.resolve("postgres").toString());
        command.addAll(List.of("-D", folder.resolve("data").toString(), "-p", "" + port));
        for (String setting : SETTINGS) {
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
        return EngineProcess.start(
                new ProcessBuilder(whole)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(log).toFile()));
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

    /// All its sessions see times as UTC.
    Connection connect() throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=benchmark");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        }
        return connection;
    }

    ProcessHandle process() {
        return process.orElseThrow(() -> new IllegalStateException("PostgreSQL is not started"))
                .toHandle();
    }

    void stop() throws IOException {
        if (process.isPresent()) {
            // SIGTERM waits for the clients to leave; all of them are gone here.
            EngineProcess.stop(process());
        }
    }
}
