package dev.indelible.server.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.search.IpRange;
import dev.indelible.server.config.IssuerSettings;
import dev.indelible.sinks.http.AddressGuard;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When an issuer is asked again, also by a clock that is set.
@NullUnmarked // JUnit fills what each test begins with
class IssuerClockTest {
    private final AtomicBoolean isDown = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final AddressGuard here =
            new AddressGuard(List.of(IpRange.parse("127.0.0.0/8").orElseThrow()));
    private long nowMillis = 1_800_000_000_000L;
    private HttpServer provider;
    private Outgoing outgoing;
    private Issuer issuer;

    @BeforeEach
    void open() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", this::answer);
        provider.start();
        outgoing = new Outgoing(here);
        var settings =
                new IssuerSettings(
                        "house",
                        URI.create(url()),
                        "client",
                        Optional.empty(),
                        List.of("openid"),
                        Optional.empty(),
                        "groups",
                        Set.of(),
                        Map.of(),
                        "House",
                        "",
                        Optional.empty());
        var asking = new Asking("house", outgoing.http(new Tls("", false), Duration.ofSeconds(30)));
        issuer = new Issuer(settings, asking, () -> Instant.ofEpochMilli(nowMillis));
    }

    @AfterEach
    void close() {
        provider.stop(0);
        outgoing.close();
    }

    private String url() {
        return "http://127.0.0.1:%d".formatted(provider.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body =
                """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/a","token_endpoint":"%1$s/t","jwks_uri":"%1$s/k"}\
                """
                        .formatted(url())
                        .getBytes(UTF_8);
        exchange.sendResponseHeaders(isDown.get() ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void pass(Duration time) {
        nowMillis += time.toMillis();
    }

    @Test
    void aFailureIsOverAfterSecondsAlsoWhereTheClockWasSetBack() {
        isDown.set(true);
        assertThatThrownBy(issuer::provider).isInstanceOf(Busy.class);
        isDown.set(false);
        pass(Duration.ofSeconds(2));
        assertThatThrownBy(issuer::provider).isInstanceOf(Busy.class);
        assertThat(asked).hasValue(1);

        pass(Duration.ofHours(-1));

        assertThat(issuer.provider().token()).hasToString(url() + "/t");
    }

    @Test
    void whatItSaidIsUsedForAnHourAndNotForLongerByAClockThatWasSetBack() {
        for (int i = 0; i < 60; i++) {
            assertThat(issuer.provider().token()).isNotNull();
            pass(Duration.ofMinutes(1));
        }
        assertThat(asked).hasValue(1);
        assertThat(issuer.provider()).isNotNull();
        assertThat(asked).hasValue(2);

        pass(Duration.ofDays(-1));

        assertThat(issuer.provider()).isNotNull();
        assertThat(asked).hasValue(3);
    }
}
