package dev.indelible.testkit.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Debian's rsyslog as a process of its own, on a free port of 127.0.0.1, writing each message's
/// structured data and text as a line, before it confirms the message where the protocol has
/// confirmations: there is no queue in memory that a kill could empty.
public final class Rsyslog implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");

    private final Path folder;
    private final Path configuration;
    private final int port;
    private Process process;

    private Rsyslog(Path folder, int port, String inputs) throws IOException {
        this.folder = folder;
        this.port = port;
        this.configuration = folder.resolve("rsyslog.conf");
        Files.writeString(
                configuration,
                """
                global(workDirectory="%1$s" maxMessageSize="64k")
                main_queue(queue.type="Direct")
                template(name="line" type="string" string="%%pri%% %%hostname%% %%app-name%% %%structured-data%% %%msg%%\\n")
                %2$s
                action(type="omfile" file="%1$s/received" template="line" flushInterval="1" flushOnTXEnd="on")
                """
                        .formatted(folder, inputs));
    }

    /// Syslog over TCP. The test is skipped where rsyslog is missing.
    public static Rsyslog tcp(Path folder) throws Exception {
        int port = freePort();
        return new Rsyslog(
                        folder,
                        port,
                        """
                        module(load="imtcp")
                        input(type="imtcp" address="127.0.0.1" port="%d")\
                        """
                                .formatted(port))
                .start();
    }

    /// Syslog over TLS (RFC 5425).
    public static Rsyslog tls(Path folder, TestCertificate certificate) throws Exception {
        Assumptions.assumeTrue(isThere("lmnsd_ossl.so"), "rsyslog-openssl is not installed");
        int port = freePort();
        return new Rsyslog(
                        folder,
                        port,
                        """
                        global(defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="%1$s"
                               defaultNetstreamDriverCertFile="%1$s" defaultNetstreamDriverKeyFile="%2$s")
                        module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
                        input(type="imtcp" address="127.0.0.1" port="%3$d")\
                        """
                                .formatted(
                                        certificate.writePem(folder),
                                        certificate.writeKey(folder),
                                        port))
                .start();
    }

    /// RELP.
    public static Rsyslog relp(Path folder) throws Exception {
        Assumptions.assumeTrue(isThere("imrelp.so"), "rsyslog-relp is not installed");
        int port = freePort();
        return new Rsyslog(
                        folder,
                        port,
                        """
                        module(load="imrelp")
                        input(type="imrelp" address="127.0.0.1" port="%d" maxDataSize="128k")\
                        """
                                .formatted(port))
                .start();
    }

    private static boolean isThere(String module) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "rsyslog is not installed");
        try (var folders = Files.list(Path.of("/usr/lib"))) {
            return folders.anyMatch(lib -> Files.exists(lib.resolve("rsyslog").resolve(module)));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Starts it, again if it was killed, on the same port.
    public Rsyslog start() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "rsyslog is not installed");
        process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-n",
                                "-f",
                                configuration.toString(),
                                "-i",
                                folder.resolve("pid").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return this;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(Files.readString(folder.resolve("log")), e);
                }
                Thread.sleep(20);
            }
        }
    }

    public int port() {
        return port;
    }

    /// Its lines, when there are so many; waits up to half a minute.
    public List<String> lines(int count) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Path file = folder.resolve("received");
        while (true) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() >= count || System.nanoTime() > deadline) {
                return lines;
            }
            Thread.sleep(20);
        }
    }

    /// As `kill -9` does.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .thenCompose(ending -> ending.destroyForcibly().onExit())
                .join();
    }
}
