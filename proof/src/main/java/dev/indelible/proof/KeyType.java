package dev.indelible.proof;

import java.util.Optional;

/// What a key signs, by the type byte of signed-note, "Signature types". Only those types that can
/// be checked here; lines of all others belong to unknown keys and are ignored.
public enum KeyType {
    /// `0x01`: Ed25519 over the note's text, as a log signs.
    ED25519(0x01, Algorithm.ED25519),
    /// `0x04`: timestamped Ed25519 cosignature (tlog-cosignature).
    COSIGNATURE_ED25519(0x04, Algorithm.ED25519),
    /// `0x06`: timestamped ML-DSA-44 cosignature (tlog-cosignature); logs may sign with it too.
    COSIGNATURE_ML_DSA_44(0x06, Algorithm.ML_DSA_44);

    private final int code;
    private final Algorithm algorithm;

    KeyType(int code, Algorithm algorithm) {
        this.code = code;
        this.algorithm = algorithm;
    }

    /// The type byte.
    public int code() {
        return code;
    }

    /// How it signs.
    public Algorithm algorithm() {
        return algorithm;
    }

    /// Whether its signatures start with a timestamp: `u64 seconds || signature`.
    public boolean isTimestamped() {
        return this != ED25519;
    }

    static Optional<KeyType> of(int code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
