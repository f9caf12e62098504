package dev.indelible.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The files of an evidence zip.
final class Evidence {
    static final String EVENT = "event.json";
    static final String LEAF = "leaf.bin";
    static final String PROOF = "event.tlog-proof";
    static final String HEAD = "head.leaf";
    static final String HEAD_PROOF = "head.tlog-proof";
    static final String POLICY = "policy.txt";
    static final String README = "README.txt";

    private static final Set<String> NAMES =
            Set.of(EVENT, LEAF, PROOF, HEAD, HEAD_PROOF, POLICY, README);

    /// An event has at most 1 MiB as sent; as a text inside JSON its escapes can take more.
    private static final int FILE_BYTES_MAX = 8 << 20;

    private final Map<String, byte[]> files;

    private Evidence(Map<String, byte[]> files) {
        this.files = files;
    }

    /// Reads a zip.
    ///
    /// @throws RefusedException if it is damaged, or has not exactly the files it must have
    static Evidence read(byte[] zip) {
        var files = new HashMap<String, byte[]>();
        String name = "the zip";
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                name = entry.getName();
                if (!NAMES.contains(name)) {
                    throw new RefusedException(
                            "the zip", "a file that does not belong there is in it");
                }
                byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
                if (bytes.length > FILE_BYTES_MAX) {
                    throw new RefusedException(name, "it is larger than 8 MiB");
                }
                if (files.put(name, bytes) != null) {
                    throw new RefusedException(name, "it is there twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException(name, "the zip is damaged: " + e.getMessage());
        }
        if (!files.keySet().equals(NAMES)) {
            var missing = new TreeSet<>(NAMES);
            missing.removeAll(files.keySet());
            throw new RefusedException("the zip", "it is no evidence: it lacks " + missing);
        }
        return new Evidence(files);
    }

    /// One of the files; not to be changed.
    byte[] file(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException(name);
        }
        return bytes;
    }
}
