package dev.indelible.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;

/// Writes the core of an event whose scalars are known to need no escapes, byte for byte as
/// [EventWriter#core] does. For one thread, for one event.
final class CoreText {
    private static final int SPARE_BYTES = 512;

    private byte[] bytes;
    private int length;

    /// @param textBytes of the event's scalars, at most
    CoreText(int textBytes) {
        bytes = new byte[Math.min(textBytes, SPARE_BYTES) + SPARE_BYTES];
        bytes[length++] = '{';
    }

    void id(UUID id) {
        begin("id", Uuids.CHARS);
        Uuids.write(id, bytes, length);
        end(Uuids.CHARS);
    }

    void time(EventTime time, boolean fromReceipt) {
        int chars = UtcTimes.length(time);
        begin("time", chars);
        UtcTimes.write(time, bytes, length);
        end(chars);
        if (fromReceipt) {
            text("timeFrom", "receipt");
        }
    }

    /// Writes a member whose value may need escapes.
    void text(String name, String value) {
        byte[] text = value.getBytes(UTF_8);
        if (text.length == value.length() && needsNoEscape(text)) {
            plain(name, text, 0, text.length);
        } else {
            byte[] quoted = EventWriter.quoted(value);
            plain(name, quoted, 1, quoted.length - 2);
        }
    }

    private static boolean needsNoEscape(byte[] text) {
        for (byte b : text) {
            if (b < ' ' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    /// Writes a member whose value stands escaped in these bytes.
    void plain(String name, byte[] source, int from, int count) {
        begin(name, count);
        System.arraycopy(source, from, bytes, length, count);
        end(count);
    }

    private void begin(String name, int valueBytes) {
        int wanted = length + name.length() + valueBytes + 7;
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, wanted + SPARE_BYTES);
        }
        if (length > 1) {
            bytes[length++] = ',';
        }
        bytes[length++] = '"';
        byte[] ascii = name.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        bytes[length++] = '"';
        bytes[length++] = ':';
        bytes[length++] = '"';
    }

    private void end(int valueBytes) {
        length += valueBytes;
        bytes[length++] = '"';
    }

    /// The core.
    byte[] bytes() {
        bytes[length++] = '}';
        return Arrays.copyOf(bytes, length);
    }
}
