package dev.indelible.proof;

/// Signs bare bytes with one key. [SigningKey] does it with the JDK alone; a faster library or a
/// key in hardware fits behind the same two methods.
///
/// [Note#signed] and [Cosignature#sign] decide which bytes, so never hand a signer anything else.
public interface Signer {
    /// Name, type and public key: what its signatures are checked with.
    VerifierKey verifierKey();

    /// The bare signature over `message`, [Algorithm#signatureBytes] bytes of the key's algorithm.
    /// A failure is an unchecked exception of the implementation; nothing was signed then.
    byte[] sign(byte[] message);
}
