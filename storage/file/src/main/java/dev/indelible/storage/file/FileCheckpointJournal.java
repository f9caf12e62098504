package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.ops.AuditException.Corrupt;
import dev.indelible.core.ops.AuditException.Uncertain;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.sealing.CheckpointJournal;
import dev.indelible.core.sealing.Head;
import dev.indelible.core.sealing.Round;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/* One file grows; a failed write or force ends it, and the next file says how much of it counts.
 *
 * Each frame names its own offset, and is written only once all before it is durable. So a frame that
 * is not whole was being written when the machine stopped, unless a whole one lies after it: then it
 * was durable once and is damaged, and a start is refused. */

/// The checkpoint journal in files of one folder.
public final class FileCheckpointJournal implements CheckpointJournal {
    /// So many heads lie between two places that are remembered.
    private static final int PLACE_HEADS = 256;

    private final Disk disk;
    private final Rounds rounds = new Rounds();
    private final List<CheckpointFile> files = new ArrayList<>();
    private final TreeMap<Long, Place> places = new TreeMap<>();
    private long heads;
    private boolean broken;

    private record Place(int file, long offset) {}

    private FileCheckpointJournal(Disk disk) {
        this.disk = disk;
    }

    /// Opens the journal in this folder, or makes it.
    ///
    /// @throws Corrupt if what was durable is damaged or missing: do not start
    public static FileCheckpointJournal open(Disk disk) {
        var journal = new FileCheckpointJournal(disk);
        try {
            journal.recover();
            return journal;
        } catch (IOException e) {
            journal.close();
            throw new UncheckedIOException("the checkpoint journal cannot be read", e);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        long count = disk.list().stream().filter(name -> name.endsWith(".checkpoints")).count();
        for (long number = 0; number < count; number++) {
            if (!disk.list().contains(CheckpointFile.name(number))) {
                throw corrupt("%s is missing".formatted(CheckpointFile.name(number)));
            }
            CheckpointFile file = CheckpointFile.open(disk, number);
            if (file == null) {
                if (number < count - 1) {
                    throw corrupt("%s has no header".formatted(CheckpointFile.name(number)));
                }
                disk.delete(CheckpointFile.name(number));
                disk.syncFolder();
            } else {
                files.add(file);
            }
        }
        if (files.isEmpty()) {
            files.add(CheckpointFile.create(disk, 0, 0));
        }
        for (int i = 0; i < files.size(); i++) {
            scan(i);
        }
        // As with the bytes: a name that is seen now may not have reached the disk.
        disk.syncFolder();
    }

    private void scan(int index) throws IOException {
        CheckpointFile file = files.get(index);
        boolean last = index == files.size() - 1;
        if (!last) {
            file.end(Math.min(file.end(), files.get(index + 1).bytesBefore()));
        }
        long offset = CheckpointFile.HEADER_BYTES;
        long lastFrame = offset;
        while (offset < file.end()) {
            Round round = round(file, offset);
            if (round == null) {
                break;
            }
            remember(round, index, offset);
            lastFrame = offset;
            offset = after(file, offset);
        }
        if (!last) {
            if (offset != files.get(index + 1).bytesBefore()) {
                throw damaged(file, offset);
            }
            return;
        }
        if (file.hasFrameAfter(offset)) {
            throw damaged(file, offset);
        }
        file.end(offset);
        file.settle(lastFrame);
    }

    private void remember(Round round, int file, long offset) {
        if (round.firstHead() != heads) {
            throw corrupt("a round begins at head %d, not %d".formatted(round.firstHead(), heads));
        }
        rounds.learn(round);
        if (places.isEmpty() || heads - places.lastKey() >= PLACE_HEADS) {
            places.put(heads, new Place(file, offset));
        }
        heads += round.heads().size();
    }

    private @Nullable Round round(CheckpointFile file, long offset) throws IOException {
        ByteBuffer body = file.body(offset);
        return body == null ? null : rounds.decode(body);
    }

    private static long after(CheckpointFile file, long offset) throws IOException {
        ByteBuffer body = file.body(offset);
        return offset + Rounds.FRAME_HEADER_BYTES + (body == null ? 0 : body.remaining());
    }

    @Override
    public synchronized void append(Round round) {
        if (round.firstHead() != heads) {
            throw new IllegalArgumentException(
                    "a round begins at head %d, not %d".formatted(heads, round.firstHead()));
        }
        try {
            CheckpointFile file = files.getLast();
            if (broken) {
                file = CheckpointFile.create(disk, file.number() + 1, file.end());
                files.add(file);
                broken = false;
            }
            long offset = file.end();
            file.append(rounds.encode(round, offset));
            remember(round, files.size() - 1, offset);
        } catch (IOException e) {
            broken = true;
            throw new Uncertain(
                    Problem.SYNC_FAILED,
                    "the checkpoint journal could not be written; nothing is published until it can",
                    e);
        }
    }

    @Override
    public synchronized void replay(Consumer<Round> reader) {
        walk(
                new Place(0, CheckpointFile.HEADER_BYTES),
                round -> {
                    reader.accept(round);
                    return true;
                });
    }

    private interface Walk {
        /// @return whether to go on
        boolean take(Round round);
    }

    private void walk(Place from, Walk walk) {
        try {
            long offset = from.offset();
            for (int i = from.file(); i < files.size(); i++) {
                CheckpointFile file = files.get(i);
                while (offset < file.end()) {
                    Round round = round(file, offset);
                    if (round == null) {
                        throw damaged(file, offset);
                    }
                    if (!walk.take(round)) {
                        return;
                    }
                    offset = after(file, offset);
                }
                offset = CheckpointFile.HEADER_BYTES;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint journal cannot be read", e);
        }
    }

    @Override
    public synchronized long heads() {
        return heads;
    }

    @Override
    public synchronized List<byte[]> leaves(long fromIndex, int count) {
        if (fromIndex < 0 || count < 1 || fromIndex + count > heads) {
            throw new IllegalArgumentException(
                    "heads %d to %d of %d".formatted(fromIndex, fromIndex + count, heads));
        }
        var leaves = new ArrayList<byte[]>(count);
        walk(
                places.floorEntry(fromIndex).getValue(),
                round -> {
                    long index = round.firstHead();
                    for (Head head : round.heads()) {
                        if (index++ >= fromIndex && leaves.size() < count) {
                            leaves.add(head.leaf());
                        }
                    }
                    return leaves.size() < count;
                });
        return leaves;
    }

    private static Corrupt damaged(CheckpointFile file, long offset) {
        return corrupt(
                "%s is damaged at byte %d".formatted(CheckpointFile.name(file.number()), offset));
    }

    private static Corrupt corrupt(String what) {
        return new Corrupt(
                Problem.CHECKSUM_MISMATCH,
                "the checkpoint journal: %s; bring back the folder checkpoints from a backup"
                        .formatted(what));
    }

    @Override
    public synchronized void close() {
        try {
            for (CheckpointFile file : files) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint journal cannot be closed", e);
        }
    }
}
