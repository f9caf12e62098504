package dev.indelible.server.seal;

import dev.indelible.proof.Algorithm;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.SignatureVerifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Signature checks: Ed25519 by BouncyCastle, ten times as fast as the JDK; the rest by the JDK.
public final class FastSignatures implements SignatureVerifier {
    private final SignatureVerifier others = new JdkSignatures();

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm == Algorithm.ED25519 || others.supports(algorithm);
    }

    @Override
    public boolean verifies(
            Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
        return algorithm == Algorithm.ED25519
                ? publicKey.length == Ed25519.PUBLIC_KEY_SIZE
                        && signature.length == Ed25519.SIGNATURE_SIZE
                        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)
                : others.verifies(algorithm, publicKey, message, signature);
    }
}
