package dev.indelible.sinks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.search.IpRange;
import dev.indelible.testkit.delivery.ChaosReceiver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard STRICT = new AddressGuard(List.of());
    private static final AddressGuard OPEN = guard("0.0.0.0/0", "::/0");

    private static AddressGuard guard(String... ranges) {
        return new AddressGuard(
                Stream.of(ranges).map(range -> IpRange.parse(range).orElseThrow()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a00:1450::1"
            })
    void publicAddressIsReached(String address) throws Exception {
        assertThat(STRICT.refusal(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "64:ff9b:1::a00:1",
                "::ffff:0:808:808",
                "::ffff:0:7f00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1"
            })
    void specialAddressIsRefusedUnlessAllowed(String address) throws Exception {
        assertThat(STRICT.refusal(InetAddress.getByName(address))).isPresent();
        assertThat(OPEN.refusal(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "::ffff:169.254.169.254",
                "::a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "::ffff:0:a9fe:a9fe",
                "64:ff9b:1:a9fe:a9:fe00::",
                "64:ff9b:1:aaa9:fe:a9fe::",
                "64:ff9b:1:aabb:a9:fea9:fe00:0",
                "64:ff9b:1:fffe::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001:0:a9fe:a9fe::1",
                "2001:0:102:304:0:0:5601:5601",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192"
            })
    void metadataAndLinkLocalAreRefusedWhateverIsAllowed(String address) throws Exception {
        assertThat(OPEN.refusal(InetAddress.getByName(address))).isPresent();
    }

    @Test
    void allowedRangeOpensNothingElse() throws Exception {
        AddressGuard guard = guard("10.1.0.0/16");

        assertThat(guard.refusal(InetAddress.getByName("10.1.2.3"))).isEmpty();
        assertThat(guard.refusal(InetAddress.getByName("10.2.2.3"))).isPresent();
        assertThat(guard.refusal(InetAddress.getLoopbackAddress())).isPresent();
    }

    /// All forms in which this machine can be written, and a name that leads to it: the listener
    /// never sees a connection.
    @Test
    void noFormOfALiteralGetsPast() throws Exception {
        try (var receiver = ChaosReceiver.start();
                var outgoing = new Outgoing(STRICT)) {
            HttpPeer peer = outgoing.http(new Tls("", false), Duration.ofSeconds(5));
            for (String host :
                    List.of(
                            "127.0.0.1",
                            "127.1",
                            "2130706433",
                            "0x7f000001",
                            "0x7f.0.0.1",
                            "0177.0.0.1",
                            "0",
                            "[::1]",
                            "[::ffff:127.0.0.1]",
                            "[::ffff:7f00:1]",
                            "[::]",
                            "localhost",
                            "localhost.")) {
                var post =
                        new Post(
                                "http://%s:%d/".formatted(host, receiver.port()),
                                Map.of(),
                                Set.of(),
                                new byte[] {1});

                assertThat(peer.post(post)).as(host).isInstanceOf(Outcome.Failed.class);
            }

            assertThat(receiver.connections()).isZero();
        }
    }

    /// A name that gave a public address when it was checked gives another when it is used: what
    /// counts is the address of the connection.
    @Test
    void socketChecksTheConcreteAddressEachTime() throws Exception {
        try (var receiver = ChaosReceiver.start();
                var socket = new GuardedSockets(STRICT).createSocket()) {
            var rebound =
                    new java.net.InetSocketAddress(
                            InetAddress.getByAddress("siem.example.com", new byte[] {127, 0, 0, 1}),
                            receiver.port());

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> socket.connect(rebound, 1000))
                    .isInstanceOf(RefusedAddressException.class)
                    .hasMessageContaining("127.0.0.1");
            assertThat(receiver.connections()).isZero();
        }
    }
}
