package dev.indelible.cli.verify;

import static dev.indelible.cli.verify.EvidenceCheckTest.bad;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills what each test begins with
class EvidenceZipTest {
    private static final TestWorld WORLD = TestWorld.of(37);
    private static final int END_BYTES = 22;
    private static final int LISTED_BYTES = 46;

    @TempDir Path folder;

    @Test
    void packedAndUnpackedFilesAreRead() throws IOException {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());

        assertThat(EvidenceZip.read(TestWorld.zip(files), files.keySet(), 1 << 20))
                .containsExactlyEntriesOf(files);
        assertThat(EvidenceZip.read(stored(files), files.keySet(), 1 << 20))
                .containsExactlyEntriesOf(files);
        assertThat(EvidenceZip.read(emptyZip(), files.keySet(), 1 << 20)).isEmpty();
    }

    @Test
    void zipThatReadersReadInTwoWaysIsRefused() throws IOException {
        byte[] zip = inTwoWays(WORLD.evidence(16, Set.of()), forged());
        Path file = folder.resolve("evidence.zip");
        Files.write(file, zip);
        // The attack is real: two readers of the same library differ.
        assertThat(firstByStream(zip)).contains("u-16").doesNotContain("u-17");
        assertThat(firstByDirectory(file)).contains("u-17").doesNotContain("u-16");

        assertThat(bad(EvidenceCheck.check(zip, Optional.empty())))
                .contains("the zip: its files do not follow one another");
    }

    @Test
    void anythingBetweenBeforeOrBehindIsRefused() throws IOException {
        byte[] zip = TestWorld.zip(WORLD.evidence(16, Set.of()));

        assertRefused(joined(zip, new byte[1]), "something stands behind its end");
        assertRefused(joined(new byte[1], zip), "its directory is elsewhere");
        assertRefused(joined(TestWorld.zip(forged()), zip), "its directory is elsewhere");
        assertRefused(with(all -> all.setComment("see there")), "something stands behind its end");
        assertRefused(
                withEntry(entry -> entry.setExtra(new byte[] {0x75, 0x70, 0, 0})), "extra fields");
        assertRefused(withEntry(entry -> entry.setComment("other")), "extra fields or comments");
    }

    @Test
    void cutAndChangedZipsAreRefused() {
        byte[] zip = TestWorld.zip(WORLD.evidence(16, Set.of()));
        for (int length = 0; length < zip.length; length += 7) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThat(EvidenceCheck.check(cut, Optional.empty()).isVerified())
                    .as("cut to %d", length)
                    .isFalse();
        }
    }

    private static Map<String, byte[]> forged() {
        Map<String, byte[]> files = WORLD.evidence(16, Set.of());
        String event = new String(files.get("event.json"), UTF_8);
        files.put("event.json", event.replace("u-16", "u-17").getBytes(UTF_8));
        return files;
    }

    /// A zip that shows one event to whoever begins at its start, and another to whoever begins at
    /// its end.
    static byte[] inTwoWays(Map<String, byte[]> first, Map<String, byte[]> last) {
        byte[] one = TestWorld.zip(first);
        byte[] other = TestWorld.zip(last);
        ByteBuffer bytes = ByteBuffer.wrap(joined(one, other)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - END_BYTES;
        int directory = one.length + bytes.getInt(end + 16);
        bytes.putInt(end + 16, directory);
        for (int at = directory; at < end; at += LISTED_BYTES + bytes.getShort(at + 28)) {
            bytes.putInt(at + 42, one.length + bytes.getInt(at + 42));
        }
        return bytes.array();
    }

    private static String firstByStream(byte[] zip) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("event.json");
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String firstByDirectory(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("event.json"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private interface Change<T> {
        void to(T changed);
    }

    private static byte[] with(Change<ZipOutputStream> change) throws IOException {
        return zip(WORLD.evidence(16, Set.of()), change, _ -> {});
    }

    private static byte[] withEntry(Change<ZipEntry> change) throws IOException {
        return zip(WORLD.evidence(16, Set.of()), _ -> {}, change);
    }

    private static byte[] stored(Map<String, byte[]> files) throws IOException {
        return zip(
                files,
                zip -> zip.setMethod(ZipOutputStream.STORED),
                entry -> {
                    byte[] bytes = files.get(entry.getName());
                    var crc = new CRC32();
                    crc.update(bytes);
                    entry.setSize(bytes.length);
                    entry.setCrc(crc.getValue());
                });
    }

    private static byte[] emptyZip() throws IOException {
        return zip(new LinkedHashMap<>(), _ -> {}, _ -> {});
    }

    private static byte[] zip(
            Map<String, byte[]> files, Change<ZipOutputStream> ofAll, Change<ZipEntry> ofEach)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            ofAll.to(zip);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                ofEach.to(entry);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static void assertRefused(byte[] zip, String why) {
        Set<String> names = WORLD.evidence(16, Set.of()).keySet();
        assertThatThrownBy(() -> EvidenceZip.read(zip, names, 1 << 20))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }
}
