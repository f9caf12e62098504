package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.0.0.0, true",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::/0, 10.9.9.9, true"
    })
    void rangeContainsItsAddresses(String range, String address, boolean contained) {
        assertThat(
                        IpRange.parse(range)
                                .orElseThrow()
                                .contains(IpRange.address(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "2001:db8::/129",
                "g::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "example.com",
                "AWS Internal"
            })
    void anythingElseIsNoRange(String text) {
        assertThat(IpRange.parse(text)).isEmpty();
    }

    @Test
    void agreesWithTheJdk() throws Exception {
        var random = new Random(Long.getLong("indelible.seed", 11));
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            Arrays.fill(bytes, random.nextInt(16), 16, (byte) random.nextInt(2));
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address.getAddress().length == 16) {
                assertThat(IpRange.address(address.getHostAddress())).get().isEqualTo(bytes);
            }
        }
    }
}
