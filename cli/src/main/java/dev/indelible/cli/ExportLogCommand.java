package dev.indelible.cli;

import dev.indelible.cli.verify.Acquaintance;
import dev.indelible.cli.verify.FolderLog;
import dev.indelible.cli.verify.LogCheck;
import dev.indelible.cli.verify.LogExport;
import dev.indelible.cli.verify.LogReader;
import dev.indelible.cli.verify.Report;
import dev.indelible.cli.verify.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `indelible export-log`.
@Command(
        name = "export-log",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the log of an organization as plain files, and checks them.",
            "They are in the paths of C2SP tlog-tiles, so that any web server can serve them, and hold"
                    + " hashes and no event. Done again, it adds what is new, and refuses if the log"
                    + " does not follow the one in the folder."
        })
final class ExportLogCommand implements Callable<Integer> {
    @Mixin private final Connection connection = new Connection();

    @Option(names = "--organization", paramLabel = "ID", required = true, description = "Whose log")
    String organization = "";

    @Option(
            names = "--anchor",
            description = "The anchor log instead, which holds the heads of all organizations")
    boolean anchor;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Whose keys are believed; without it those that the server names. Written into"
                            + " the folder as policy.txt")
    @Nullable Path policy;

    @Parameters(paramLabel = "FOLDER", description = "Where to; made if it is missing")
    Path folder = Path.of("");

    ExportLogCommand() {}

    @Override
    public Integer call() throws IOException {
        var logs = new ServerLogs(connection.api());
        byte[] policyFile;
        Trust trust;
        if (policy == null) {
            Acquaintance acquaintance = logs.acquaintance(organization);
            policyFile = acquaintance.policy();
            trust = acquaintance.givenAlong();
        } else {
            policyFile = Files.readAllBytes(policy);
            trust = Policies.pinned(policy);
        }
        LogReader log = logs.log(anchor ? "anchor" : organization);
        LogReader.Signed signed = log.signed(trust);
        long files = LogExport.files(signed.checkpoint().size());
        try (Progress progress = Progress.towards(files, "export-log", " files")) {
            LogExport.export(log, signed, folder, progress);
        }
        Files.write(folder.resolve(LogExport.POLICY), policyFile);
        Report report = LogCheck.check(new LogReader(new FolderLog(folder)), trust, count -> {});
        Reports.print(report, Reports.Form.TEXT);
        return report.isVerified() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }
}
