package dev.indelible.cli;

import com.github.luben.zstd.ZstdInputStream;
import dev.indelible.server.http.GzipMembers;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `indelible send`.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends events from files, folders or standard input.",
            "Of folders *.json, *.ndjson, *.jsonl and *.log, also .gz and .zst; standard input with no"
                    + " name or -. One event a line, or one JSON document a file. Whatever interrupts"
                    + " it, sending the same files again doubles nothing."
        })
final class SendCommand implements Callable<Integer> {
    private static final String SENDABLE = ".*\\.(json|ndjson|jsonl|log)(\\.gz|\\.zst)?";

    private static final String ADVICE = "send the same again later, nothing will be doubled";

    @Mixin private final Connection connection = new Connection();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files, folders, or -")
    List<String> sources = List.of("-");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description =
                    "native, auto, cloudevents, stackrox, kubernetes, cloudtrail, gcp, azure, okta,"
                            + " github or generic; default ${DEFAULT-VALUE}")
    String format = "auto";

    @Option(
            names = "--organization",
            paramLabel = "ID",
            description = "Where events go that name no organization")
    @Nullable String organization;

    @Option(
            names = "--give-up-after",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long to try while nothing works; default ${DEFAULT-VALUE}. It ends at once"
                            + " where the server asks to wait for longer")
    int giveUpSeconds;

    @Option(
            names = "--again",
            description = "Sends files as new events although they were sent before")
    boolean again;

    @Option(
            names = "--rejected",
            paramLabel = "FILE",
            description = "Where rejected events are told; default standard error")
    @Nullable Path rejectedFile;

    @Option(names = "--json", description = "The summary as JSON")
    boolean json;

    SendCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Api api = connection.api();
        HttpUrl.Builder url = api.at("v1/events").addQueryParameter("format", format);
        connection
                .organization(organization)
                .ifPresent(id -> url.addQueryParameter("organization", id));
        PrintStream rejections = rejections();
        try {
            var sender =
                    new Sender(api, url.build(), Duration.ofSeconds(giveUpSeconds), rejections);
            List<Path> files = files();
            try (ProgressBar progress = Terminal.isInteractive() ? bar(files) : null) {
                for (int at = 0; at < files.size(); at++) {
                    int later = files.size() - at - 1;
                    send(files.get(at), later, sender, Optional.ofNullable(progress));
                }
            } finally {
                summarize(sender);
            }
            return sender.rejected() == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
        } finally {
            if (rejectedFile != null) {
                rejections.close();
            }
        }
    }

    private PrintStream rejections() throws IOException {
        return rejectedFile == null
                ? System.err
                : new PrintStream(Files.newOutputStream(rejectedFile), true);
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (String source : sources) {
            Path path = Path.of(source);
            if (source.equals("-")) {
                files.add(path);
            } else if (Files.isDirectory(path)) {
                files.addAll(sendable(path));
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new CommandFailure(2, "cannot read " + source, null);
            }
        }
        return files;
    }

    /// What a folder has to send, in order. What goes away while one looks is left out: logs
    /// rotate.
    private static List<Path> sendable(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (Files.isRegularFile(file)
                                && file.getFileName().toString().matches(SENDABLE)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw new CommandFailure(ExitCode.USAGE, "cannot read " + file, failure);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) {
                        return failure == null
                                ? FileVisitResult.CONTINUE
                                : visitFileFailed(directory, failure);
                    }
                });
        found.sort(null);
        return found;
    }

    private void send(Path file, int later, Sender sender, Optional<ProgressBar> progress)
            throws IOException, InterruptedException {
        boolean standardInput = file.toString().equals("-");
        String source = standardInput ? "-" : file.toAbsolutePath().normalize().toString();
        // What comes through a pipe has no name of its own to be known by again.
        boolean isNew = again || standardInput;
        String namespace = isNew ? UUID.randomUUID().toString() : "";
        try (InputStream in = open(file, progress)) {
            var batches = new Batches(source, namespace, in);
            for (Optional<Batch> batch = batches.next();
                    batch.isPresent();
                    batch = batches.next()) {
                send(batch.get(), later, isNew, sender);
                progress.ifPresent(bar ->
                        bar.setExtraMessage(
                                " %d accepted, %d duplicates, %d rejected"
                                        .formatted(
                                                sender.accepted(),
                                                sender.duplicates(),
                                                sender.rejected())));
            }
        }
    }

    /// Says of a failure what was not sent, since the summary only says what was.
    private static void send(Batch batch, int later, boolean isNew, Sender sender)
            throws InterruptedException {
        try {
            sender.send(batch);
        } catch (GaveUpException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "gave up: %s; %s; %s"
                            .formatted(
                                    e.getMessage(),
                                    unsent(batch, later),
                                    isNew ? adviceOnNew(e) : ADVICE),
                    e);
        } catch (CommandFailure e) {
            throw new CommandFailure(
                    e.exitCode(), "%s; %s".formatted(e.getMessage(), unsent(batch, later)), e);
        }
    }

    private static String unsent(Batch batch, int later) {
        String source = batch.source().equals("-") ? "standard input" : batch.source();
        String others =
                switch (later) {
                    case 0 -> "";
                    case 1 -> ", and the file after it";
                    default -> ", and the %d files after it".formatted(later);
                };
        return "not sent: %s from line %d on%s".formatted(source, batch.firstLine(), others);
    }

    /// The same again would be other events.
    private static String adviceOnNew(GaveUpException failure) {
        return failure.mayBeTaken()
                ? "send it from that line on later; whether the server took its next lines is not known, so those without an id may be there twice then"
                : "send it from that line on later";
    }

    private static InputStream open(Path file, Optional<ProgressBar> progress) throws IOException {
        InputStream raw = file.toString().equals("-") ? System.in : Files.newInputStream(file);
        var counted = new BufferedInputStream(new Counted(raw, progress));
        String name = file.toString();
        if (name.endsWith(".gz")) {
            return new BufferedInputStream(new GzipMembers(counted));
        }
        return name.endsWith(".zst")
                ? new BufferedInputStream(new ZstdInputStream(counted))
                : counted;
    }

    private static ProgressBar bar(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += file.toString().equals("-") ? 0 : Files.size(file);
        }
        return new ProgressBarBuilder()
                .setTaskName("send")
                .setInitialMax(bytes == 0 ? -1 : bytes)
                .setUnit(" MiB", 1 << 20)
                .showSpeed()
                .build();
    }

    private void summarize(Sender sender) {
        System.out.println(
                (json
                                ? "{\"accepted\":%d,\"duplicates\":%d,\"rejected\":%d}"
                                : "%d accepted, %d duplicates, %d rejected")
                        .formatted(sender.accepted(), sender.duplicates(), sender.rejected()));
    }

    /// Tells the progress bar what was read.
    private static final class Counted extends FilterInputStream {
        private final Optional<ProgressBar> progress;

        Counted(InputStream in, Optional<ProgressBar> progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            int read = super.read(bytes, from, count);
            if (read > 0) {
                progress.ifPresent(bar -> bar.stepBy(read));
            }
            return read;
        }
    }
}
