package dev.indelible.cli;

import dev.indelible.cli.witness.Witness;
import dev.indelible.cli.witness.WitnessKeys;
import dev.indelible.cli.witness.WitnessServer;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.SigningKey;
import dev.indelible.proof.VerifierKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `indelible witness`.
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a witness (C2SP tlog-witness) until Ctrl-C or SIGTERM.",
            "It cosigns checkpoints of the logs it knows, each only if it follows the one before. Run it"
                    + " where the operator of the log has no access. It answers POST /add-checkpoint and"
                    + " GET /<hex SHA-256(origin)>/checkpoint."
        },
        subcommands = WitnessCommand.KeygenCommand.class)
final class WitnessCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "witness",
            description =
                    "What was cosigned; default ${DEFAULT-VALUE}. Never lose it: rather retire the key")
    Path data = Path.of("witness");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            defaultValue = "witness.key",
            description = "Made by witness keygen; default ${DEFAULT-VALUE}")
    Path key = Path.of("witness.key");

    @Option(
            names = "--log",
            paramLabel = "VKEY",
            description = "The key of a log to witness, named as its origin; may be given again")
    List<String> logs = new ArrayList<>();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen; default ${DEFAULT-VALUE}")
    String address = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8088",
            description = "On which port; 0 for any free one; default ${DEFAULT-VALUE}")
    int port;

    WitnessCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var witness =
                        Witness.open(
                                data, WitnessKeys.read(key), logKeys(), InstantSource.system());
                WitnessServer server =
                        WitnessServer.start(witness, new InetSocketAddress(address, port))) {
            var stopped = new CountDownLatch(1);
            var ended = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                stopped.countDown();
                                awaitQuietly(ended);
                            }));
            System.out.println(
                    "witness ready at http://%s:%d, %d logs"
                            .formatted(address, server.address().getPort(), logs.size()));
            try {
                stopped.await();
            } finally {
                ended.countDown();
            }
            return ExitCode.OK;
        } catch (IllegalStateException | IOException e) {
            throw new CommandFailure(ExitCode.USAGE, FileFaults.said(e), e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<VerifierKey> logKeys() {
        if (logs.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "name at least one log with --log, by its vkey", null);
        }
        try {
            return logs.stream().map(VerifierKey::parse).toList();
        } catch (MalformedException e) {
            throw new CommandFailure(ExitCode.USAGE, "--log: " + e.getMessage(), e);
        }
    }

    /// `indelible witness keygen`.
    @Command(
            name = "keygen",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the key of a witness, and prints what logs and auditors need to know it (its vkey).",
                "An existing file is never overwritten."
            })
    static final class KeygenCommand implements Callable<Integer> {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "Of the witness, such as witness.example.com/audit")
        String name = "";

        @Option(
                names = "--key",
                paramLabel = "FILE",
                required = true,
                description = "Where the secret is written, for its owner alone")
        Path file = Path.of("");

        KeygenCommand() {}

        @Override
        public Integer call() throws IOException {
            try {
                SigningKey key = WitnessKeys.make(name, file);
                System.out.println(key.verifierKey());
                return ExitCode.OK;
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailure(ExitCode.USAGE, "%s is there already".formatted(file), e);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
