package dev.indelible.core.journal;

import dev.indelible.core.ops.AuditException;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.EventText;
import dev.indelible.event.EventTime;
import dev.indelible.event.Leaf;
import dev.indelible.event.LeafWriter;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.event.Remains;
import dev.indelible.proof.Merkle;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One accepted event as the journal keeps it. Immutable; the seed and the parts are handed out
/// without copying and must not be changed.
///
/// @param position its place among all events of the journal, from 0, without gaps
/// @param sequence its place in its organization's log, from 0, without gaps
/// @param receivedMillis when the journal took it, milliseconds since 1970
public record Entry(long position, long sequence, long receivedMillis, Draft draft) {

    public Entry {
        if (position < 0 || sequence < 0 || sequence > position) {
            throw new IllegalArgumentException(
                    "position %d, sequence %d".formatted(position, sequence));
        }
    }

    public String organization() {
        return draft.organization();
    }

    public UUID id() {
        return draft.id();
    }

    public Parts parts() {
        return draft.parts();
    }

    /// The event as JSON with what the server adds.
    public byte[] text() {
        Remains remains = draft.remains();
        return remains == null
                ? EventText.join(parts(), receivedMillis, sequence, draft.key())
                : EventText.join(parts(), remains, receivedMillis, sequence, draft.key());
    }

    /// The leaf entry that stands for it in its organization's tree.
    ///
    /// @throws AuditException.Expired if only its hash is left
    public byte[] leaf() {
        byte[] target = new byte[Leaf.BYTES_MAX];
        return Arrays.copyOf(target, leaf(new LeafWriter(), target, 0));
    }

    /// Writes the leaf entry.
    ///
    /// @param target has room for [Leaf#BYTES_MAX] at `offset`
    /// @return how many bytes were written
    /// @throws AuditException.Expired if only its hash is left
    public int leaf(LeafWriter writer, byte[] target, int offset) {
        Remains remains = draft.remains();
        if (remains == null) {
            return writer.write(receivedMillis, id(), draft.seed(), parts(), target, offset);
        }
        requireBody();
        return writer.write(receivedMillis, id(), remains, parts(), target, offset);
    }

    /// The hash of its leaf entry.
    public byte[] leafHash() {
        Remains remains = draft.remains();
        byte[] kept = remains == null ? null : remains.leafHash();
        return kept == null ? Merkle.leafHash(leaf()) : kept.clone();
    }

    /// Whether its body has expired: only its id, its numbers and the hash of its leaf are left.
    public boolean isExpired() {
        Remains remains = draft.remains();
        return remains != null && remains.isExpired();
    }

    /// Refuses one whose body has expired.
    ///
    /// @throws AuditException.Expired then
    public void requireBody() {
        if (isExpired()) {
            throw new AuditException.Expired(
                    Problem.EVENT_EXPIRED,
                    "event %s, number %d of organization '%s', was received at %s; its body was deleted by the organization's retention, and only its place and its proof are kept"
                            .formatted(
                                    id(),
                                    sequence,
                                    organization(),
                                    EventTime.ofMillis(receivedMillis)));
        }
    }

    /// Whether this part was erased.
    public boolean isErased(Part part) {
        Remains remains = draft.remains();
        return remains != null && remains.isErased(part);
    }

    /// What is left when these parts are erased; this one itself if it has none of them.
    public Entry without(Set<Part> erased) {
        boolean changes = erased.stream().anyMatch(part -> draft.stored(part) != null);
        return changes
                ? new Entry(position, sequence, receivedMillis, draft.without(erased))
                : this;
    }

    /// This one as it is shown to those who may not see all of it; not to be kept or proven.
    public Entry showing(Parts others) {
        return new Entry(position, sequence, receivedMillis, draft.showing(others));
    }

    /// What is left when its body expires; this one itself if it has.
    public Entry expired() {
        if (isExpired()) {
            return this;
        }
        Parts nothing = Parts.of(Map.of(Part.CORE, Parts.standIn(id(), organization())));
        return new Entry(
                position,
                sequence,
                receivedMillis,
                Draft.remaining(
                        organization(), id(), draft.key(), Remains.expired(leafHash()), nothing));
    }

    /// Whether an event that was sent again under its id says the same, as far as that can be
    /// known.
    boolean says(Draft again) {
        Remains remains = draft.remains();
        return remains == null
                ? EventText.sameContent(parts(), again.parts())
                : EventText.sameContent(remains, parts(), again.parts());
    }

    /// Bytes it takes in memory and in the active journal, roughly.
    public int bytes() {
        return draft.bytes();
    }
}
