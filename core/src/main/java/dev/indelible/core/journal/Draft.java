package dev.indelible.core.journal;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.event.Remains;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A checked event that only lacks its number. Compared by what it says: [#organization()], [#id()]
/// and [#parts()] are its contents, seed and key its circumstances.
public final class Draft {
    private static final int OVERHEAD_BYTES = 128;
    private static final byte[] NO_SEED = {};

    private final String organization;
    private final UUID id;
    private final String key;
    private final byte[] seed;
    private final @Nullable Remains remains;
    private final Parts parts;

    /// A draft; nothing is copied.
    ///
    /// @param key id of the credential that sent it
    /// @param seed [Leaf#SEED_BYTES] random bytes, from which the salts of the parts come
    public Draft(String organization, UUID id, String key, byte[] seed, Parts parts) {
        if (seed.length != Leaf.SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 16 bytes, not " + seed.length);
        }
        this(organization, id, key, seed, null, parts);
    }

    private Draft(
            String organization,
            UUID id,
            String key,
            byte[] seed,
            @Nullable Remains remains,
            Parts parts) {
        this.organization = organization;
        this.id = id;
        this.key = key;
        this.seed = seed;
        this.remains = remains;
        this.parts = parts;
    }

    /// What is left of one of which something was deleted.
    ///
    /// @param parts with [Parts#standIn] in the place of a core that is no more
    public static Draft remaining(
            String organization, UUID id, String key, Remains remains, Parts parts) {
        return new Draft(organization, id, key, NO_SEED, remains, parts);
    }

    /// This one without some of its parts.
    Draft without(Set<Part> erased) {
        Parts left = parts.without(erased, Parts.standIn(id, organization));
        Remains before = remains;
        Remains after =
                before == null ? Remains.of(seed, parts, erased) : before.without(parts, erased);
        return remaining(organization, id, key, after, left);
    }

    /// This one as it is shown with other bytes; not to be kept, for its proof is of those it has.
    Draft showing(Parts others) {
        return new Draft(organization, id, key, seed, remains, others);
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

    /// From which the salts of the parts come; empty where there are [#remains()]. Not to be
    /// changed.
    public byte[] seed() {
        return seed;
    }

    /// What is in the place of the seed where something was deleted, else null.
    public @Nullable Remains remains() {
        return remains;
    }

    /// The salt of a part that is there.
    public byte[] salt(Part part) {
        byte[] salt = remains == null ? Leaf.salt(seed, part) : remains.salt(part);
        if (salt == null) {
            throw new IllegalArgumentException("part %s is not there".formatted(part));
        }
        return salt;
    }

    /// The part's bytes as they are stored; null for one that is absent or was erased.
    public byte @Nullable [] stored(Part part) {
        boolean gone = remains != null && (remains.isExpired() || remains.isErased(part));
        return gone ? null : parts.get(part);
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
                && Objects.equals(remains, draft.remains)
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
