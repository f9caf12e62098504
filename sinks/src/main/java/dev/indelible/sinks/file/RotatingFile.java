package dev.indelible.sinks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * What is appended is durable before it is confirmed, and a file ends with a whole line:
 *
 * - A write that failed is cut off again; if even that fails, the file is put aside.
 * - After a failed fsync nobody knows what of the file is on the disk, and a second fsync may say
 *   "done" for bytes that are lost. So the file is put aside and everything not yet confirmed goes
 *   into a new one.
 * - A crash can leave part of a line at the end, of a parcel that was never confirmed: it is cut off
 *   at the next opening.
 * - Whoever moves or deletes the file (logrotate does) makes the next parcel begin a new one.
 */

/// A file of lines that grows until it is large, then gets a number and makes room for a new one.
/// For one thread.
final class RotatingFile implements AutoCloseable {
    private static final int TAIL_BYTES = 64 << 10;

    private final Path folder;
    private final Path path;
    private final String name;
    private final long rotateBytes;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;
    private boolean isDoubtful;

    RotatingFile(Path folder, String name, long rotateBytes) {
        this.folder = folder;
        this.name = name;
        this.path = folder.resolve(name + ".ndjson");
        this.rotateBytes = rotateBytes;
    }

    /// Appends whole lines and forces them to the disk.
    ///
    /// @return where they are: file and offsets
    String append(byte[] lines) throws IOException {
        FileChannel file = ready();
        long from = file.size();
        try {
            var bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                file.write(bytes, from + bytes.position());
            }
        } catch (IOException e) {
            isDoubtful = true;
            file.truncate(from);
            isDoubtful = false;
            throw e;
        }
        isDoubtful = true;
        file.force(true);
        isDoubtful = false;
        return "%s.ndjson, bytes %d to %d".formatted(name, from, from + lines.length);
    }

    /// The file, open and with room.
    private FileChannel ready() throws IOException {
        if (isDoubtful) {
            putAside();
            isDoubtful = false;
        }
        FileChannel file = channel;
        if (file == null || !isOurs()) {
            file = open();
        }
        if (file.size() >= rotateBytes) {
            putAside();
            file = open();
        }
        return file;
    }

    private boolean isOurs() {
        try {
            return fileKey != null && fileKey.equals(key(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private FileChannel open() throws IOException {
        close();
        boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        make(folder);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            create(isPosix);
        }
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try {
            if (file.tryLock() == null) {
                throw new FileInUseException("another process writes it");
            }
            cutTornLine(file);
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new FileInUseException("another destination writes it; give another name");
        } catch (IOException e) {
            file.close();
            throw e;
        }
        channel = file;
        fileKey = key(path);
        return file;
    }

    private void create(boolean isPosix) throws IOException {
        try {
            if (isPosix) {
                Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(path);
            }
        } catch (FileAlreadyExistsException e) {
            return;
        }
        force(folder);
    }

    /// Makes a folder that is still there after a power cut.
    private static void make(Path folder) throws IOException {
        Path above = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) && above != null) {
            make(above);
            Files.createDirectories(folder);
            force(above);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            entries.force(true);
        }
    }

    private static void cutTornLine(FileChannel file) throws IOException {
        long end = file.size();
        while (end > 0) {
            int length = (int) Math.min(TAIL_BYTES, end);
            var tail = ByteBuffer.allocate(length);
            while (tail.hasRemaining() && file.read(tail, end - length + tail.position()) > 0) {
                // The bounds are in the condition.
            }
            String text = new String(tail.array(), java.nio.charset.StandardCharsets.ISO_8859_1);
            int lineEnd = text.lastIndexOf('\n');
            if (lineEnd >= 0) {
                end = end - length + lineEnd + 1;
                break;
            }
            end -= length;
        }
        if (end < file.size()) {
            file.truncate(end);
            file.force(true);
        }
    }

    /// Gives the file the next number, such as `siem-000017.ndjson`.
    private void putAside() throws IOException {
        close();
        int number = 1;
        try (var files = Files.list(folder)) {
            number +=
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(file -> file.startsWith(name + "-"))
                            .map(file -> file.substring(name.length() + 1))
                            .filter(rest -> rest.matches("\\d{6,9}\\.ndjson"))
                            .mapToInt(rest -> Integer.parseInt(rest.replace(".ndjson", "")))
                            .max()
                            .orElse(0);
        }
        try {
            Files.move(path, folder.resolve("%s-%06d.ndjson".formatted(name, number)));
        } catch (NoSuchFileException e) {
            return;
        }
        force(folder);
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        fileKey = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Everything confirmed was forced before.
            }
        }
    }
}
