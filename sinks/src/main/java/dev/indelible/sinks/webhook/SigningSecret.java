package dev.indelible.sinks.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret of Standard Webhooks 1.0: `whsec_` and 24 to 64 bytes in Base64.
final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningSecret(byte[] bytes) {
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// @throws IllegalArgumentException telling what is wrong, without the secret
    static SigningSecret parse(String text) {
        String base64 = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException(
                    "a secret is whsec_ followed by the Base64 of 24 to 64 random bytes");
        }
        return new SigningSecret(bytes);
    }

    /// `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`.
    ///
    /// @param timestampSeconds of this attempt, since 1970
    String sign(String id, long timestampSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestampSeconds + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("there is no HMAC-SHA256 in this JDK", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
