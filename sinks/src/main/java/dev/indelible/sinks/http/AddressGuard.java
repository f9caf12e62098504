package dev.indelible.sinks.http;

import dev.indelible.core.search.IpRange;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says which addresses a destination may have. Asked at connect time with the concrete address, so
/// that neither the form of a literal nor a name that changes its mind gets past it.
public final class AddressGuard {
    private static final int V4_OFFSET = 12;

    /// Never, whatever the settings allow: link-local, and where clouds keep credentials.
    private static final List<IpRange> NEVER =
            ranges(
                    "169.254.0.0/16", // link-local, with the metadata service of most clouds
                    "fe80::/10",
                    "fd00:ec2::254", // AWS
                    "fd20:ce::254", // Google
                    "100.100.100.200", // Alibaba
                    "168.63.129.16", // Azure
                    "192.0.0.192"); // Oracle

    /// Only where the settings allow it (IANA special-purpose registries, RFC 6890).
    private static final List<IpRange> SPECIAL =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "::ffff:0:0:0/96", // IPv4-translated
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "100:0:0:1::/64",
                    "2001::/23", // Teredo, benchmarking, ORCHID
                    "2001:db8::/32",
                    "2002::/16",
                    "2620:4f:8000::/48",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fec0::/10",
                    "ff00::/8");

    private static final IpRange MAPPED = range("::ffff:0:0/96");
    private static final IpRange NAT64 = range("64:ff9b::/96");
    private static final IpRange LOCAL_NAT64 = range("64:ff9b:1::/48");
    private static final IpRange COMPATIBLE = range("::/96");
    private static final IpRange TRANSLATED = range("::ffff:0:0:0/96");
    private static final IpRange SIX_TO_FOUR = range("2002::/16");
    private static final IpRange TEREDO = range("2001::/32");

    private final List<IpRange> allowed;

    /// @param allowed may be reached although private; never link-local and metadata
    public AddressGuard(List<IpRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /// Why this address is refused; empty if it is not.
    public Optional<String> refusal(InetAddress address) {
        byte[] bytes = sixteen(address.getAddress());
        String text = address.getHostAddress();
        if (forms(bytes).anyMatch(form -> within(NEVER, form))) {
            return Optional.of(
                    text + " is link-local or a metadata service, which no setting allows");
        }
        if (within(allowed, bytes)) {
            return Optional.empty();
        }
        if (within(SPECIAL, bytes)) {
            return Optional.of(
                    text
                            + " is not a public address; an operator can allow it with"
                            + " outgoing-allow (INDELIBLE_OUTGOING_ALLOW)");
        }
        return Optional.empty();
    }

    /// The address and the IPv4 address that is hidden in it, if there is one.
    private static Stream<byte[]> forms(byte[] address) {
        if (NAT64.contains(address)
                || COMPATIBLE.contains(address)
                || TRANSLATED.contains(address)) {
            return Stream.of(address, mapped(Arrays.copyOfRange(address, V4_OFFSET, 16)));
        }
        if (LOCAL_NAT64.contains(address)) {
            // Its operator chooses the length of the prefix: 48, 56, 64 or 96 (RFC 6052, 2.2).
            return Stream.of(
                    address,
                    mapped(picked(address, 6, 7, 9, 10)),
                    mapped(picked(address, 7, 9, 10, 11)),
                    mapped(picked(address, 9, 10, 11, 12)),
                    mapped(picked(address, 12, 13, 14, 15)));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Stream.of(address, mapped(Arrays.copyOfRange(address, 2, 6)));
        }
        if (TEREDO.contains(address)) {
            byte[] client = Arrays.copyOfRange(address, V4_OFFSET, 16);
            for (int i = 0; i < client.length; i++) {
                client[i] = (byte) ~client[i];
            }
            return Stream.of(address, mapped(Arrays.copyOfRange(address, 4, 8)), mapped(client));
        }
        return Stream.of(address);
    }

    private static byte[] picked(byte[] address, int... places) {
        byte[] bytes = new byte[places.length];
        for (int i = 0; i < places.length; i++) {
            bytes[i] = address[places[i]];
        }
        return bytes;
    }

    private static boolean within(List<IpRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static byte[] sixteen(byte[] address) {
        return address.length == 16 ? address : mapped(address);
    }

    private static byte[] mapped(byte[] v4) {
        byte[] bytes = MAPPED.low().clone();
        System.arraycopy(v4, 0, bytes, V4_OFFSET, v4.length);
        return bytes;
    }

    private static List<IpRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressGuard::range).toList();
    }

    private static IpRange range(String text) {
        return IpRange.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(text + " is no range"));
    }
}
