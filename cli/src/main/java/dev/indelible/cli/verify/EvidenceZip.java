package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads a zip that says one thing only (PKWARE APPNOTE, section 4.3).
///
/// Programs begin at different places: some at the first file, some at the directory at the end,
/// some believe names in extra fields. A zip that they read in different ways could be checked as
/// one event and looked at as another. So nothing is taken but files one after another from the
/// first byte on, the directory that says the same, and its end as the last bytes; no comments, no
/// extra fields, nothing between or behind.
final class EvidenceZip {
    private static final String PLACE = "the zip";
    private static final int LOCAL = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DIRECTORY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /// The sizes stand behind the file; and names are UTF-8, which says nothing new of ours.
    private static final int SIZES_BEHIND = 1 << 3;

    private static final int UTF_8_NAMES = 1 << 11;

    private final ByteBuffer zip;
    private final Set<String> names;
    private final int bytesMax;

    private EvidenceZip(byte[] zip, Set<String> names, int bytesMax) {
        this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        this.names = names;
        this.bytesMax = bytesMax;
    }

    /// The files of a zip by their names.
    ///
    /// @param names that may be in it, in ASCII
    /// @param bytesMax of one file
    /// @throws RefusedException if it is damaged, has other files, or could be read in two ways
    static Map<String, byte[]> read(byte[] zip, Set<String> names, int bytesMax) {
        try {
            return new EvidenceZip(zip, names, bytesMax).files();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RefusedException(PLACE, "the zip is damaged: it ends too early");
        }
    }

    private Map<String, byte[]> files() {
        int end = zip.limit() - END_BYTES;
        require(end >= 0, "it is no zip: it lacks the record at its end");
        zip.position(end);
        require(zip.getInt() == END, "it is no zip, or something stands behind its end");
        require(zip.getInt() == 0, "it is one of several");
        int count = zip.getShort();
        require(zip.getShort() == count, "it is one of several");
        int directoryBytes = zip.getInt();
        int directory = zip.getInt();
        require(zip.getShort() == 0, "it has a comment");
        require(directory >= 0 && directory + directoryBytes == end, "its directory is elsewhere");
        var files = new LinkedHashMap<String, byte[]>();
        zip.position(directory);
        int next = 0;
        for (int i = 0; i < count; i++) {
            Listed file = listed();
            require(file.start == next, "its files do not follow one another");
            int rest = zip.position();
            byte[] bytes = bytes(file);
            next = zip.position();
            zip.position(rest);
            if (files.put(file.name, bytes) != null) {
                throw new RefusedException(file.name, "it is there twice");
            }
        }
        require(next == directory, "something stands between its files and its directory");
        require(zip.position() == end, "something stands behind its directory");
        return files;
    }

    /// What the directory says of a file.
    private record Listed(String name, int flags, int method, Sizes sizes, int start) {
        /// Whether its sizes stand behind it, and zeros before it.
        boolean isStreamed() {
            return (flags & SIZES_BEHIND) != 0;
        }
    }

    /// Of a file, with its checksum.
    private record Sizes(int crc, int packed, int unpacked) {
        static final Sizes UNKNOWN = new Sizes(0, 0, 0);
    }

    private Listed listed() {
        require(zip.getInt() == DIRECTORY, "its directory is damaged");
        skip(4);
        int flags = zip.getShort();
        int method = zip.getShort();
        skip(4);
        Sizes sizes = sizes();
        int nameBytes = zip.getShort() & 0xffff;
        int extraBytes = zip.getShort();
        int commentBytes = zip.getShort();
        require(extraBytes == 0 && commentBytes == 0, "it has extra fields or comments");
        skip(8);
        int start = zip.getInt();
        return new Listed(name(nameBytes), flags, method, sizes, start);
    }

    private byte[] bytes(Listed file) {
        zip.position(file.start);
        require(zip.getInt() == LOCAL, "its files do not follow one another");
        skip(2);
        require((file.flags & ~(SIZES_BEHIND | UTF_8_NAMES)) == 0, "it has a flag not known here");
        boolean isSame = zip.getShort() == file.flags && zip.getShort() == file.method;
        skip(4);
        isSame &= sizes().equals(file.isStreamed() ? Sizes.UNKNOWN : file.sizes);
        int nameBytes = zip.getShort() & 0xffff;
        require(zip.getShort() == 0, "it has extra fields");
        isSame &= name(nameBytes).equals(file.name);
        byte[] bytes = isSame ? unpacked(file) : new byte[0];
        if (file.isStreamed()) {
            isSame &= zip.getInt() == DESCRIPTOR && sizes().equals(file.sizes);
        }
        require(isSame, "it says two things of " + file.name);
        return bytes;
    }

    private Sizes sizes() {
        return new Sizes(zip.getInt(), zip.getInt(), zip.getInt());
    }

    private byte[] unpacked(Listed file) {
        Sizes sizes = file.sizes;
        if (sizes.unpacked < 0 || sizes.unpacked > bytesMax) {
            throw new RefusedException(
                    file.name, "it is larger than %d MiB".formatted(bytesMax >> 20));
        }
        require(sizes.packed >= 0 && sizes.packed <= zip.remaining(), "it ends too early");
        byte[] packed = new byte[sizes.packed];
        zip.get(packed);
        byte[] bytes =
                switch (file.method) {
                    case STORED -> {
                        require(!file.isStreamed(), "it does not say where a file ends");
                        yield packed;
                    }
                    case DEFLATED -> inflated(packed, file);
                    default -> throw new RefusedException(file.name, "how it is packed is unknown");
                };
        var crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != sizes.unpacked || (int) crc.getValue() != sizes.crc) {
            throw new RefusedException(file.name, "the zip is damaged: its checksum is wrong");
        }
        return bytes;
    }

    /// Neither more nor fewer bytes than were said, nor any behind them.
    private static byte[] inflated(byte[] packed, Listed file) {
        byte[] bytes = new byte[file.sizes.unpacked + 1];
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int length = 0;
            for (int more = -1; more != 0 && length < bytes.length; length += more) {
                more = inflater.inflate(bytes, length, bytes.length - length);
            }
            if (inflater.finished() && inflater.getRemaining() == 0) {
                return Arrays.copyOf(bytes, length);
            }
        } catch (DataFormatException e) {
            // Answered below.
        } finally {
            inflater.end();
        }
        throw new RefusedException(file.name, "the zip is damaged: it cannot be unpacked");
    }

    private String name(int length) {
        byte[] bytes = new byte[length];
        zip.get(bytes);
        String name = new String(bytes, ISO_8859_1);
        require(names.contains(name), "a file that does not belong there is in it");
        return name;
    }

    private void skip(int bytes) {
        zip.position(zip.position() + bytes);
    }

    private static void require(boolean isRight, String otherwise) {
        if (!isRight) {
            throw new RefusedException(PLACE, otherwise);
        }
    }
}
