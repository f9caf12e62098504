package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import dev.indelible.core.disk.DiskFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of the file system, held by one process at a time: a lock on the file `lock` in it
/// keeps a second one out, and goes with the process however that ends.
///
/// Interrupts harm nothing: see `FolderFile`.
public final class FolderDisk implements Disk, AutoCloseable {
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lockChannel;
    private final boolean hasPermissions;

    private FolderDisk(Path folder, FileChannel lockChannel, boolean hasPermissions) {
        this.folder = folder;
        this.lockChannel = lockChannel;
        this.hasPermissions = hasPermissions;
    }

    /// Makes the folder where there is none, and takes its lock.
    ///
    /// @throws IOException if another process or another part of this one holds the folder, saying
    ///   so, or if the folder cannot be made
    public static FolderDisk open(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (parent != null) {
                sync(parent);
            }
        }
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IOException(
                    "the folder %s is in use by another Indelible; stop that one or choose another"
                                    .formatted(folder)
                            + " folder");
        }
        boolean hasPermissions = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return new FolderDisk(folder, channel, hasPermissions);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .toList();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        Path path = path(name);
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        return translating(() -> {
            Files.createFile(path, forOwnerOnly());
            try {
                return FolderFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        });
    }

    /// Events, and what is derived from them, also where the folder is open to others.
    private FileAttribute<?>[] forOwnerOnly() {
        return hasPermissions
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return FolderFile.open(path(name), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        translating(() ->
                Files.move(
                        path(from),
                        path(to),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void delete(String name) throws IOException {
        if (!Files.deleteIfExists(path(name))) {
            throw new NoSuchFileException(name);
        }
    }

    @Override
    public void syncFolder() throws IOException {
        translating(() -> {
            sync(folder);
            return folder;
        });
    }

    private static void sync(Path folder) throws IOException {
        // A channel of its own per call: an interrupt can close only this one, and is then
        // answered by trying again.
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return folder;
        });
    }

    @Override
    public long freeBytes() {
        // Asked before each append: this is one system call, a FileStore reads the mount table.
        return folder.toFile().getUsableSpace();
    }

    private Path path(String name) {
        if (!name.matches("[A-Za-z0-9.-]+") || name.startsWith(".") || name.equals(LOCK)) {
            throw new IllegalArgumentException(
                    "'%s' is no file name: letters, digits, dots, dashes".formatted(name));
        }
        return folder.resolve(name);
    }

    /// Says "full" by type where the system only says it by message.
    static <T> T translating(Uninterrupted.Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (!(e instanceof DiskFullException)
                    && (message.contains("no space left") || message.contains("quota exceeded"))) {
                throw new DiskFullException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    /// Gives the folder free. Only after everything opened through it is closed.
    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
