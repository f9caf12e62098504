package dev.indelible.sinks.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind;
import dev.indelible.sinks.SettingsReader;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Files with one event a line (NDJSON), for whatever collects files: those of the whole instance
/// in one folder of the server, those of each organization in a folder of its own below it.
public final class FileKind implements SinkKind {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    /// How a name looks that [RotatingFile] gives to what is full.
    private static final Pattern NUMBERED = Pattern.compile(".*-\\d{6,}");

    /// Organizations that have a folder of their own name: no other spelling is the same folder on
    /// some disk, and nothing in it leads elsewhere.
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    private static final int HASH_BYTES = 16;

    private final Path folder;
    private final Map<Key, OpenFile> open = new HashMap<>();

    private record Key(Path folder, String name, long rotateBytes) {}

    /// One file for all sinks of a name: the live stream, its replays and tests take turns.
    private static final class OpenFile {
        private final RotatingFile file;
        private int sinks;

        OpenFile(RotatingFile file) {
            this.file = file;
        }
    }

    /// @param folder where the files lie, and the organizations' folders; made when first needed
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
        FileSettings read = read(reader, settings);
        // Not refused by open: what was set up before goes on.
        if (NUMBERED.matcher(read.name()).matches()) {
            reader.fault(
                    "name",
                    "name does not end with - and six digits or more: so end the files that are full");
        }
        return reader.faults();
    }

    @Override
    public Sink open(Settings settings) {
        var reader = new SettingsReader(settings);
        FileSettings read = read(reader, settings);
        reader.requireFaultless();
        return open(read);
    }

    private synchronized Sink open(FileSettings settings) {
        OpenFile shared =
                open.computeIfAbsent(
                        new Key(settings.folder(), settings.name(), settings.rotateBytes()),
                        key ->
                                new OpenFile(
                                        new RotatingFile(
                                                key.folder(), key.name(), key.rotateBytes())));
        shared.sinks++;
        return new FileSink(settings, shared.file, () -> release(shared));
    }

    private synchronized void release(OpenFile shared) {
        if (--shared.sinks == 0) {
            open.values().remove(shared);
            shared.file.close();
        }
    }

    private Path folder(String organization) {
        return folder.resolve(
                PLAIN.matcher(organization).matches() ? organization : "_" + hash(organization));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private FileSettings read(SettingsReader settings, Settings whose) {
        String name = settings.requiredText("name", "siem");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            settings.fault(
                    "name", "name is 1 to 100 letters, digits, _ and -; the file is NAME.ndjson");
        }
        return new FileSettings(
                whose.organization().map(this::folder).orElse(folder),
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
