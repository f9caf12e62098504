package dev.indelible.core.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Client;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/* A token is `ivt_` and base64url of nonce | AES-256-GCM(version | expiry | key id | hash of its
 * secret | level | subject | filter). Nothing of it is kept: what it says is in it, and whoever holds it can neither read nor
 * change that. It is worth what its key is worth when it is used: a key that was revoked, has expired
 * or has lost the right takes all its tokens along, and a secret that was rotated away takes along
 * those that were made by it. */

/// Short-lived tokens that let somebody else's browser look at one level through one filter. Any
/// thread.
public final class ViewerTokens {
    /// For how long a token is valid where nothing else is said.
    public static final Duration VALID_DEFAULT = Duration.ofMinutes(15);

    /// For how long a token is valid at most.
    public static final Duration VALID_MAX = Duration.ofMinutes(60);

    private static final String PREFIX = "ivt_";
    private static final byte VERSION = 2;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Access access;
    private final SecretKeySpec key;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param secret 32 random bytes, the same after a restart; a key of its own is derived from it
    /// @param random must not be guessable
    public ViewerTokens(Access access, byte[] secret, InstantSource clock, RandomGenerator random) {
        this.access = access;
        this.key = new SecretKeySpec(derived(secret), "AES");
        this.clock = clock;
        this.random = random;
    }

    private static byte[] derived(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal("indelible-viewer-tokens/v1".getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        }
    }

    /// A token and when it ends.
    public record Issued(String token, long expiresMillis) {}

    private record Claims(
            long expiresMillis, String keyId, KeySecret secret, Level level, Viewing viewing) {}

    /// Whether a secret is meant to be such a token.
    public static boolean isOne(String secret) {
        return secret.startsWith(PREFIX);
    }

    /// Makes a token with the right of the caller's key to read there.
    ///
    /// @param level in an organization
    /// @throws Denied unless the caller is a key that may read there
    /// @throws Rejected if anything is too long
    public Issued issue(Caller caller, Level level, Viewing viewing, Duration validFor) {
        KeySecret secret = caller.secret();
        if (secret == null || caller.viewing() != null) {
            throw new Denied(Problem.NOT_GRANTED, "a viewer token is made with a key");
        }
        if (level.isInstance()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID, "a viewer token is for one organization: name it");
        }
        access.require(caller, Right.READ, level);
        requireLength("subject", viewing.subject(), Limits.VIEWER_SUBJECT_CHARS_MAX);
        requireLength("q", viewing.filter().orElse(""), Limits.VIEWER_FILTER_CHARS_MAX);
        if (validFor.compareTo(Duration.ofMinutes(1)) < 0 || validFor.compareTo(VALID_MAX) > 0) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "a viewer token is valid for 1 to %d minutes".formatted(VALID_MAX.toMinutes()));
        }
        long expires = clock.millis() + validFor.toMillis();
        return new Issued(
                sealed(written(new Claims(expires, caller.id(), secret, level, viewing))), expires);
    }

    private static void requireLength(String what, String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "'%s' has %d characters, at most %d are allowed"
                            .formatted(what, text.length(), charsMax));
        }
    }

    /// Who looks with this token: the key that made it, narrowed.
    ///
    /// @throws Denied if it is not ours, is over, or its key may no longer read there
    public Caller authenticate(String token, Client client) {
        Claims claims = read(opened(token));
        if (clock.millis() >= claims.expiresMillis()) {
            throw new Denied(Problem.KEY_INVALID, "the viewer token is over: get another");
        }
        Caller maker =
                access.keyCaller(claims.keyId(), claims.secret())
                        .filter(caller -> access.may(caller, Right.READ, claims.level()))
                        .orElseThrow(() ->
                                new Denied(
                                        Problem.KEY_INVALID,
                                        "the key of the viewer token, or its secret, is valid no longer, or may no longer read there"));
        return maker.narrowed(Set.of(new Grant(Role.READER, claims.level())), claims.viewing())
                .from(client);
    }

    private String sealed(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    private byte[] opened(String token) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Denied(Problem.KEY_INVALID, "the viewer token is not of this server");
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] written(Claims claims) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(claims.expiresMillis());
            Level level = claims.level();
            for (String text :
                    new String[] {
                        claims.keyId(),
                        claims.secret().hash(),
                        orEmpty(level.organization()),
                        orEmpty(level.folder()),
                        orEmpty(level.project()),
                        claims.viewing().subject(),
                        claims.viewing().filter().orElse("")
                    }) {
                out.writeUTF(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static Claims read(byte[] plain) {
        try (var in = new DataInputStream(new ByteArrayInputStream(plain))) {
            if (in.readByte() != VERSION) {
                throw new Denied(
                        Problem.KEY_INVALID, "the viewer token is of another release: get another");
            }
            long expires = in.readLong();
            String keyId = in.readUTF();
            var secret = new KeySecret(KeySecret.Scheme.HMAC, in.readUTF(), null);
            var level = new Level(in.readUTF(), orNull(in.readUTF()), orNull(in.readUTF()));
            String subject = in.readUTF();
            Optional<String> filter = Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
            return new Claims(expires, keyId, secret, level, new Viewing(subject, filter));
        } catch (IOException e) {
            throw new UncheckedIOException("what was sealed here is whole", e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
