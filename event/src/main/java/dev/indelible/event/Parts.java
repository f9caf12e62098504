package dev.indelible.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as the exact bytes of its parts: compact JSON in UTF-8. The core is always there; the
/// others may be absent, because the event never had them or because they were erased. Where the
/// core itself was erased, [#standIn] is in its place, and [Remains] says so.
///
/// Arrays are handed in and out without copying, because every event of the system passes here: who
/// holds one must not change it.
public final class Parts {
    private static final int PART_COUNT = 5;

    private final byte[] @Nullable [] bytes;

    /// Asked so often on the way to the disk that looking at five arrays each time would show.
    private final int length;

    private final byte presence;

    private Parts(byte[] @Nullable [] bytes) {
        this.bytes = bytes;
        int length = 0;
        int presence = 0;
        for (int i = 0; i < PART_COUNT; i++) {
            byte[] part = bytes[i];
            if (part != null) {
                length += part.length;
                presence |= 1 << i;
            }
        }
        this.length = length;
        this.presence = (byte) presence;
    }

    /// The event with these parts.
    ///
    /// @param parts must have [Part#CORE]; the arrays are kept, not copied
    public static Parts of(Map<Part, byte[]> parts) {
        var bytes = new byte[PART_COUNT] @Nullable [];
        parts.forEach((part, value) -> bytes[index(part)] = value);
        if (bytes[index(Part.CORE)] == null) {
            throw new IllegalArgumentException("an event has a core");
        }
        return new Parts(bytes);
    }

    /// The event with these parts.
    ///
    /// @param bytes five, in the order of the parts' numbers, null for an absent one; the arrays
    ///   are kept, not copied
    public static Parts of(byte[] @Nullable [] bytes) {
        if (bytes.length != PART_COUNT || bytes[0] == null) {
            throw new IllegalArgumentException("an event has a core");
        }
        return new Parts(bytes);
    }

    static Parts of(byte[] core, Map<Part, byte[]> others) {
        var all = new EnumMap<Part, byte[]>(Part.class);
        all.putAll(others);
        all.put(Part.CORE, core);
        return of(all);
    }

    /// What is shown in the place of a core that was erased: which event it was, and no more.
    public static byte[] standIn(UUID id, String organization) {
        return "{\"id\":\"%s\",\"action\":\"erased\",\"organization\":\"%s\"}"
                .formatted(id, organization)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// These parts without some of them.
    ///
    /// @param core to be in the place of the core, if that is one of them
    public Parts without(Set<Part> erased, byte[] core) {
        byte[] @Nullable [] fewer = bytes.clone();
        for (Part part : erased) {
            fewer[index(part)] = part == Part.CORE ? core : null;
        }
        return new Parts(fewer);
    }

    /// The part's bytes, or null if it is absent; not to be changed.
    public byte @Nullable [] get(Part part) {
        return bytes[index(part)];
    }

    public byte[] core() {
        byte[] core = bytes[index(Part.CORE)];
        if (core == null) {
            throw new IllegalStateException("an event has a core");
        }
        return core;
    }

    public boolean has(Part part) {
        return bytes[index(part)] != null;
    }

    private static int index(Part part) {
        return part.number() - 1;
    }

    /// How many parts are there.
    public int count() {
        return Integer.bitCount(presence);
    }

    /// Which parts are there: the lowest bit for the one of number 1, and so on.
    public byte presence() {
        return presence;
    }

    /// Bytes of all parts together.
    public int length() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parts parts && Arrays.deepEquals(bytes, parts.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(bytes);
    }
}
