package dev.indelible.storage.file;

import dev.indelible.core.disk.Disk;
import dev.indelible.core.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Looks at every byte of the files of a journal and of a checkpoint journal, also at those that
/// are there twice and at those that nobody needs while the others are whole. Reads only; for a
/// folder that nobody writes to.
public final class Scrub {
    private final Disk disk;
    private final List<Damage> damages = new ArrayList<>();

    private Scrub(Disk disk) {
        this.disk = disk;
    }

    /// Bytes that are not as they were written.
    ///
    /// @param offset where in the file they are, or begin
    /// @param what for people, in one line
    public record Damage(String file, long offset, String what) {}

    /// Looks at the files of a journal, except for the id tables, which can be made anew.
    public static List<Damage> journal(Disk disk) throws IOException {
        var scrub = new Scrub(disk);
        for (String name : disk.list().stream().sorted().toList()) {
            OptionalLong raw = FileNames.rawFirst(name);
            OptionalLong sealed = FileNames.sealedFirst(name);
            if (raw.isPresent()) {
                scrub.raw(name, raw.getAsLong());
            } else if (sealed.isPresent()) {
                scrub.sealed(name, sealed.getAsLong());
            } else if (name.endsWith(".damaged")) {
                scrub.tell(name, 0, "it was set aside as damaged at an earlier start");
            }
        }
        return scrub.damages;
    }

    /// Looks at the files of a checkpoint journal.
    public static List<Damage> checkpoints(Disk disk) throws IOException {
        var scrub = new Scrub(disk);
        List<String> names = disk.list().stream().sorted().toList();
        for (int number = 0; number < names.size(); number++) {
            if (!names.get(number).equals(CheckpointFile.name(number))) {
                scrub.tell(names.get(number), 0, CheckpointFile.name(number) + " is expected");
                return scrub.damages;
            }
            scrub.checkpointFile(number, number == names.size() - 1);
        }
        return scrub.damages;
    }

    private void tell(String file, long offset, String what) {
        damages.add(new Damage(file, offset, what));
    }

    private void raw(String name, long first) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer bytes = all(file);
            OptionalLong salt = RawHeader.salt(file, first);
            if (salt.isEmpty()) {
                tell(name, 0, "neither copy of its header is whole");
                return;
            }
            ByteBuffer header = RawHeader.write(first, salt.getAsLong());
            int difference = header.mismatch(bytes.slice(0, RawHeader.BYTES));
            if (difference >= 0) {
                tell(name, difference, "a copy of its header is damaged");
            }
            records(name, new Records(salt.getAsLong()), bytes);
        }
    }

    private void records(String name, Records records, ByteBuffer bytes) {
        boolean isInside = true;
        int offset = RawHeader.BYTES;
        while (offset < bytes.limit()) {
            var stored = records.read(bytes, offset);
            if (stored != null) {
                offset += stored.bytes();
                isInside = true;
                continue;
            }
            if (isInside) {
                tell(name, offset, "no whole record: damaged, or cut off when it was written");
                isInside = false;
            }
            offset++;
        }
    }

    private static ByteBuffer all(DiskFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.read(0, bytes);
        return bytes.flip();
    }

    private void sealed(String name, long first) throws IOException {
        try (DiskFile file = disk.open(name)) {
            SealedDirectory directory = SealedDirectory.load(file);
            if (directory == null || directory.first() != first) {
                tell(name, 0, "neither copy of its directory is whole");
                return;
            }
            new Extents(name, file).check(directory);
        }
    }

    private void checkpointFile(int number, boolean isLast) throws IOException {
        String name = CheckpointFile.name(number);
        CheckpointFile file;
        try {
            file = CheckpointFile.open(disk, number);
        } catch (IOException e) {
            tell(name, 0, "its header is damaged");
            return;
        }
        if (file == null) {
            tell(name, 0, "it has no header");
            return;
        }
        long offset = CheckpointFile.HEADER_BYTES;
        for (ByteBuffer body = file.body(offset); body != null; body = file.body(offset)) {
            offset += Rounds.FRAME_HEADER_BYTES + body.remaining();
        }
        // What lies at the end of a file that is not the last was never confirmed.
        if (isLast && offset < file.end()) {
            tell(name, offset, "no whole round: damaged, or cut off when it was written");
        }
        file.close();
    }

    /// The stretches of a sealed file, each of which is checked, and that nothing is between them.
    private final class Extents {
        private final String name;
        private final DiskFile file;
        private final List<Extent> all = new ArrayList<>();

        private record Extent(long offset, long bytes) {}

        Extents(String name, DiskFile file) {
            this.name = name;
            this.file = file;
        }

        void check(SealedDirectory directory) throws IOException {
            byte[] one = locator(0, directory);
            long last = file.size() - SealedDirectory.LOCATOR_BYTES;
            byte[] other = locator(last, directory);
            if (one != null && other != null && !Arrays.equals(one, other)) {
                tell(name, last, "the copies of its directory differ");
            }
            section("list of positions", directory.positions());
            for (Section dictionary : directory.dictionaries()) {
                section("dictionary", dictionary);
            }
            BlockTable table = null;
            for (Section copy : directory.blocks()) {
                byte[] bytes = section("block table", copy);
                table = bytes == null ? table : new BlockTable(bytes);
            }
            if (table != null) {
                blocks(directory.first(), table);
            }
            gaps();
        }

        private byte @Nullable [] locator(long offset, SealedDirectory directory)
                throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(read(offset, SealedDirectory.LOCATOR_BYTES));
            Section section = Section.read(bytes.slice(Long.BYTES, Section.BYTES));
            int difference = directory.locator(section).mismatch(bytes);
            all.add(new Extent(offset, SealedDirectory.LOCATOR_BYTES));
            if (difference >= 0) {
                tell(name, offset + difference, "a locator of its directory is damaged");
                return null;
            }
            return section("directory", section);
        }

        private byte @Nullable [] section(String what, Section section) throws IOException {
            byte[] bytes = section.load(file);
            all.add(new Extent(section.offset(), section.packedBytes()));
            if (bytes == null) {
                tell(name, section.offset(), "a copy of its %s is damaged".formatted(what));
            }
            return bytes;
        }

        private void blocks(long first, BlockTable table) throws IOException {
            for (int number = 0; number < table.count(); number++) {
                BlockTable.Block block = table.block(number);
                long offset = table.offset(number);
                all.add(new Extent(offset, block.bytes()));
                byte[] bytes = read(offset, block.bytes());
                if (Records.plainChecksum(bytes, 0, bytes.length) != block.checksum()) {
                    tell(
                            name,
                            offset,
                            "the block with the events at positions %d to %d is damaged"
                                    .formatted(
                                            first + table.first(number),
                                            first + table.first(number + 1) - 1));
                }
            }
        }

        private byte[] read(long offset, int count) throws IOException {
            byte[] bytes = new byte[count];
            file.read(offset, ByteBuffer.wrap(bytes));
            return bytes;
        }

        private void gaps() throws IOException {
            all.sort(Comparator.comparingLong(Extent::offset));
            long end = 0;
            for (Extent extent : all) {
                if (extent.offset() > end) {
                    tell(name, end, "bytes that belong to nothing");
                }
                end = Math.max(end, extent.offset() + extent.bytes());
            }
            if (end != file.size()) {
                tell(name, end, "bytes that belong to nothing");
            }
        }
    }
}
