package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;

/// Writes the core of an event whose scalars are known to need no escapes, byte for byte as
/// [EventWriter#core] does, into as many bytes as it has. For one thread, for one event.
final class CoreText {
    private static final int BRACES_BYTES = 1;
    private static final byte[] FROM_RECEIPT = member("timeFrom", "receipt");

    private final byte[] bytes;
    private int length;

    /// @param memberBytes of all members that will be written
    CoreText(int memberBytes) {
        // The first member's comma gives way to the brace.
        bytes = new byte[memberBytes + BRACES_BYTES];
    }

    /// A member's name as it stands before a text.
    static byte[] name(String name) {
        return ",\"%s\":\"".formatted(name).getBytes(UTF_8);
    }

    /// A whole member whose value needs no escapes.
    static byte[] member(String name, String value) {
        return ",\"%s\":\"%s\"".formatted(name, value).getBytes(UTF_8);
    }

    /// Any text as it stands between quotes.
    static byte[] value(String text) {
        byte[] plain = text.getBytes(UTF_8);
        if (plain.length == text.length() && needsNoEscape(plain)) {
            return plain;
        }
        byte[] quoted = EventWriter.quoted(text);
        return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
    }

    private static boolean needsNoEscape(byte[] text) {
        for (byte b : text) {
            if (b < ' ' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    /// Bytes that a member takes.
    static int memberBytes(byte[] name, int valueBytes) {
        return name.length + valueBytes + 1;
    }

    /// Bytes that [#id] takes.
    static int idBytes(byte[] name) {
        return memberBytes(name, Uuids.CHARS);
    }

    /// Bytes that [#received] takes.
    static int receivedBytes(byte[] name, EventTime received) {
        return memberBytes(name, UtcTimes.length(received)) + FROM_RECEIPT.length;
    }

    void id(byte[] name, UUID id) {
        member(name);
        Uuids.write(id, bytes, length);
        end(Uuids.CHARS);
    }

    /// Writes the time of an event whose sender knew none, and where it is from.
    void received(byte[] name, EventTime received) {
        member(name);
        UtcTimes.write(received, bytes, length);
        end(UtcTimes.length(received));
        member(FROM_RECEIPT);
    }

    /// Writes a member whose value stands escaped in these bytes.
    void member(byte[] name, byte[] source, int from, int count) {
        member(name);
        System.arraycopy(source, from, bytes, length, count);
        end(count);
    }

    /// Writes a whole member, or a name before its value.
    void member(byte[] member) {
        System.arraycopy(member, 0, bytes, length, member.length);
        length += member.length;
    }

    private void end(int valueBytes) {
        length += valueBytes;
        bytes[length++] = '"';
    }

    /// The core.
    byte[] bytes() {
        if (length != bytes.length - BRACES_BYTES) {
            throw new IllegalStateException(
                    "a core of %d bytes was to have %d"
                            .formatted(length, bytes.length - BRACES_BYTES));
        }
        bytes[0] = '{';
        bytes[length] = '}';
        return bytes;
    }
}
