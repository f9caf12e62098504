package dev.indelible.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// An event as one JSON object: its parts joined, never written anew. Stateless; any thread.
public final class EventText {
    private static final byte[] TIME_FROM_RECEIPT = ",\"timeFrom\":\"receipt\"".getBytes(US_ASCII);
    private static final int ID_MEMBER_BYTES = "{\"id\":\"".length() + 36 + "\"".length();
    private static final byte[] TIME_MEMBER = ",\"time\":\"".getBytes(US_ASCII);

    private EventText() {}

    /// The event as its sender knows it.
    public static byte[] join(Parts parts) {
        return join(parts, new byte[0]);
    }

    /// The event with what the server adds.
    ///
    /// @param receivedUnixMillis when the journal took it
    /// @param sequence its position in the organization's log, from 0
    /// @param key id of the credential that sent it: letters, digits and dashes
    public static byte[] join(Parts parts, long receivedUnixMillis, long sequence, String key) {
        String added =
                ",\"received\":\""
                        + EventTime.ofMillis(receivedUnixMillis)
                        + "\",\"sequence\":"
                        + sequence
                        + ",\"key\":\""
                        + key
                        + '"';
        return join(parts, added.getBytes(UTF_8));
    }

    /// When the event happened, read from its core alone where that is as this version writes it.
    public static Optional<EventTime> time(Parts parts) {
        byte[] core = parts.core();
        int from = ID_MEMBER_BYTES + TIME_MEMBER.length;
        if (!startsWith(core, ID_MEMBER_BYTES, TIME_MEMBER)) {
            return Optional.ofNullable(EventReader.event(parts).time());
        }
        int to = from;
        while (core[to] != '"') {
            to++;
        }
        return Optional.of(EventTime.parse(new String(core, from, to - from, US_ASCII)));
    }

    /// The event with what the server adds, where parts of it were erased: their names are in
    /// `erased`.
    public static byte[] join(
            Parts parts, Remains remains, long receivedUnixMillis, long sequence, String key) {
        String erased =
                Arrays.stream(Part.values())
                        .filter(remains::isErased)
                        .map(part -> "\"" + part.name().toLowerCase(Locale.ROOT) + "\"")
                        .collect(Collectors.joining(","));
        String added =
                ",\"received\":\"%s\",\"sequence\":%d,\"key\":\"%s\",\"erased\":[%s]"
                        .formatted(EventTime.ofMillis(receivedUnixMillis), sequence, key, erased);
        return join(parts, added.getBytes(UTF_8));
    }

    private static byte[] join(Parts parts, byte[] added) {
        var text = new ByteArrayOutputStream(parts.length() + added.length + 64);
        byte[] core = parts.core();
        text.write(core, 0, core.length - 1);
        text.writeBytes(added);
        for (Part part : Part.values()) {
            byte[] bytes = parts.get(part);
            if (part != Part.CORE && bytes != null) {
                text.writeBytes((",\"" + part.member() + "\":").getBytes(US_ASCII));
                text.writeBytes(bytes);
            }
        }
        text.write('}');
        return text.toByteArray();
    }

    /// Whether two events of the same id say the same. A time that was only taken from the receipt
    /// does not count: the sender never said it, and it differs at each resend.
    public static boolean sameContent(Parts one, Parts other) {
        for (Part part : Part.values()) {
            if (part != Part.CORE && !Arrays.equals(one.get(part), other.get(part))) {
                return false;
            }
        }
        return Arrays.equals(withoutReceiptTime(one.core()), withoutReceiptTime(other.core()));
    }

    /// Whether an event that was sent again says the same as what is left of the one before: a part
    /// that was erased cannot be compared and counts as the same where it is there at all.
    public static boolean sameContent(Remains remains, Parts left, Parts again) {
        if (remains.isExpired()) {
            return true;
        }
        for (Part part : Part.values()) {
            if (remains.isErased(part)) {
                if (!again.has(part)) {
                    return false;
                }
            } else if (part == Part.CORE) {
                if (!Arrays.equals(
                        withoutReceiptTime(left.core()), withoutReceiptTime(again.core()))) {
                    return false;
                }
            } else if (!Arrays.equals(left.get(part), again.get(part))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] withoutReceiptTime(byte[] core) {
        int from = ID_MEMBER_BYTES;
        if (!startsWith(core, from, TIME_MEMBER)) {
            return core;
        }
        int to = from + TIME_MEMBER.length;
        while (core[to] != '"') {
            to++;
        }
        to++;
        if (!startsWith(core, to, TIME_FROM_RECEIPT)) {
            return core;
        }
        byte[] shorter = new byte[core.length - (to - from)];
        System.arraycopy(core, 0, shorter, 0, from);
        System.arraycopy(core, to, shorter, from, core.length - to);
        return shorter;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] prefix) {
        return from + prefix.length <= bytes.length
                && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
