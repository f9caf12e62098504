package dev.indelible.cli;

import dev.indelible.cli.verify.PartFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `indelible export`.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads all events that match.",
            "A download that breaks off is an error, and leaves no file behind that looks whole."
        })
final class ExportCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 64 << 10;

    @Mixin private final Connection connection = new Connection();
    @Mixin private final Filters filters = new Filters();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "ndjson",
            description =
                    "ndjson, json, csv, ocsf, cef, stackrox or disclosure; default ${DEFAULT-VALUE}")
    String format = "ndjson";

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "newest",
            description = "newest, oldest or received; default ${DEFAULT-VALUE}")
    String order = "newest";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Instead of standard output")
    @Nullable Path output;

    ExportCommand() {}

    @Override
    public Integer call() throws IOException {
        Api api = connection.api();
        HttpUrl.Builder url = api.at("v1/events/export");
        filters.addTo(url);
        url.addQueryParameter("format", format);
        // For the check of a log: always by sequence.
        if (!format.equals("disclosure")) {
            url.addQueryParameter("order", order);
        }
        if (output == null) {
            show(api, url.build());
            return ExitCode.OK;
        }
        keep(api, url.build(), output);
        return ExitCode.OK;
    }

    /// Under another name until it is whole; also after Ctrl-C nothing of that stays.
    private void keep(Api api, HttpUrl url, Path file) throws IOException {
        // A folder that is empty would be replaced.
        if (Files.isDirectory(file)) {
            throw unwritable(file, "it is a folder");
        }
        Path part = null;
        try {
            part = PartFile.create(file);
            part.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(part)) {
                download(api, url, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw unwritable(file, "its folder is not there");
        } catch (AccessDeniedException e) {
            throw unwritable(file, "that is not allowed");
        } catch (IOException e) {
            throw unwritable(file, String.valueOf(e.getMessage()));
        } finally {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static CommandFailure unwritable(Path file, String why) {
        return new CommandFailure(
                ExitCode.INCOMPLETE,
                "%s is not written, and nothing of it is left: %s".formatted(file, why),
                null);
    }

    /// On standard output: byte for byte, unless a terminal shows it.
    private void show(Api api, HttpUrl url) throws IOException {
        if (!Terminal.showsOutput()) {
            download(api, url, System.out);
            System.out.flush();
            return;
        }
        boolean isText = format.equals("csv") || format.equals("cef");
        var form = isText ? VisibleOutput.Form.TEXT : VisibleOutput.Form.JSON;
        var out = new VisibleOutput(System.out, Terminal.charset(), form);
        try {
            download(api, url, out);
        } finally {
            out.end();
        }
    }

    private static long lines(byte[] buffer, int count) {
        long lines = 0;
        for (int i = 0; i < count; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void download(Api api, HttpUrl url, OutputStream out) throws IOException {
        Response response;
        try {
            response = api.stream(url, Optional.empty());
        } catch (IOException e) {
            throw api.unreachable(e);
        }
        boolean shown = output != null && Terminal.isInteractive();
        try (response;
                InputStream in = response.body().byteStream();
                ProgressBar progress = shown ? bar() : null) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long lines = 0;
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                out.write(buffer, 0, count);
                lines += lines(buffer, count);
                if (progress != null) {
                    progress.stepBy(count);
                }
            }
            if (lines <= (format.equals("csv") ? 1 : 0)) {
                Terminal.tell("No event matches.");
            }
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.INCOMPLETE,
                    "the export broke off and is not complete: " + e.getMessage(),
                    e);
        }
    }

    private static ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("export")
                .setStyle(Progress.style())
                .setUnit(" MiB", 1 << 20)
                .showSpeed()
                .build();
    }
}
