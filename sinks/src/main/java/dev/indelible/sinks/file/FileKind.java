package dev.indelible.sinks.file;

import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Files with one event a line (NDJSON), all in one folder of the server, for whatever collects
/// files.
public final class FileKind implements SinkKind {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private final Path folder;
    private final Map<String, OpenFile> open = new HashMap<>();

    /// One file for all sinks of a name: the live stream, its replays and tests take turns.
    private static final class OpenFile {
        private final RotatingFile file;
        private int sinks;

        OpenFile(RotatingFile file) {
            this.file = file;
        }
    }

    /// @param folder where the files lie, and never elsewhere; made when first needed
    public FileKind(Path folder) {
        this.folder = folder;
    }

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Set<String> secrets() {
        return Set.of();
    }

    @Override
    public Set<String> addresses() {
        return Set.of("name");
    }

    @Override
    public List<Fault> check(Settings settings) {
        var reader = new SettingsReader(settings);
        read(reader);
        return reader.faults();
    }

    @Override
    public Sink open(Settings settings) {
        var reader = new SettingsReader(settings);
        FileSettings read = read(reader);
        reader.requireFaultless();
        return open(read);
    }

    private synchronized Sink open(FileSettings settings) {
        OpenFile shared =
                open.computeIfAbsent(
                        settings.name() + " " + settings.rotateBytes(),
                        _ ->
                                new OpenFile(
                                        new RotatingFile(
                                                settings.folder(),
                                                settings.name(),
                                                settings.rotateBytes())));
        shared.sinks++;
        return new FileSink(settings, shared.file, () -> release(shared));
    }

    private synchronized void release(OpenFile shared) {
        if (--shared.sinks == 0) {
            open.values().remove(shared);
            shared.file.close();
        }
    }

    private FileSettings read(SettingsReader settings) {
        String name = settings.requiredText("name", "siem");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            settings.fault(
                    "name", "name is 1 to 100 letters, digits, _ and -; the file is NAME.ndjson");
        }
        return new FileSettings(
                folder,
                name,
                settings.integer("rotateMebibytes", 64, 1, 65_536) * (1L << 20),
                settings.integer("batchEvents", 1000, 1, 10_000));
    }

    /// The settings of one file.
    ///
    /// @param name without folder and ending
    /// @param rotateBytes from this size on the next batch begins a new file
    record FileSettings(Path folder, String name, long rotateBytes, int batchEvents) {}
}
