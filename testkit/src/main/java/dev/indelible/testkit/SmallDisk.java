package dev.indelible.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/// A real file system in memory that can really be full. Only root can have one: others' tests are
/// aborted with the reason.
public final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /// Mounts one of so many bytes on this folder, which is empty.
    public static SmallDisk mount(Path folder, int bytes) {
        if (!run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "indelible", folder.toString())) {
            throw new TestAbortedException("a file system of its own needs root and mount");
        }
        return new SmallDisk(folder);
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            throw new TestAbortedException("no " + command[0], e);
        }
    }

    public Path folder() {
        return folder;
    }

    /// Takes all the room there is, also what others give back meanwhile.
    public void fill() {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
            do {
                writeUntilFull(page, out);
            } while (!isFull());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUntilFull(byte[] page, OutputStream out) throws IOException {
        try {
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    private boolean isFull() {
        try {
            return Files.getFileStore(folder).getUsableSpace() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives back what [#fill()] took.
    public void free() throws IOException {
        Files.delete(folder.resolve(BALLAST));
    }

    @Override
    public void close() throws IOException {
        // Lazily, as something may still have a file open.
        if (!run("umount", "-l", folder.toString())) {
            throw new IOException("cannot unmount " + folder);
        }
    }
}
