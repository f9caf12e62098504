package dev.indelible.cli.verify;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file beside another that has what will be in it, until that is whole.
public final class PartFile {
    private static final int COUNT_MAX = 1000;

    private PartFile() {}

    /// Makes one that nobody else writes: two that write the same file at once do not mix, and the
    /// one that ends last stays. It is called `FILE.part`, or `FILE.2.part` and so on where there
    /// is one of another.
    ///
    /// @throws IOException also if there are very many
    public static Path create(Path file) throws IOException {
        for (int number = 1; number <= COUNT_MAX; number++) {
            String ending = number == 1 ? ".part" : ".%d.part".formatted(number);
            try {
                return Files.createFile(file.resolveSibling(file.getFileName() + ending));
            } catch (FileAlreadyExistsException e) {
                // Of one that runs, or was killed.
            }
        }
        throw new IOException(
                "%s.%d.part and all before it are there; delete those that nobody writes"
                        .formatted(file.getFileName(), COUNT_MAX));
    }
}
