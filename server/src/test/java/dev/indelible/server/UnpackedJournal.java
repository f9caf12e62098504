package dev.indelible.server;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Everything that a sealed file of the journal holds, unpacked by the layout that is documented
/// and by nothing of the code that writes it.
final class UnpackedJournal {
    private UnpackedJournal() {}

    private record Section(long offset, int bytes, int plainBytes) {
        static Section read(ByteBuffer from) {
            long offset = from.getLong();
            int bytes = from.getInt();
            from.getInt();
            return new Section(offset, bytes, from.getInt());
        }

        byte[] unpack(byte[] file) {
            byte[] packed = Arrays.copyOfRange(file, (int) offset, (int) offset + bytes);
            return plainBytes == 0 ? new byte[0] : Zstd.decompress(packed, plainBytes);
        }
    }

    /// Directory, tables, dictionary and all blocks.
    static List<byte[]> of(Path sealed) throws IOException {
        byte[] file = Files.readAllBytes(sealed);
        var unpacked = new ArrayList<byte[]>();
        ByteBuffer locator = ByteBuffer.wrap(file, 8, file.length - 8);
        byte[] directory = Section.read(locator).unpack(file);
        unpacked.add(directory);
        ByteBuffer sections = ByteBuffer.wrap(directory, 16, directory.length - 16);
        unpacked.add(Section.read(sections).unpack(file));
        byte[] table = Section.read(sections).unpack(file);
        Section.read(sections);
        byte[] dictionary = Section.read(sections).unpack(file);
        unpacked.add(table);
        unpacked.add(dictionary);
        ByteBuffer blocks = ByteBuffer.wrap(table);
        int offset = 64;
        try (var context = new ZstdDecompressCtx()) {
            context.loadDict(dictionary);
            while (blocks.hasRemaining()) {
                int bytes = blocks.getInt();
                int noise = blocks.getInt();
                blocks.getInt();
                int plain = blocks.getInt();
                blocks.getInt();
                unpacked.add(Arrays.copyOfRange(file, offset, offset + noise));
                unpacked.add(context.decompress(file, offset + noise, bytes - noise, plain));
                offset += bytes;
            }
        }
        return unpacked;
    }
}
