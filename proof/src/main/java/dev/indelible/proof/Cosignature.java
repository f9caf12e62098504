package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A statement that somebody other than the log saw a checkpoint and found it consistent with all
/// earlier ones (tlog-cosignature).
///
/// ```
/// signature  = u64 seconds || bare signature of the message
/// 0x04       : "cosignature/v1\ntime " || decimal seconds || "\n" || whole text of the checkpoint
/// 0x06       : "subtree/v1\n\0" || u8 length || cosigner's name || u64 seconds
///              || u8 length || origin || u64 start = 0 || u64 end = size || root
/// ```
///
/// `0x04` does not commit to the cosigner's name: never share its key between two cosigners. `0x06`
/// does not cover extension lines.
public final class Cosignature {
    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(US_ASCII);

    private Cosignature() {}

    /// The line by which `signer` cosigns a checkpoint. Before asking for it, persist the
    /// checkpoint as the latest one cosigned of its origin ([WitnessState]).
    ///
    /// @param signer with a key of a timestamped type
    /// @param unixSeconds when; 1 to 2^63-1
    public static NoteSignature sign(Checkpoint checkpoint, Signer signer, long unixSeconds) {
        VerifierKey key = signer.verifierKey();
        if (!key.type().isTimestamped() || unixSeconds <= 0) {
            throw new IllegalArgumentException(key.type() + " cannot cosign at " + unixSeconds);
        }
        byte[] message =
                message(checkpoint.text(), key, unixSeconds)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        key.type() + " takes names of at most 255 bytes"));
        byte[] signature = signer.sign(message);
        return NoteSignature.of(
                key,
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(unixSeconds)
                        .put(signature)
                        .array());
    }

    /// What `key` signs of a note with this text at this time; nothing if it cannot sign it.
    static Optional<byte[]> message(String text, VerifierKey key, long unixSeconds) {
        return switch (key.type()) {
            case ED25519 -> Optional.of(text.getBytes(UTF_8));
            case COSIGNATURE_ED25519 ->
                    Optional.of(
                            ("cosignature/v1\ntime " + unixSeconds + "\n" + text).getBytes(UTF_8));
            case COSIGNATURE_ML_DSA_44 -> subtree(text, key.name(), unixSeconds);
        };
    }

    private static Optional<byte[]> subtree(String text, String keyName, long unixSeconds) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(text);
        } catch (MalformedException e) {
            return Optional.empty();
        }
        byte[] name = keyName.getBytes(UTF_8);
        byte[] origin = checkpoint.origin().getBytes(UTF_8);
        if (name.length > Limits.SHORT_NAME_BYTES_MAX
                || origin.length > Limits.SHORT_NAME_BYTES_MAX) {
            return Optional.empty();
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(SUBTREE_LABEL);
        message.write(name.length);
        message.writeBytes(name);
        message.writeBytes(uint64(unixSeconds));
        message.write(origin.length);
        message.writeBytes(origin);
        message.writeBytes(uint64(0));
        message.writeBytes(uint64(checkpoint.size()));
        message.writeBytes(checkpoint.root());
        return Optional.of(message.toByteArray());
    }

    private static byte[] uint64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
