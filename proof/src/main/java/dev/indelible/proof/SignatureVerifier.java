package dev.indelible.proof;

/// Checks bare signatures. [JdkSignatures] does it with the JDK alone; a faster library fits behind
/// the same two methods. Any thread may call them.
public interface SignatureVerifier {
    /// Whether this can check signatures of the algorithm at all. Lines by keys of one that it
    /// cannot check count as lines by unknown keys: ignored, never believed.
    boolean supports(Algorithm algorithm);

    /// Whether `signature` over `message` was made by the owner of `publicKey`. Bytes that are no
    /// key or no signature are a no, never an exception.
    ///
    /// @param algorithm one that is supported
    /// @param publicKey [Algorithm#publicKeyBytes] bytes
    /// @param signature [Algorithm#signatureBytes] bytes
    boolean verifies(Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature);
}
