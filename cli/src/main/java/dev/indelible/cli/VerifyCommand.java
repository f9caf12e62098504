package dev.indelible.cli;

import dev.indelible.cli.verify.BodySource;
import dev.indelible.cli.verify.CertificateCheck;
import dev.indelible.cli.verify.DataCheck;
import dev.indelible.cli.verify.EvidenceCheck;
import dev.indelible.cli.verify.FolderLog;
import dev.indelible.cli.verify.LogCheck;
import dev.indelible.cli.verify.LogExport;
import dev.indelible.cli.verify.LogReader;
import dev.indelible.cli.verify.Report;
import dev.indelible.cli.verify.Trust;
import dev.indelible.proof.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `indelible verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that events are as they were sealed.",
            "An evidence zip, the certificate of an erasure or an exported log, offline; an event or the whole log of an organization,"
                    + " from the server; the data folder of a server that is not running, every byte of"
                    + " it."
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  everything was checked and is as it was sealed",
            "  1  something is not as it was sealed, or not shown to be; the report says",
            "     what and where",
            "  2  the command line is not understood, or a file cannot be read",
            "  3  the server cannot be reached or refuses"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final long ZIP_BYTES_MAX = 64L << 20;

    /// What is checked.
    static final class Subject {
        @Parameters(
                paramLabel = "FILE",
                description =
                        "A zip as GET /v1/events/{id}/evidence gives it, or the certificate of an"
                                + " erasure as GET /v1/erasures/{id}/certificate gives it, which needs"
                                + " --policy; offline")
        @Nullable Path file;

        @Option(names = "--event", paramLabel = "ID", description = "An event, by its evidence")
        @Nullable String event;

        @Option(
                names = "--organization",
                paramLabel = "ID",
                description = "The whole log of an organization, and every event stored for it")
        @Nullable String organization;

        @Option(
                names = "--tree",
                paramLabel = "FOLDER",
                description = "A log as export-log writes it; offline")
        @Nullable Path tree;

        @Option(
                names = "--data",
                paramLabel = "FOLDER",
                description =
                        "A server's data folder, while it is stopped, or a copy; changes nothing")
        @Nullable Path data;
    }

    @Mixin private final Connection connection = new Connection();

    @ArgGroup(exclusive = true, multiplicity = "1")
    Subject subject = new Subject();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Whose keys are believed (C2SP tlog-policy), got by another way than what is"
                            + " checked. Without it the keys that come along are believed, which a"
                            + " forger could choose")
    @Nullable Path policy;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "With --tree: the events too, as export --format disclosure writes them")
    @Nullable Path events;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "With --data: a signed checkpoint that was kept elsewhere, as the monitor keeps"
                            + " it; the folder's events must give its root. May be given more than"
                            + " once; needs --policy")
    List<Path> checkpoints = List.of();

    @Option(names = "--tree-only", description = "With --organization: without the stored events")
    boolean treeOnly;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "With --event: keeps the evidence zip")
    @Nullable Path save;

    @Option(names = "--json", description = "The report as JSON")
    boolean json;

    VerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        try {
            Report report = report();
            Reports.print(report, json ? Reports.Form.JSON : Reports.Form.TEXT);
            return report.isVerified() ? ExitCode.OK : ExitCode.INCOMPLETE;
        } catch (UncheckedIOException | IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "cannot read: " + FileFaults.said(e), e);
        }
    }

    private Report report() throws IOException {
        Optional<Trust> pinned =
                policy == null ? Optional.empty() : Optional.of(Policies.pinned(policy));
        if (subject.file != null) {
            return file(subject.file, pinned);
        }
        if (subject.event != null) {
            byte[] zip = new ServerLogs(connection.api()).evidence(subject.event);
            if (save != null) {
                Files.write(save, zip);
            }
            return EvidenceCheck.check(zip, pinned);
        }
        if (subject.tree != null) {
            return tree(subject.tree, pinned);
        }
        if (subject.data != null) {
            return data(subject.data, pinned);
        }
        return organization(String.valueOf(subject.organization), pinned);
    }

    private static Report file(Path file, Optional<Trust> pinned) throws IOException {
        if (Files.size(file) > ZIP_BYTES_MAX) {
            throw new CommandFailure(
                    ExitCode.USAGE, "%s is larger than any evidence".formatted(file), null);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!CertificateCheck.looksLikeOne(bytes)) {
            return EvidenceCheck.check(bytes, pinned);
        }
        Trust trust =
                pinned.orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "a certificate brings no keys along: give --policy FILE, the policy.txt of export-log, got by another way",
                                null));
        return CertificateCheck.check(bytes, String.valueOf(file.getFileName()), trust);
    }

    private Report tree(Path folder, Optional<Trust> pinned) throws IOException {
        Trust trust =
                pinned.isPresent()
                        ? pinned.get()
                        : Policies.givenAlong(
                                Files.readAllBytes(folder.resolve(LogExport.POLICY)),
                                folder.resolve(LogExport.POLICY).toString());
        var log = new LogReader(new FolderLog(folder));
        Path file = events;
        try (Progress progress = Progress.counting("verify", " entries")) {
            return file == null
                    ? LogCheck.check(log, trust, progress)
                    : LogCheck.check(log, trust, () -> bodies(file), progress);
        }
    }

    private Report data(Path folder, Optional<Trust> pinned) throws IOException {
        var kept = new ArrayList<Checkpoint>();
        for (Path file : checkpoints) {
            if (pinned.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--checkpoint needs --policy: whose signature on it is to be believed",
                        null);
            }
            kept.add(LogReader.signed(Files.readAllBytes(file), file.toString(), pinned.get()));
        }
        try (Progress progress = Progress.counting("verify", " events")) {
            return DataCheck.check(folder, kept, progress);
        }
    }

    private static BodySource bodies(Path file) {
        try {
            return new BodySource(Files.newInputStream(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report organization(String organization, Optional<Trust> pinned) {
        Api api = connection.api();
        var logs = new ServerLogs(api);
        Trust trust =
                pinned.isPresent() ? pinned.get() : logs.acquaintance(organization).givenAlong();
        LogReader log = logs.log(organization);
        try (Progress progress = Progress.counting("verify", " entries")) {
            return treeOnly
                    ? LogCheck.check(log, trust, progress)
                    : LogCheck.check(log, trust, () -> logs.disclosures(organization), progress);
        } catch (UncheckedIOException e) {
            throw api.unreachable(new IOException(e.getMessage(), e));
        }
    }
}
