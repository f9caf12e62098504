package dev.indelible.storage.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;

/// The folder with one folder per partition, named by the first position in it.
final class PartitionFolder {
    private static final System.Logger logger = System.getLogger(PartitionFolder.class.getName());

    private final Path folder;
    private final Courtesy courtesy;

    PartitionFolder(Path folder, Courtesy courtesy) {
        this.folder = folder;
        this.courtesy = courtesy;
    }

    /// Opens what comes after these partitions, the last of it to be written. What is no usable
    /// index is removed, with all that lies behind it.
    ///
    /// @param before open partitions, from position 0 on without a gap
    /// @return these and the others
    /// @throws IOException if the folder cannot be used; nothing was removed for that
    List<Partition> open(List<Partition> before) throws IOException {
        Files.createDirectories(folder);
        List<Path> rest = new ArrayList<>(folders());
        rest.removeIf(each -> before.stream().anyMatch(known -> known.folder().equals(each)));
        var all = new ArrayList<>(before);
        try {
            for (Path each : rest) {
                if (!opened(each, each.equals(rest.getLast()), all)) {
                    for (Path useless : rest.subList(rest.indexOf(each), rest.size())) {
                        remove(useless);
                    }
                    break;
                }
            }
            return all.isEmpty() || !all.getLast().isWritten() ? started(all) : List.copyOf(all);
        } catch (IOException | RuntimeException e) {
            for (Partition opened : all.subList(before.size(), all.size())) {
                opened.close();
            }
            throw e;
        }
    }

    private boolean opened(Path each, boolean last, List<Partition> all) throws IOException {
        long first = Long.parseLong(each.getFileName().toString());
        try {
            checkFollows(first, all);
            all.add(last ? Partition.written(each, first, courtesy) : Partition.left(each, first));
            return true;
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | FileNotFoundException
                | NoSuchFileException
                | IllegalArgumentException e) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "index partition removed, to be made anew: " + each.getFileName(),
                    e);
            return false;
        }
    }

    private static void checkFollows(long first, List<Partition> all) throws CorruptIndexException {
        long expected = all.isEmpty() ? 0 : all.getLast().next();
        if (first != expected) {
            throw new CorruptIndexException("does not begin at " + expected, "partition " + first);
        }
    }

    /// These partitions and a new one behind them, to be written.
    List<Partition> started(List<Partition> all) throws IOException {
        long first = all.isEmpty() ? 0 : all.getLast().next();
        var more = new ArrayList<>(all);
        more.add(Partition.written(folder.resolve("%020d".formatted(first)), first, courtesy));
        return List.copyOf(more);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("\\d{20}"))
                    .sorted()
                    .toList();
        }
    }

    /// Removes a partition that is not open.
    void remove(Path partition) throws IOException {
        if (!Files.exists(partition)) {
            return;
        }
        try (Stream<Path> files = Files.walk(partition)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
