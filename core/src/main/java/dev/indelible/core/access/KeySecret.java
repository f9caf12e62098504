package dev.indelible.core.access;

import org.jspecify.annotations.Nullable;

/// What is kept of one secret of a key.
///
/// @param hash 64 hexadecimal digits
/// @param untilMillis when it ends to be valid; absent for as long as the key is
public record KeySecret(Scheme scheme, String hash, @Nullable Long untilMillis) {

    /// How the hash was made.
    public enum Scheme {
        /// Plain, by releases before 0.2.
        SHA256,
        /// With the installation's own key, without which a stolen registry tells nothing.
        HMAC
    }

    /// Whether both are of the same secret, however long it is valid.
    boolean isSame(KeySecret other) {
        return scheme == other.scheme && hash.equals(other.hash);
    }

    /// The same secret, valid until then.
    KeySecret until(@Nullable Long millis) {
        return new KeySecret(scheme, hash, millis);
    }

    /// The same secret, valid until then and no longer than before.
    KeySecret endingBy(long millis) {
        return until(untilMillis == null ? millis : Math.min(untilMillis, millis));
    }

    boolean isValid(long nowMillis) {
        return untilMillis == null || nowMillis < untilMillis;
    }

    @Override
    public String toString() {
        return "KeySecret[***]";
    }
}
