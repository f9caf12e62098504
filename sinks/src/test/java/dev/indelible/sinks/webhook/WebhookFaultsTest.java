package dev.indelible.sinks.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.core.delivery.SinkKind.Settings;
import dev.indelible.sinks.JsonText;
import dev.indelible.sinks.Loopback;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.testkit.delivery.Batches;
import dev.indelible.testkit.delivery.ChaosReceiver;
import dev.indelible.testkit.delivery.Fault;
import dev.indelible.testkit.delivery.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a receiver does, a send ends in time with the right answer.
@NullUnmarked
class WebhookFaultsTest {
    /// Of sends that last until the sender gives up.
    private static final int DEADLINE_SECONDS = 2;

    /// Of all others: longer than any of them takes, however busy the machine is.
    private static final int PATIENCE_SECONDS = 30;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Outgoing outgoing = Loopback.outgoing();
    @TempDir Path folder;
    private ChaosReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = ChaosReceiver.start();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        outgoing.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.none(), "Confirmed"),
                Arguments.of(new Fault.ResetBeforeBody(), "Transient"),
                Arguments.of(new Fault.ResetAfterBody(true), "Transient"),
                Arguments.of(new Fault.ResetInAnswer(), "Transient"),
                Arguments.of(new Fault.Hang(), "Transient"),
                Arguments.of(new Fault.NeverRead(), "Transient"),
                Arguments.of(new Fault.DripBody(PAUSE), "Transient"),
                Arguments.of(new Fault.DripHead(PAUSE), "Transient"),
                Arguments.of(new Fault.Garbage(), "Transient"),
                Arguments.of(new Fault.Huge(1L << 33), "Confirmed"),
                Arguments.of(new Fault.GzipBomb(1L << 26), "Confirmed"),
                Arguments.of(Fault.status(500), "Transient"),
                Arguments.of(Fault.status(503, "Retry-After: 0"), "Transient"),
                Arguments.of(Fault.status(408), "Transient"),
                Arguments.of(
                        Fault.status(302, "Location: http://169.254.169.254/"), "Misconfigured"),
                Arguments.of(Fault.status(307, "Location: /elsewhere"), "Misconfigured"),
                Arguments.of(Fault.status(401, "WWW-Authenticate: Basic"), "Misconfigured"),
                Arguments.of(Fault.status(410), "Misconfigured"),
                Arguments.of(Fault.status(400), "Refused"),
                Arguments.of(new Fault.LimitBytes(10), "Refused"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultEndsInTimeInItsClass(Fault fault, String expected) throws Exception {
        receiver.next(fault);
        int seconds = lasts(fault) ? DEADLINE_SECONDS : PATIENCE_SECONDS;
        try (Sink sink = open(receiver.url(), "", seconds)) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 300));
            long startedNanos = System.nanoTime();

            Answer answer = sink.send(parcel);

            assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
                    .isLessThan(Duration.ofSeconds(DEADLINE_SECONDS + PATIENCE_SECONDS));
            // Never a second time by itself.
            assertThat(receiver.await(() -> !receiver.received().isEmpty())).isTrue();
            assertThat(receiver.received()).hasSize(1);
        }
    }

    private static boolean lasts(Fault fault) {
        return switch (fault) {
            case Fault.Hang _, Fault.NeverRead _, Fault.DripBody _, Fault.DripHead _ -> true;
            default -> false;
        };
    }

    @Test
    void itWorksAgainAfterEachFault() throws Exception {
        try (Sink sink = open("")) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 10));
            for (Fault fault :
                    new Fault[] {
                        new Fault.ResetBeforeBody(),
                        new Fault.ResetInAnswer(),
                        new Fault.Garbage(),
                        new Fault.Huge(1 << 20),
                        Fault.status(503)
                    }) {
                receiver.next(fault);
                sink.send(parcel);

                // A kept connection that the receiver just closed costs one more attempt.
                Answer answer = sink.send(parcel);
                answer = answer instanceof Answer.Transient ? sink.send(parcel) : answer;

                assertThat(answer).as("%s", fault).isInstanceOf(Answer.Confirmed.class);
            }
        }
    }

    @Test
    void poisonEventIsRefusedAndTheOthersAreNot() throws Exception {
        try (Sink sink = open("")) {
            var batch = Batches.of(new Random(1), 1, 100);
            String poison = Batches.ids(batch).get(71);
            receiver.otherwise(_ -> new Fault.Poison(poison));

            assertThat(sink.send(Batches.parcel(sink, batch))).isInstanceOf(Answer.Refused.class);
            assertThat(sink.send(Batches.parcel(sink, Batches.of(new Random(2), 1, 100))))
                    .isInstanceOf(Answer.Confirmed.class);
        }
    }

    @Test
    void retryAfterIsToldAsTheReceiverSaidIt() throws Exception {
        receiver.next(
                Fault.status(429, "Retry-After: 1000000000"), Fault.status(503, "Retry-After: -1"));
        try (Sink sink = open("")) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 1));

            assertThat(((Answer.Transient) sink.send(parcel)).retryAfter())
                    .contains(Duration.ofSeconds(1_000_000_000));
            assertThat(((Answer.Transient) sink.send(parcel)).retryAfter())
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void certificatesAreCheckedUnlessToldOtherwise() throws Exception {
        var valid = TestCertificate.valid(folder);
        var expired = TestCertificate.expired(folder);
        var other = TestCertificate.otherHost(folder);

        assertThat(overTls(valid, trusting(valid))).isInstanceOf(Answer.Confirmed.class);
        assertThat(overTls(valid, "")).isInstanceOf(Answer.Misconfigured.class);
        assertThat(overTls(expired, trusting(expired))).isInstanceOf(Answer.Misconfigured.class);
        assertThat(overTls(other, trusting(other))).isInstanceOf(Answer.Misconfigured.class);
        assertThat(overTls(other, ",\"skipTlsVerify\":true")).isInstanceOf(Answer.Confirmed.class);
    }

    private static String trusting(TestCertificate certificate) throws Exception {
        return ",\"caCertificate\":" + JsonText.quoted(certificate.pem());
    }

    private Answer overTls(TestCertificate certificate, String more) throws Exception {
        try (var secure = ChaosReceiver.startTls(certificate.serverContext());
                Sink sink = open(secure.url(), more)) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 1));
            if (more.contains("skip")) {
                Sink.Exchange exchange = sink.test(parcel);
                assertThat(exchange.meaning()).contains("not verified");
                assertThat(exchange.tls()).startsWith("TLSv1.3, CN=test");
                assertThat(exchange.phases()).containsKeys("connect", "tls", "send", "wait");
            }
            return sink.send(parcel);
        }
    }

    @Test
    void handshakeThatStallsEndsInTime() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sink sink =
                        open("https://127.0.0.1:" + silent.getLocalPort(), "", DEADLINE_SECONDS)) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 1));

            assertThat(sink.send(parcel)).isInstanceOf(Answer.Transient.class);
        }
    }

    @Test
    void plainHttpOnATlsPortIsSomebodysMistake() throws Exception {
        try (Sink sink = open(receiver.url().replace("http:", "https:"), "")) {
            Parcel parcel = Batches.parcel(sink, Batches.of(new Random(1), 1, 1));

            assertThat(sink.send(parcel))
                    .isInstanceOfAny(Answer.Misconfigured.class, Answer.Transient.class);
        }
    }

    private Sink open(String more) {
        return open(receiver.url(), more);
    }

    private Sink open(String url, String more) {
        return open(url, more, PATIENCE_SECONDS);
    }

    private Sink open(String url, String more, int timeoutSeconds) {
        return new WebhookKind(outgoing, Clock.systemUTC())
                .open(
                        new Settings(
                                "{\"endpoint\":\"%s\",\"timeoutSeconds\":%d%s}"
                                        .formatted(url, timeoutSeconds, more),
                                Map.of()));
    }
}
