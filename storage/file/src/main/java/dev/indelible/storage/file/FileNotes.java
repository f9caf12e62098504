package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.lifecycle.Notes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Notes as files of one folder: `<name>.note`, a line per text, `member=value` with both
/// percent-encoded. Each is written beside the one before and takes its name, so it is there whole
/// or not at all, and what was before is in no file any more.
public final class FileNotes implements Notes {
    private static final String ENDING = ".note";

    private final Disk disk;
    private final TreeMap<String, Map<String, String>> notes = new TreeMap<>();

    private FileNotes(Disk disk) {
        this.disk = disk;
    }

    /// Opens the notes in a folder, as a crash may have left them.
    ///
    /// @throws UncheckedIOException if the folder cannot be read or written
    public static FileNotes open(Disk disk) {
        var opened = new FileNotes(disk);
        try {
            disk.syncFolder();
            for (String name : disk.list()) {
                if (FileNames.isUnfinished(name)) {
                    disk.delete(name);
                } else if (name.endsWith(ENDING)) {
                    opened.notes.put(
                            name.substring(0, name.length() - ENDING.length()),
                            decode(opened.load(name)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("notes cannot be read: " + e.getMessage(), e);
        }
        return opened;
    }

    private String load(String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            return UTF_8.decode(bytes.flip()).toString();
        }
    }

    private static Map<String, String> decode(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(
                        Collectors.toMap(
                                line -> URLDecoder.decode(line[0], UTF_8),
                                line -> URLDecoder.decode(line[1], UTF_8)));
    }

    private static byte[] encode(Map<String, String> note) {
        return new TreeMap<>(note)
                .entrySet().stream()
                        .map(entry ->
                                "%s=%s\n"
                                        .formatted(
                                                URLEncoder.encode(entry.getKey(), UTF_8),
                                                URLEncoder.encode(entry.getValue(), UTF_8)))
                        .collect(Collectors.joining())
                        .getBytes(UTF_8);
    }

    @Override
    public synchronized void put(String name, Map<String, String> note) {
        String unfinished = name + FileNames.NEW;
        try {
            if (disk.list().contains(unfinished)) {
                disk.delete(unfinished);
            }
            try (DiskFile file = disk.create(unfinished)) {
                file.write(0, ByteBuffer.wrap(encode(note)));
                file.force();
            }
            disk.rename(unfinished, name + ENDING);
            disk.syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("a note cannot be written: " + e.getMessage(), e);
        }
        notes.put(name, Map.copyOf(note));
    }

    @Override
    public synchronized void remove(String name) {
        if (!notes.containsKey(name)) {
            return;
        }
        try {
            disk.delete(name + ENDING);
            disk.syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("a note cannot be removed: " + e.getMessage(), e);
        }
        notes.remove(name);
    }

    @Override
    public synchronized Map<String, Map<String, String>> all() {
        return new TreeMap<>(notes);
    }
}
