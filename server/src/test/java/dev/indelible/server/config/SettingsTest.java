package dev.indelible.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Role;
import dev.indelible.core.quota.Quota;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .hasMessageStartingWith(
                        "unknown settings: prot (did you mean port?); known are: address");
        assertThatThrownBy(() -> Settings.parse(Map.of(), Map.of("INDELIBLE_PROT", "80")))
                .hasMessageStartingWith(
                        "unknown settings: INDELIBLE_PROT (did you mean INDELIBLE_PORT?); known are: address");
        assertThatThrownBy(() ->
                        Settings.parse(
                                Map.of("protected-member", "actor.email", "nothing", "x"),
                                Map.of("INDELIBLE_Dataa", "x")))
                .hasMessageStartingWith(
                        "unknown settings: INDELIBLE_Dataa (did you mean INDELIBLE_DATA?), nothing, protected-member (did you mean protected-members?); known are: address");
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

    /// As the table of settings says; so the environment takes away a limit of the file.
    @ParameterizedTest
    @ValueSource(strings = {"key", "organization"})
    void limitOfNothingIsNoLimit(String whose) {
        var file = new HashMap<String, String>();
        var environment = new HashMap<String, String>();
        for (String what : List.of("requests-per-second", "bytes-per-second", "bytes-per-day")) {
            file.put(whose + "-" + what, what.startsWith("bytes") ? "1KiB" : "1");
            environment.put(
                    "INDELIBLE_" + (whose + "-" + what).toUpperCase(Locale.ROOT).replace('-', '_'),
                    "0");
        }
        var one = new Quota(1, 1024, 1024);
        boolean isKey = whose.equals("key");

        Settings limited = Settings.parse(file, Map.of());
        Settings free = Settings.parse(file, environment);

        assertThat(isKey ? limited.keyQuota() : limited.organizationQuota()).isEqualTo(one);
        assertThat(isKey ? free.keyQuota() : free.organizationQuota()).isEqualTo(Quota.NONE);
    }

    @Test
    void fairShareIsBoundedUnlessItIsSetToNothing() {
        long cores = Runtime.getRuntime().availableProcessors();

        assertThat(Settings.parse(Map.of(), Map.of()).fairShare()).isEqualTo(cores * 524_288);
        for (var set : Map.of("0", 0L, "3MiB", 3_145_728L).entrySet()) {
            var file = Map.of("fair-share-bytes-per-second", set.getKey());
            assertThat(Settings.parse(file, Map.of()).fairShare()).isEqualTo(set.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0MiB", "2GiB", "1025MiB"})
    void sizeOfFilesOutOfRangeIsToldWithItsLimits(String size) {
        assertThatThrownBy(() -> Settings.parse(Map.of("segment-size", size), Map.of()))
                .hasMessage(
                        "segment-size is a size from 1KiB to 1GiB, such as 64MiB, not '%s'", size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1KiB", "1GiB"})
    void sizesOfFilesAreTakenUpToTheirLimits(String size) {
        assertThat(Settings.parse(Map.of("segment-size", size), Map.of()).segmentBytes())
                .isEqualTo(size.equals("1KiB") ? 1024 : 1_073_741_824);
    }

    @Test
    void secretsAreNotPrinted() {
        Settings settings = Settings.parse(Map.of("bootstrap-key", "very secret words"), Map.of());

        assertThat(settings.toString()).doesNotContain("very secret");
        assertThat(settings.bootstrapKey().orElseThrow().reveal()).isEqualTo("very secret words");
    }

    private static Map<String, String> issuers(String... more) {
        var settings = new HashMap<String, String>();
        settings.put("issuers", "corp, partner");
        settings.put("issuer-corp-url", "https://login.example.com");
        settings.put("issuer-corp-client-id", "c");
        settings.put("issuer-partner-url", "http://127.0.0.1:9000/partner");
        settings.put("issuer-partner-client-id", "p");
        settings.put("issuer-partner-prefix", "partner:");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void issuersAreReadByName() {
        Settings settings =
                Settings.parse(
                        issuers(
                                "issuer-corp-roles",
                                "CN=Auditors,DC=x=auditor@acme; a=reader@acme/project/shop;"
                                        + " a=administrator@*"),
                        Map.of("INDELIBLE_ISSUER_CORP_CLIENT_SECRET", "very secret"));

        IssuerSettings corp = settings.issuers().getFirst();
        assertThat(corp.scopes()).containsExactly("openid", "profile", "email");
        assertThat(corp.clientSecret().orElseThrow().reveal()).isEqualTo("very secret");
        assertThat(settings.toString()).doesNotContain("very secret");
        assertThat(corp.roles())
                .containsOnly(
                        Map.entry(
                                "CN=Auditors,DC=x",
                                Set.of(new Grant(Role.AUDITOR, Level.organization("acme")))),
                        Map.entry(
                                "a",
                                Set.of(
                                        new Grant(Role.READER, Level.project("acme", "shop")),
                                        new Grant(Role.ADMINISTRATOR, Level.INSTANCE))));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer-corp-url, http://login.example.com",
        "issuer-corp-url, https://user@login.example.com",
        "issuer-corp-url, http://127.0.0.1.evil.example",
        "issuer-corp-url, http://127.0.0.1:9000/partner",
        "issuer-partner-prefix, ''",
        "issuers, 'corp, corp'",
        "issuer-corp-roles, staff=god@acme",
        "issuer-corp-roles, staff=reader",
        "issuer-corp-roles, staff=reader@acme/shop",
        "issuer-other-url, https://other.example.com",
        "issuer-corp-client-secret-file, /nowhere/at/all",
        "address, 0.0.0.0",
        "public-url, http://audit.example.com"
    })
    void unsafeIssuersStopTheStart(String key, String value) {
        assertThatThrownBy(() -> Settings.parse(issuers(key, value), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
