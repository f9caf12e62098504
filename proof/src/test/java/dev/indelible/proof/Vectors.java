package dev.indelible.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where expected values come from.
///
/// Published vectors lie beside the project or where `-Dindelible.shared=` says, and are no part of
/// it: a test that needs them is skipped elsewhere. The project's own lie in the resources, made by
/// `derive_vectors.py` from the specifications alone.
final class Vectors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FOLDER = "data/tlog-vectors";

    private Vectors() {}

    /// A file or folder of the published vectors.
    static Path published(String name) {
        Path folder = folder();
        Assumptions.assumeTrue(folder != null, "skipped: shared/data/tlog-vectors absent");
        return Objects.requireNonNull(folder).resolve(name);
    }

    static byte[] bytes(String publishedName) {
        return bytes(published(publishedName));
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String publishedName) {
        return json(published(publishedName));
    }

    static JsonNode json(Path file) {
        return JSON.readTree(bytes(file));
    }

    /// A file of the project's own vectors.
    static JsonNode own(String name) {
        return JSON.readTree(ownBytes(name));
    }

    static byte[] ownBytes(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All files with this ending below a folder, in order.
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] base64(JsonNode text) {
        return text.isNull() ? new byte[0] : Base64.getDecoder().decode(text.asString());
    }

    static List<byte[]> base64List(JsonNode texts) {
        return texts.valueStream().map(Vectors::base64).toList();
    }

    static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asString());
    }

    private static @Nullable Path folder() {
        String told = System.getProperty("indelible.shared", System.getenv("INDELIBLE_SHARED"));
        if (told != null) {
            return Path.of(told).resolve(FOLDER);
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path folder = above.resolve("shared").resolve(FOLDER);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return null;
    }
}
