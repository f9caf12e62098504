package dev.indelible.server.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/// Signatures of tokens. Only what issuers use and nobody else can make: no `none`, and no HMAC,
/// whose key could be a public one taken for a secret.
final class Signatures {
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.EdDSA,
                    JWSAlgorithm.Ed25519);

    private static final int RSA_BITS_MIN = 2048;

    /// What precedes an Ed25519 key's 32 bytes in its X.509 form (RFC 8410, section 4).
    private static final byte[] ED25519_X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Signatures() {}

    /// Whether a header is one whose signature can be checked at all.
    static boolean isKnown(JWSHeader header) {
        return ALGORITHMS.contains(header.getAlgorithm()) && header.getCriticalParams() == null;
    }

    /// Whether this key made the signature.
    static boolean isOf(JWK key, SignedJWT token) {
        try {
            return switch (key) {
                case RSAKey rsa ->
                        rsa.size() >= RSA_BITS_MIN
                                && token.verify(new RSASSAVerifier(rsa.toPublicJWK()));
                case ECKey elliptic -> token.verify(new ECDSAVerifier(elliptic.toPublicJWK()));
                case OctetKeyPair edwards -> isOfEdwards(edwards, token);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException e) {
            return false;
        }
    }

    /// The library leaves this one to another library; the JDK has it.
    private static boolean isOfEdwards(OctetKeyPair key, SignedJWT token)
            throws GeneralSecurityException {
        byte[] point = key.getDecodedX();
        if (!key.getCurve().equals(Curve.Ed25519) || point.length != 32) {
            return false;
        }
        byte[] encoded = new byte[ED25519_X509.length + point.length];
        System.arraycopy(ED25519_X509, 0, encoded, 0, ED25519_X509.length);
        System.arraycopy(point, 0, encoded, ED25519_X509.length, point.length);
        PublicKey read =
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(read);
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}
