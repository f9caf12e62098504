package dev.indelible.proof;

/// A signature algorithm, as it works on bare bytes.
public enum Algorithm {
    /// RFC 8032.
    ED25519(32, 64),
    /// FIPS 204, the "external" kind with an empty context.
    ML_DSA_44(1312, 2420);

    private final int publicKeyBytes;
    private final int signatureBytes;

    Algorithm(int publicKeyBytes, int signatureBytes) {
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    /// Bytes of every public key.
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /// Bytes of every signature.
    public int signatureBytes() {
        return signatureBytes;
    }
}
