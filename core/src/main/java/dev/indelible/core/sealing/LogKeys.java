package dev.indelible.core.sealing;

import dev.indelible.proof.Signer;

/// The keys that logs sign with. Any thread.
public interface LogKeys {
    /// The key of a log, whose name is the log's origin; always the same.
    Signer signer(String origin);

    /// What hides an organization's name in the anchor log: 32 bytes, always the same, told to the
    /// organization alone.
    byte[] tagSalt(String origin);
}
