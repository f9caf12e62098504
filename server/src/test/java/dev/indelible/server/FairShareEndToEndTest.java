package dev.indelible.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One organization sends much and another one little.
class FairShareEndToEndTest {
    private static final String SMALL = "{\"action\":\"a.b\"}";

    /// Of which the second waits for a second.
    private static final String TWO_SECONDS_WORTH = SMALL + " ".repeat(512 << 10);

    private static final String MINUTES_WORTH = SMALL + " ".repeat(15 << 20);

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService others = Executors.newSingleThreadScheduledExecutor();

    @Test
    void whoSendsMuchWaitsAndIsRefusedAtLastAndWhoSendsLittleDoesNeither() throws Exception {
        try (var server = new TestServer(folder, Map.of("fair-share-bytes-per-second", "256KiB"))) {
            String calm = key(server, "calm");
            String flood = key(server, "flood");
            keepOn(server, calm);

            long begun = System.nanoTime();
            assertThat(send(server, TWO_SECONDS_WORTH, flood).statusCode()).isEqualTo(200);
            assertThat(send(server, TWO_SECONDS_WORTH, flood).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(Duration.ofMillis(900));

            assertThat(send(server, SMALL, calm).statusCode()).isEqualTo(200);
            assertThat(send(server, MINUTES_WORTH, flood).statusCode()).isEqualTo(200);
            assertThat(send(server, SMALL, calm).statusCode()).isEqualTo(200);
            assertThat(send(server, SMALL, flood).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = send(server, TWO_SECONDS_WORTH, flood);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body())
                    .contains("quota-exceeded", "262144 bytes a second", "others send little");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 62L);
            assertThat(send(server, SMALL, calm).statusCode()).isEqualTo(200);
        }
    }

    /// The frame of a chunk costs time, too, and is up to hundreds of times as long as what is in
    /// it.
    @Test
    void chunksOfAByteCountAsMore() throws Exception {
        try (var server = new TestServer(folder, Map.of("fair-share-bytes-per-second", "256KiB"))) {
            String calm = key(server, "calm");
            String flood = key(server, "flood");
            keepOn(server, calm);
            // Sixteen times what is small, and eight seconds' worth.
            byte[] body = (SMALL + " ".repeat(4 << 10)).getBytes(UTF_8);

            assertThat(sendInBytes(server, body, flood).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = sendInBytes(server, body, flood);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("quota-exceeded");
            assertThat(send(server, SMALL, calm).statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> sendInBytes(TestServer server, byte[] body, String key)
            throws Exception {
        List<byte[]> chunks = new ArrayList<>();
        for (byte one : body) {
            chunks.add(new byte[] {one});
        }
        return client.send(
                server.request("/v1/events", key).POST(BodyPublishers.ofByteArrays(chunks)).build(),
                BodyHandlers.ofString());
    }

    /// Else whoever names another's organization would use up its share.
    @Test
    void whatIsSentToAnothersOrganizationIsNotOfItsShare() throws Exception {
        try (var server = new TestServer(folder, Map.of("fair-share-bytes-per-second", "256KiB"))) {
            String victim = key(server, "victim");
            String attacker = key(server, "attacker");
            String ofTwo = key(server, "another");
            grant(server, ofTwo, "attacker");
            keepOn(server, attacker);

            for (String key : List.of(attacker, ofTwo)) {
                HttpResponse<String> foreign =
                        client.send(
                                server.request("/v1/events?organization=victim", key)
                                        .POST(BodyPublishers.ofString(MINUTES_WORTH))
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(foreign.statusCode()).isEqualTo(403);
            }

            assertThat(send(server, TWO_SECONDS_WORTH, victim).statusCode()).isEqualTo(200);
        }
    }

    /// Else whoever sends what is no whole body costs as much as others and is held by nothing.
    @Test
    void whatCannotBeUnpackedIsPaidForAsFarAsItWas() throws Exception {
        try (var server = new TestServer(folder, Map.of("fair-share-bytes-per-second", "256KiB"))) {
            String calm = key(server, "calm");
            String flood = key(server, "flood");
            byte[] broken = gzip(new byte[20 << 20]);
            // Its checksum stands before its length, at the end (RFC 1952, section 2.3.1).
            broken[broken.length - 8] ^= 1;
            keepOn(server, calm);

            assertThat(sendPacked(server, broken, flood).body()).contains("body-broken");

            assertThat(send(server, TWO_SECONDS_WORTH, flood).statusCode()).isEqualTo(429);
            assertThat(send(server, SMALL, calm).statusCode()).isEqualTo(200);
            byte[] packed = gzip(SMALL.getBytes(UTF_8));
            assertThat(sendPacked(server, packed, flood).statusCode()).isEqualTo(200);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private HttpResponse<String> sendPacked(TestServer server, byte[] body, String key)
            throws Exception {
        return client.send(
                server.request("/v1/events", key)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// Whoever is refused sends the same again, which is one body of the day and not two.
    @Test
    void whatIsRefusedIsNotOfTheDay() throws Exception {
        var settings =
                Map.of(
                        "fair-share-bytes-per-second",
                        "256KiB",
                        "organization-bytes-per-day",
                        "20MiB");
        try (var server = new TestServer(folder, settings)) {
            String calm = key(server, "calm");
            String flood = key(server, "flood");
            keepOn(server, calm);
            assertThat(send(server, MINUTES_WORTH, flood).statusCode()).isEqualTo(200);

            HttpResponse<String> refused = send(server, TWO_SECONDS_WORTH, flood);

            assertThat(refused.statusCode()).isEqualTo(429);
            long left = (20L << 20) - MINUTES_WORTH.length();
            assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
                    .contains("\"organization-bytes-a-day\";r=" + left + ";");
        }
    }

    /// Sends small requests until the test ends: however slow the machine is, one was sent lately.
    private void keepOn(TestServer server, String key) throws Exception {
        assertThat(send(server, SMALL, key).statusCode()).isEqualTo(200);
        Future<?> kept =
                others.scheduleWithFixedDelay(
                        () -> {
                            try {
                                send(server, SMALL, key);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        500,
                        500,
                        TimeUnit.MILLISECONDS);
        assertThat(kept.isDone()).isFalse();
    }

    @AfterEach
    void end() {
        others.shutdownNow();
        client.close();
    }

    private HttpResponse<String> send(TestServer server, String event, String key)
            throws Exception {
        return client.send(
                server.request("/v1/events", key).POST(BodyPublishers.ofString(event)).build(),
                BodyHandlers.ofString());
    }

    private static void grant(TestServer server, String secret, String organization)
            throws Exception {
        String id = secret.split("_", -1)[1];
        String body =
                "{\"subject\":{\"kind\":\"key\",\"id\":\"%s\"},\"role\":\"writer\",\"organization\":\"%s\"}"
                        .formatted(id, organization);
        assertThat(server.post("/v1/grants", body).status()).isEqualTo(201);
    }

    private static String key(TestServer server, String organization) throws Exception {
        server.post("/v1/organizations", "{\"id\":\"%s\"}".formatted(organization));
        return server.post(
                        "/v1/keys",
                        "{\"organization\":\"%s\",\"name\":\"x\",\"roles\":[\"writer\"]}"
                                .formatted(organization))
                .json()
                .path("secret")
                .stringValue();
    }
}
