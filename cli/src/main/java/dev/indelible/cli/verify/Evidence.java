package dev.indelible.cli.verify;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
        Map<String, byte[]> files = EvidenceZip.read(zip, NAMES, FILE_BYTES_MAX);
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
