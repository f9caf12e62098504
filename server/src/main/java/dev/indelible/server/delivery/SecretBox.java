package dev.indelible.server.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps secrets unreadable where others hold them: AES-256-GCM, bound to what they belong to (a
/// destination), so that a row moved to another one opens nothing. Any thread.
///
/// ```
/// "v1." || base64(12-byte nonce || ciphertext || 16-byte tag), associated data = destination id
/// ```
public final class SecretBox {
    /// Bytes of the key.
    public static final int KEY_BYTES = 32;

    private static final String PREFIX = "v1.";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final JsonMapper JSON = new JsonMapper();

    private final SecretKeySpec key;
    private final SecureRandom random;

    public SecretBox(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// Encrypts these secrets of a destination.
    public String seal(String destination, Map<String, String> secrets) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = JSON.writeValueAsBytes(new TreeMap<>(secrets));
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, destination, plain);
        byte[] all =
                ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
        return PREFIX + Base64.getEncoder().encodeToString(all);
    }

    /// Decrypts what [#seal] made.
    ///
    /// @throws IllegalArgumentException if it was made with another key or for another destination
    public Map<String, String> open(String destination, String sealed) {
        if (!sealed.startsWith(PREFIX)) {
            throw new IllegalArgumentException("the secrets are of an unknown version");
        }
        ByteBuffer all =
                ByteBuffer.wrap(Base64.getDecoder().decode(sealed.substring(PREFIX.length())));
        if (all.remaining() < NONCE_BYTES) {
            throw new IllegalArgumentException("the secrets are cut off");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        all.get(nonce);
        byte[] rest = new byte[all.remaining()];
        all.get(rest);
        try {
            return JSON.readValue(
                    run(Cipher.DECRYPT_MODE, nonce, destination, rest), new TypeReference<>() {});
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the secrets are no JSON", e);
        }
    }

    private byte[] run(int mode, byte[] nonce, String destination, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(destination.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the secrets cannot be opened with this key: " + e.getClass().getSimpleName());
        }
    }
}
