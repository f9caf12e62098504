package dev.indelible.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks notes against the keys it knows (signed-note, "Signatures"):
///
/// - a line whose name and id together are no known key's is ignored;
/// - a line of a known key that does not verify spoils the whole note;
/// - at least one line must be of a known key.
///
/// Immutable; any thread may use it if its [SignatureVerifier] lets it.
public final class NoteVerifier {
    private final List<VerifierKey> keys;
    private final SignatureVerifier signatures;

    /// A verifier that knows these keys.
    ///
    /// @throws IllegalArgumentException if two different keys have the same name and id
    public NoteVerifier(Collection<VerifierKey> keys, SignatureVerifier signatures) {
        this.keys = keys.stream().distinct().toList();
        this.signatures = signatures;
        if (!areDistinguishable(this.keys)) {
            throw new IllegalArgumentException("two keys have the same name and id");
        }
    }

    /// Whether no two different keys have the same name and id.
    static boolean areDistinguishable(Collection<VerifierKey> keys) {
        Set<String> seen = new TreeSet<>();
        return keys.stream()
                .distinct()
                .allMatch(key -> seen.add(VerifierKey.hex(key.keyId()) + key.name()));
    }

    /// Checks every line of a known key. Costs one verification each.
    public NoteVerdict verify(Note note) {
        List<VerifiedSignature> good = new ArrayList<>();
        for (NoteSignature line : note.signatures()) {
            VerifierKey key = keyOf(line);
            if (key != null) {
                Optional<VerifiedSignature> checked = check(note.text(), key, line.signature());
                if (checked.isEmpty()) {
                    return new NoteVerdict.Forged(key);
                }
                good.add(checked.get());
            }
        }
        return good.isEmpty() ? new NoteVerdict.Unknown() : new NoteVerdict.Verified(good);
    }

    private @Nullable VerifierKey keyOf(NoteSignature line) {
        for (VerifierKey key : keys) {
            if (line.isBy(key) && signatures.supports(key.type().algorithm())) {
                return key;
            }
        }
        return null;
    }

    private Optional<VerifiedSignature> check(String text, VerifierKey key, byte[] signature) {
        int timeBytes = key.type().isTimestamped() ? Long.BYTES : 0;
        Algorithm algorithm = key.type().algorithm();
        if (signature.length != timeBytes + algorithm.signatureBytes()) {
            return Optional.empty();
        }
        long unixSeconds = timeBytes == 0 ? 0 : ByteBuffer.wrap(signature).getLong();
        if (unixSeconds < 0) {
            return Optional.empty();
        }
        byte[] bare = Arrays.copyOfRange(signature, timeBytes, signature.length);
        return Cosignature.message(text, key, unixSeconds)
                .filter(message -> signatures.verifies(algorithm, key.publicKey(), message, bare))
                .map(message -> new VerifiedSignature(key, unixSeconds));
    }
}
