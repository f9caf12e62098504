package dev.indelible.proof;

import static java.util.Objects.requireNonNull;

/// A signature line that has been checked and is good.
///
/// @param key whose it is
/// @param unixSeconds when it was made, by the signer's clock; 0 if it does not say
public record VerifiedSignature(VerifierKey key, long unixSeconds) {
    /// Checks the range.
    public VerifiedSignature {
        requireNonNull(key, "key is null");
        if (unixSeconds < 0) {
            throw new IllegalArgumentException("a time of " + unixSeconds + " seconds");
        }
    }
}
