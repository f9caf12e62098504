package dev.indelible.cli.verify;

import dev.indelible.event.Part;
import dev.indelible.proof.Merkle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// An event as it is given out to whoever checks it: its parts, each with its salt or erased. Which
/// event it is said to be is only believed once the sealed leaf agrees.
final class Disclosure {
    private final String organization;
    private final long sequence;
    private final long receivedMillis;
    private final UUID id;
    private final List<DisclosedPart> parts;
    private final Optional<byte[]> anchorTagSalt;
    private final Optional<byte[]> expiredHash;

    Disclosure(Heading heading, List<DisclosedPart> parts, Optional<byte[]> anchorTagSalt) {
        this(heading, parts, anchorTagSalt, Optional.empty());
    }

    private Disclosure(
            Heading heading,
            List<DisclosedPart> parts,
            Optional<byte[]> anchorTagSalt,
            Optional<byte[]> expiredHash) {
        this.organization = heading.organization();
        this.sequence = heading.sequence();
        this.receivedMillis = heading.receivedMillis();
        this.id = heading.id();
        this.parts = List.copyOf(parts);
        this.anchorTagSalt = anchorTagSalt.map(byte[]::clone);
        this.expiredHash = expiredHash.map(byte[]::clone);
    }

    /// Of an event whose body has expired.
    static Disclosure expired(Heading heading, byte[] leafHash) {
        return new Disclosure(heading, List.of(), Optional.empty(), Optional.of(leafHash));
    }

    /// Whether only the hash of its leaf is left.
    boolean isExpired() {
        return expiredHash.isPresent();
    }

    /// The hash of the leaf that would stand for it.
    byte[] leafHash() {
        return expiredHash.map(byte[]::clone).orElseGet(() -> Merkle.leafHash(leaf()));
    }

    /// Which event.
    record Heading(String organization, long sequence, long receivedMillis, UUID id) {}

    String organization() {
        return organization;
    }

    long sequence() {
        return sequence;
    }

    long receivedMillis() {
        return receivedMillis;
    }

    UUID id() {
        return id;
    }

    /// In the order of their numbers.
    List<DisclosedPart> parts() {
        return parts;
    }

    /// What hides the organization in the anchor log.
    Optional<byte[]> anchorTagSalt() {
        return anchorTagSalt.map(byte[]::clone);
    }

    /// The leaf entry that would stand for it.
    byte[] leaf() {
        ByteBuffer entry =
                ByteBuffer.allocate(
                                SealedLeaf.HEADER_BYTES
                                        + parts.size() * (1 + SealedLeaf.HASH_BYTES))
                        .put((byte) SealedLeaf.VERSION)
                        .putLong(receivedMillis)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .put((byte) parts.size());
        for (DisclosedPart part : parts) {
            entry.put((byte) part.part().number()).put(part.commitment());
        }
        return entry.array();
    }

    /// In what it is not the event that was sealed; empty if it is.
    List<String> differences(SealedLeaf sealed) {
        var differences = new ArrayList<String>();
        if (receivedMillis != sealed.receivedMillis()) {
            differences.add(
                    "receivedUnixMillis is %d, and %d was sealed"
                            .formatted(receivedMillis, sealed.receivedMillis()));
        }
        if (!id.equals(sealed.id())) {
            differences.add("id is %s, and %s was sealed".formatted(id, sealed.id()));
        }
        for (DisclosedPart part : parts) {
            byte[] commitment = sealed.commitments().get(part.part().number());
            if (commitment == null) {
                differences.add("part %s: no such part was sealed".formatted(name(part.part())));
            } else if (!Arrays.equals(commitment, part.commitment())) {
                differences.add("part %s: %s".formatted(name(part.part()), part.difference()));
            }
        }
        for (Integer number : sealed.commitments().keySet()) {
            if (parts.stream().noneMatch(part -> part.part().number() == number)) {
                differences.add("part %s was sealed and is left out".formatted(name(number)));
            }
        }
        return differences;
    }

    /// The names of the parts that were erased.
    List<String> erased() {
        return parts.stream()
                .filter(DisclosedPart.Erased.class::isInstance)
                .map(part -> name(part.part()))
                .toList();
    }

    static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static String name(int number) {
        for (Part part : Part.values()) {
            if (part.number() == number) {
                return name(part);
            }
        }
        return "number " + number;
    }
}
