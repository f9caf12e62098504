package dev.indelible.server.seal;

import dev.indelible.proof.KeyType;
import dev.indelible.proof.Signer;
import dev.indelible.proof.VerifierKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key of a log, used through BouncyCastle, which signs twenty times as fast as the JDK.
/// Any thread.
final class Ed25519Signer implements Signer {
    private final Ed25519PrivateKeyParameters privateKey;
    private final VerifierKey verifierKey;

    /// @param seed 32 secret bytes
    Ed25519Signer(String name, byte[] seed) {
        privateKey = new Ed25519PrivateKeyParameters(seed, 0);
        verifierKey =
                VerifierKey.of(KeyType.ED25519, name, privateKey.generatePublicKey().getEncoded());
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        privateKey.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }
}
