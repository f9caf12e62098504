package dev.indelible.cli.verify;

import dev.indelible.proof.Checkpoint;
import dev.indelible.proof.EntryBundle;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Writes a log as plain files, in the paths of tlog-tiles, which any web server can serve. The
/// checkpoint is written last, so a folder that breaks off still holds the older log.
public final class LogExport {
    /// The policy lies beside the tree, for whoever checks it.
    public static final String POLICY = "policy.txt";

    private final LogReader log;
    private final Path folder;
    private final LongConsumer progress;

    private LogExport(LogReader log, Path folder, LongConsumer progress) {
        this.log = log;
        this.folder = folder;
        this.progress = progress;
    }

    /// Files that an export of this log will write.
    public static long files(long treeSize) {
        long files = (treeSize + Tile.WIDTH_MAX - 1) / Tile.WIDTH_MAX;
        for (int level = 0; hasLevel(level, treeSize); level++) {
            files += tiles(level, treeSize);
        }
        return files;
    }

    /// Copies the log into the folder.
    ///
    /// @param signed the state to copy
    /// @param progress told of files that are done
    /// @throws RefusedException if a file is missing, or the folder holds a log that this one does
    ///   not follow
    public static void export(
            LogReader log, LogReader.Signed signed, Path folder, LongConsumer progress) {
        new LogExport(log, folder, progress).run(signed);
    }

    private void run(LogReader.Signed signed) {
        Checkpoint checkpoint = signed.checkpoint();
        new FolderLog(folder)
                .read(LogReader.CHECKPOINT)
                .flatMap(bytes -> Succession.problem(older(bytes, checkpoint), checkpoint, log))
                .ifPresent(problem -> {
                    throw new RefusedException(
                            folder.resolve(LogReader.CHECKPOINT).toString(),
                            problem + "; the folder was left as it is");
                });
        long size = checkpoint.size();
        for (long index = 0; index < size; index += Tile.WIDTH_MAX) {
            copy(TilePath.entries(index, size));
        }
        for (int level = 0; hasLevel(level, size); level++) {
            for (long index = 0; index < tiles(level, size); index++) {
                copy(TilePath.tile(level, index, size));
            }
        }
        write(LogReader.CHECKPOINT, signed.note().toBytes());
    }

    private Checkpoint older(byte[] note, Checkpoint newer) {
        String place = folder.resolve(LogReader.CHECKPOINT).toString();
        try {
            Checkpoint older = Checkpoint.parse(LogReader.note(note, place).text());
            if (older.origin().equals(newer.origin())) {
                return older;
            }
            throw new RefusedException(place, "the folder holds the log " + older.origin());
        } catch (MalformedException e) {
            throw new RefusedException(place, String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasLevel(int level, long size) {
        return TilePath.fullTiles(level, size) > 0 || TilePath.partialWidth(level, size) > 0;
    }

    private static long tiles(int level, long size) {
        return TilePath.fullTiles(level, size) + (TilePath.partialWidth(level, size) > 0 ? 1 : 0);
    }

    private void copy(TilePath path) {
        if (path.isEntries()) {
            Optional<List<byte[]>> entries = log.entries(path);
            if (entries.isPresent()) {
                write(path.toString(), EntryBundle.encode(entries.get()));
            } else {
                write(path + FolderLog.GONE, new byte[0]);
            }
        } else {
            write(path.toString(), log.bytes(path));
        }
        progress.accept(1);
    }

    private void write(String path, byte[] bytes) {
        Path file = folder.resolve(path);
        Optional<byte[]> there = new FolderLog(folder).read(path);
        if (there.isPresent() && Arrays.equals(there.get(), bytes)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path part = PartFile.create(file);
            Files.write(part, bytes);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
