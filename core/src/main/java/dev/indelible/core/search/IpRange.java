package dev.indelible.core.search;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A range of addresses as two 16-byte numbers; IPv4 is mapped into IPv6 (RFC 4291, section
/// 2.5.5.2). Reads text only: no name is ever looked up.
public final class IpRange {
    private static final int BYTES = 16;
    private static final int V4_OFFSET = 12;

    private final byte[] low;
    private final byte[] high;

    private IpRange(byte[] low, byte[] high) {
        this.low = low;
        this.high = high;
    }

    /// The range of an address or of a CIDR notation such as `10.0.0.0/8` or `2001:db8::/32`.
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        boolean v4 = text.indexOf(':') < 0;
        int bits = v4 ? 32 : 128;
        int prefix = slash < 0 ? bits : number(text, slash + 1, text.length(), bits);
        return prefix < 0 ? Optional.empty() : Optional.of(range(address, prefix + (v4 ? 96 : 0)));
    }

    private static IpRange range(byte[] address, int prefix) {
        byte[] low = address.clone();
        byte[] high = address.clone();
        for (int bit = prefix; bit < BYTES * 8; bit++) {
            low[bit / 8] &= (byte) ~(0x80 >> bit % 8);
            high[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return new IpRange(low, high);
    }

    /// The 16 bytes of an address, if the text is one.
    public static Optional<byte[]> address(String text) {
        return Optional.ofNullable(bytes(text));
    }

    /// The first address, 16 bytes; not to be changed.
    public byte[] low() {
        return low;
    }

    /// The last address, 16 bytes; not to be changed.
    public byte[] high() {
        return high;
    }

    /// Whether an address, 16 bytes, lies in the range.
    public boolean contains(byte[] address) {
        return Arrays.compareUnsigned(low, address) <= 0
                && Arrays.compareUnsigned(address, high) <= 0;
    }

    private static byte @Nullable [] bytes(String text) {
        byte[] bytes = new byte[BYTES];
        if (text.indexOf(':') < 0) {
            bytes[10] = (byte) 0xff;
            bytes[11] = (byte) 0xff;
            return v4(text, bytes, V4_OFFSET) ? bytes : null;
        }
        return v6(text, bytes) ? bytes : null;
    }

    private static boolean v4(String text, byte[] into, int offset) {
        if (offset + 4 > BYTES) {
            return false;
        }
        int from = 0;
        for (int i = 0; i < 4; i++) {
            int dot = text.indexOf('.', from);
            if (dot < 0 != (i == 3)) {
                return false;
            }
            int end = dot < 0 ? text.length() : dot;
            int number = number(text, from, end, 255);
            if (number < 0) {
                return false;
            }
            into[offset + i] = (byte) number;
            from = end + 1;
        }
        return true;
    }

    /// RFC 4291, section 2.2: eight groups, one run of zeros as `::`, the end perhaps as IPv4.
    private static boolean v6(String text, byte[] into) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, into, 0) == BYTES;
        }
        byte[] tail = new byte[BYTES];
        String before = address.substring(0, gap);
        String after = address.substring(gap + 2);
        int head = before.isEmpty() ? 0 : groups(before, into, 0);
        int rest = after.isEmpty() ? 0 : groups(after, tail, 0);
        if (head < 0 || rest < 0 || head + rest > BYTES - 2) {
            return false;
        }
        System.arraycopy(tail, 0, into, BYTES - rest, rest);
        return true;
    }

    /// Reads groups with colons between; how many bytes they are, or -1.
    private static int groups(String text, byte[] into, int offset) {
        String[] groups = text.split(":", -1);
        int at = offset;
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                return at + 4 <= BYTES && v4(groups[i], into, at) ? at + 4 : -1;
            }
            if (groups[i].isEmpty() || groups[i].length() > 4 || at + 2 > BYTES) {
                return -1;
            }
            int value = 0;
            for (int j = 0; j < groups[i].length(); j++) {
                char c = groups[i].charAt(j);
                int digit = Character.digit(c, 16);
                if (digit < 0 || c > 'f') {
                    return -1;
                }
                value = value << 4 | digit;
            }
            into[at++] = (byte) (value >> 8);
            into[at++] = (byte) value;
        }
        return at;
    }

    private static int number(String text, int from, int to, int max) {
        if (from >= to || to - from > 3) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number <= max ? number : -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpRange range
                && Arrays.equals(low, range.low)
                && Arrays.equals(high, range.high);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(low);
    }
}
