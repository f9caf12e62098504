package dev.indelible.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void defaults() {
        Settings settings = Settings.parse(Map.of(), Map.of("PATH", "/bin"));

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.address()).isEqualTo("127.0.0.1");
        assertThat(settings.data()).isEqualTo(Path.of("data"));
        assertThat(settings.bootstrapKey()).isEmpty();
        assertThat(settings.segmentBytes()).isEqualTo(67_108_864);
        assertThat(settings.outgoingAllow()).isEmpty();
        assertThat(settings.instance().instance()).isEqualTo("localhost/indelible");
        assertThat(settings.witnessPolicy()).isEmpty();
        assertThat(settings.tls()).isEmpty();
    }

    @Test
    void environmentWinsOverFile() {
        Settings settings =
                Settings.parse(
                        Map.of("port", "1", "segment-size", "1MiB"),
                        Map.of(
                                "INDELIBLE_PORT",
                                "2",
                                "INDELIBLE_OUTGOING_ALLOW",
                                "10.0.0.0/8, ::1"));

        assertThat(settings.port()).isEqualTo(2);
        assertThat(settings.segmentBytes()).isEqualTo(1 << 20);
        assertThat(settings.outgoingAllow()).hasSize(2);
    }

    @Test
    void misspeltKeyStopsTheStart() {
        assertThatThrownBy(() -> Settings.parse(Map.of("prot", "80"), Map.of()))
                .hasMessageStartingWith("unknown settings: prot; known are: address");
        assertThatThrownBy(() -> Settings.parse(Map.of(), Map.of("INDELIBLE_PROT", "80")))
                .hasMessageContaining("prot");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000",
        "port, http",
        "segment-size, 64",
        "outgoing-allow, example.com",
        "instance, https://example.com",
        "tls-certificate, only-one.pem"
    })
    void valueThatIsNotUnderstoodIsNamed(String key, String value) {
        assertThatThrownBy(() -> Settings.parse(Map.of(key, value), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @Test
    void secretsAreNotPrinted() {
        Settings settings = Settings.parse(Map.of("bootstrap-key", "very secret words"), Map.of());

        assertThat(settings.toString()).doesNotContain("very secret");
        assertThat(settings.bootstrapKey().orElseThrow().reveal()).isEqualTo("very secret words");
    }
}
