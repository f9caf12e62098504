package dev.indelible.core.journal;

import dev.indelible.event.Leaf;
import dev.indelible.event.Parts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A checked event that only lacks its number. Compared by what it says: [#organization()], [#id()]
/// and [#parts()] are its contents, seed and key its circumstances.
public final class Draft {
    private static final int OVERHEAD_BYTES = 128;

    private final String organization;
    private final UUID id;
    private final String key;
    private final byte[] seed;
    private final Parts parts;

    /// A draft; nothing is copied.
    ///
    /// @param key id of the credential that sent it
    /// @param seed [Leaf#SEED_BYTES] random bytes, from which the salts of the parts come
    public Draft(String organization, UUID id, String key, byte[] seed, Parts parts) {
        if (seed.length != Leaf.SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 16 bytes, not " + seed.length);
        }
        this.organization = organization;
        this.id = id;
        this.key = key;
        this.seed = seed;
        this.parts = parts;
    }

    public String organization() {
        return organization;
    }

    public UUID id() {
        return id;
    }

    public String key() {
        return key;
    }

    /// Not to be changed.
    public byte[] seed() {
        return seed;
    }

    public Parts parts() {
        return parts;
    }

    /// Bytes it takes in memory and in the active journal, roughly.
    public int bytes() {
        return parts.length() + OVERHEAD_BYTES;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Draft draft
                && organization.equals(draft.organization)
                && id.equals(draft.id)
                && parts.equals(draft.parts);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Draft[" + organization + " " + id + "]";
    }
}
