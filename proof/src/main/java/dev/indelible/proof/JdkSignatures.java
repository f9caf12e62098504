package dev.indelible.proof;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Signature checks by the JDK's own providers: Ed25519 always, ML-DSA-44 from JDK 24 on.
///
/// The JDK checks about a thousand Ed25519 signatures a second and core; who needs more plugs in
/// another [SignatureVerifier].
public final class JdkSignatures implements SignatureVerifier {
    /// What stands before the bare public key in its SubjectPublicKeyInfo (RFC 8410, RFC 9881).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] ML_DSA_44_PREFIX =
            HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    /// A verifier without state.
    public JdkSignatures() {}

    @Override
    public boolean supports(Algorithm algorithm) {
        try {
            KeyFactory.getInstance(name(algorithm));
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    @Override
    public boolean verifies(
            Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(name(algorithm));
            verifier.initVerify(publicKey(algorithm, publicKey));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this JDK has no " + name(algorithm), e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey publicKey(Algorithm algorithm, byte[] publicKey)
            throws GeneralSecurityException {
        byte[] prefix = prefix(algorithm);
        byte[] encoded =
                ByteBuffer.allocate(prefix.length + publicKey.length)
                        .put(prefix)
                        .put(publicKey)
                        .array();
        return KeyFactory.getInstance(name(algorithm))
                .generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static String name(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> "Ed25519";
            case ML_DSA_44 -> "ML-DSA-44";
        };
    }

    private static byte[] prefix(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> ED25519_PREFIX;
            case ML_DSA_44 -> ML_DSA_44_PREFIX;
        };
    }
}
