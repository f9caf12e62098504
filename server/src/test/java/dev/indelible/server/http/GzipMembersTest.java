package dev.indelible.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipMembersTest {
    private final Random random = new Random(17);

    @Test
    void membersOfAnySizeAreReadOneAfterTheOther() throws IOException {
        var plain = new ByteArrayOutputStream();
        var packed = new ByteArrayOutputStream();
        for (int size : new int[] {0, 1, 100_000, 0, 0, 65_536, 3, 200_000}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Arrays.fill(content, 0, size / 2, (byte) 'x');
            plain.write(content);
            packed.write(gzip(content));
        }

        assertThat(unpacked(new ByteArrayInputStream(packed.toByteArray())))
                .isEqualTo(plain.toByteArray());
        assertThat(unpacked(byByte(packed.toByteArray()))).isEqualTo(plain.toByteArray());
    }

    @Test
    void manyEmptyMembersAreNothing() throws IOException {
        byte[] empty = gzip(new byte[0]);
        var packed = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            packed.write(empty);
        }

        assertThat(unpacked(new ByteArrayInputStream(packed.toByteArray()))).isEmpty();
    }

    @Test
    void headersMayHaveAllThatTheFormatKnows() throws IOException {
        byte[] plain = "text".getBytes(ISO_8859_1);
        byte[] packed = gzip(plain);
        // RFC 1952, section 2.3: flags 1e, then extra field, name, comment and a check of these.
        byte[] header =
                HexFormat.of()
                        .parseHex("1f8b081e000000000003" + "0200aabb" + "6e00" + "6300" + "1234");
        var named = new ByteArrayOutputStream();
        named.write(header);
        named.write(packed, 10, packed.length - 10);

        assertThat(unpacked(new ByteArrayInputStream(named.toByteArray()))).isEqualTo(plain);
    }

    @Test
    void whatIsCutOffOrIsNoMemberIsTold() throws IOException {
        byte[] one = gzip("first".getBytes(ISO_8859_1));
        byte[] two = gzip("second".getBytes(ISO_8859_1));
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);

        for (int length = 0; length < both.length; length++) {
            byte[] cut = Arrays.copyOf(both, length);
            if (length == one.length) {
                assertThat(unpacked(new ByteArrayInputStream(cut))).hasSize(5);
            } else {
                assertThatThrownBy(() -> unpacked(new ByteArrayInputStream(cut)))
                        .as("cut at %d", length)
                        .isInstanceOf(EOFException.class);
            }
        }
        for (int at : new int[] {0, 1, 2, two.length - 1, two.length - 5}) {
            byte[] damaged = both.clone();
            damaged[one.length + at] ^= 0x40;
            assertThatThrownBy(() -> unpacked(new ByteArrayInputStream(damaged)))
                    .as("damaged at %d", at)
                    .isInstanceOf(ZipException.class);
        }
        byte[] zeros = Arrays.copyOf(one, one.length + 8);
        assertThatThrownBy(() -> unpacked(new ByteArrayInputStream(zeros)))
                .isInstanceOf(ZipException.class);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(InputStream packed) throws IOException {
        try (var members = new GzipMembers(packed)) {
            return members.readAllBytes();
        }
    }

    /// What comes a byte at a time, and never says that there is more.
    private static InputStream byByte(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }
}
