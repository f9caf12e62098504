package dev.indelible.cli;

import dev.indelible.cli.verify.Acquaintance;
import dev.indelible.cli.verify.Monitor;
import dev.indelible.cli.verify.MonitorFolder;
import dev.indelible.cli.verify.Report;
import dev.indelible.cli.verify.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `indelible monitor`.
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = {
            "Watches the log of an organization.",
            "It remembers the last state it saw, and demands each time that the log and the anchor only"
                    + " grew, and that they agree. Once, or with --every until something is wrong. Both"
                    + " signed states are kept when they contradict each other."
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  the log only grew since the last look",
            "  1  it was forked, rolled back, or does not show that it was not",
            "  2  the command line is not understood, or a file cannot be read",
            "  3  the server cannot be reached or refuses (with --every it is tried again)"
        })
final class MonitorCommand implements Callable<Integer> {
    @Mixin private final Connection connection = new Connection();

    @Option(
            names = "--organization",
            paramLabel = "ID",
            required = true,
            description = "Whose log is watched")
    String organization = "";

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            required = true,
            description = "Where is remembered what was seen; keep it, and not beside the server")
    Path state = Path.of("");

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Times.class,
            description = "Looks again and again, such as every 10s, 5m or 1h")
    @Nullable Duration every;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Whose keys are believed (C2SP tlog-policy); without it those that the server"
                            + " named at the first look")
    @Nullable Path policy;

    @Option(names = "--json", description = "Each report as JSON")
    boolean json;

    private final CountDownLatch never = new CountDownLatch(1);

    MonitorCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        var logs = new ServerLogs(connection.api());
        var memory = new MonitorFolder(state.resolve(organization));
        while (true) {
            try {
                Report report = look(logs, memory);
                Reports.print(report, json ? Reports.Form.JSON : Reports.Form.TEXT);
                if (!report.isVerified() || every == null) {
                    return report.isVerified() ? ExitCode.OK : ExitCode.INCOMPLETE;
                }
            } catch (CommandFailure e) {
                if (every == null || e.exitCode() != ExitCode.REFUSED) {
                    throw e;
                }
                System.err.println("indelible: " + Terminal.safe(String.valueOf(e.getMessage())));
            }
            if (never.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                return ExitCode.OK;
            }
        }
    }

    private Report look(ServerLogs logs, MonitorFolder memory) {
        Optional<byte[]> known = memory.policy();
        Optional<byte[]> tagSalt = memory.tagSalt();
        if (tagSalt.isEmpty() || (known.isEmpty() && policy == null)) {
            Acquaintance acquaintance = logs.acquaintance(organization);
            tagSalt = tagSalt.or(() -> Optional.of(acquaintance.tagSalt()));
            if (known.isEmpty() && policy == null) {
                memory.keepPolicy(acquaintance.policy());
                known = Optional.of(acquaintance.policy());
            }
        }
        Trust trust =
                policy != null
                        ? Policies.pinned(policy)
                        : Policies.givenAlong(known.orElseThrow(), "the policy of the first look");
        var monitor =
                new Monitor(
                        organization, logs.log(organization), logs.log("anchor"), memory, trust);
        return monitor.look(tagSalt.orElseThrow(), Instant.now());
    }
}
