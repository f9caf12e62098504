package dev.indelible.core.sealing;

import dev.indelible.proof.Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// One organization's log as the sealing thread works on it.
final class SealedLog {
    private final String name;
    private final String origin;
    private final byte[] tag;
    private final Signer signer;
    private final Tree tree;
    private boolean stalled;
    private long publishedSize;

    SealedLog(String name, String origin, LogKeys keys, Tree tree) {
        this.name = name;
        this.origin = origin;
        this.tag = tag(keys.tagSalt(origin), origin);
        this.signer = keys.signer(origin);
        this.tree = tree;
        this.publishedSize = tree.size();
    }

    /// `SHA-256(tag salt | origin)[0:16]`.
    static byte[] tag(byte[] tagSalt, String origin) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tagSalt);
            byte[] hash = digest.digest(origin.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, Head.TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    String name() {
        return name;
    }

    Tree tree() {
        return tree;
    }

    boolean hasGrown() {
        return tree.size() > publishedSize;
    }

    /// Says that events are missing or wrong, so that it must not grow any more.
    void stall() {
        stalled = true;
    }

    boolean isStalled() {
        return stalled;
    }

    /// The state as of now, to be published.
    Published state() {
        return new Published(name, origin, tree.edge(), signer);
    }

    Head head(Published state) {
        return Head.of(
                origin, tag, state.size(), state.checkpoint().root(), signer.verifierKey().keyId());
    }

    void published(Published state) {
        publishedSize = state.size();
    }
}
