package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of the file system that is only looked at: whatever is written, renamed or deleted
/// stays in memory and is gone with this object. Right to read is enough. A server that has the
/// folder open keeps it from being looked at, and the other way round.
public final class ViewedDisk implements Disk, AutoCloseable {
    private static final String LOCK = "lock";

    private final Path folder;
    private final Map<String, ViewedContent> contents = new ConcurrentHashMap<>();
    private final @Nullable FileChannel lock;

    private ViewedDisk(Path folder) throws IOException {
        this.folder = folder;
        this.lock = locked(folder.resolve(LOCK));
    }

    /// The lock, if there is one and it can be taken; whoever may not write there cannot take it.
    private static @Nullable FileChannel locked(Path file) throws IOException {
        if (!Files.isWritable(file)) {
            return null;
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // Another part of this process has it.
        }
        channel.close();
        throw new IOException(
                "the folder %s is in use by a server; stop it first, or look at a copy"
                        .formatted(file.getParent()));
    }

    /// Looks at a folder.
    ///
    /// @throws IOException if it is none, cannot be read, or is in use
    public static ViewedDisk open(Path folder) throws IOException {
        var disk = new ViewedDisk(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(LOCK)) {
                    disk.contents.put(name, ViewedContent.of(file));
                }
            }
        }
        return disk;
    }

    @Override
    public List<String> list() {
        return new ArrayList<>(contents.keySet());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        if (contents.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        ViewedContent content = ViewedContent.empty();
        contents.put(name, content);
        return new ViewedFile(content);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        ViewedContent content = contents.get(name);
        if (content == null) {
            throw new NoSuchFileException(folder.resolve(name).toString());
        }
        return new ViewedFile(content);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        ViewedContent content = contents.remove(from);
        if (content == null) {
            throw new NoSuchFileException(from);
        }
        contents.put(to, content);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        if (contents.remove(name) == null) {
            throw new NoSuchFileException(name);
        }
    }

    @Override
    public void syncFolder() {}

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
        for (ViewedContent content : contents.values()) {
            content.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
