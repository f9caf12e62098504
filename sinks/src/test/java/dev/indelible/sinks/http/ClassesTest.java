package dev.indelible.sinks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of failure classes, row by row.
class ClassesTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-26T06:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "200, Confirmed",
        "201, Confirmed",
        "202, Confirmed",
        "204, Confirmed",
        "408, Transient",
        "425, Transient",
        "429, Transient",
        "500, Transient",
        "501, Transient",
        "502, Transient",
        "503, Transient",
        "504, Transient",
        "599, Transient",
        "300, Misconfigured",
        "301, Misconfigured",
        "302, Misconfigured",
        "303, Misconfigured",
        "304, Misconfigured",
        "307, Misconfigured",
        "308, Misconfigured",
        "401, Misconfigured",
        "402, Misconfigured",
        "403, Misconfigured",
        "404, Misconfigured",
        "405, Misconfigured",
        "407, Misconfigured",
        "410, Misconfigured",
        "421, Misconfigured",
        "451, Misconfigured",
        "400, Refused",
        "413, Refused",
        "415, Refused",
        "422, Refused"
    })
    void statusHasItsClass(int status, String expected) {
        Answer answer = Classes.of(answered(status, Optional.empty()), CLOCK);

        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
        if (answer instanceof Answer.Refused refused) {
            assertThat(refused.tooLarge()).isEqualTo(status == 413);
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), "Transient"),
                Arguments.of(new SocketException("Connection reset"), "Transient"),
                Arguments.of(new EOFException("\\n not found"), "Transient"),
                Arguments.of(new SocketTimeoutException("timeout"), "Transient"),
                Arguments.of(new InterruptedIOException("timeout"), "Transient"),
                Arguments.of(new IOException("unexpected end of stream"), "Transient"),
                Arguments.of(
                        new SSLException("Connection reset", new SocketException("reset")),
                        "Transient"),
                Arguments.of(
                        new SSLHandshakeException("Remote host terminated the handshake"),
                        "Transient"),
                Arguments.of(
                        new UnknownHostException("x: Temporary failure in name resolution"),
                        "Transient"),
                Arguments.of(new UnknownHostException("x"), "Transient"),
                Arguments.of(
                        new UnknownHostException("x: Name or service not known"), "Misconfigured"),
                Arguments.of(
                        new UnknownHostException("x: No address associated with hostname"),
                        "Misconfigured"),
                Arguments.of(
                        new SSLHandshakeException("Received fatal alert: handshake_failure"),
                        "Misconfigured"),
                Arguments.of(
                        handshake(new CertificateExpiredException("expired")), "Misconfigured"),
                Arguments.of(
                        new SSLPeerUnverifiedException("Hostname x not verified"), "Misconfigured"),
                Arguments.of(new RefusedAddressException("10.0.0.1 is private"), "Misconfigured"));
    }

    private static IOException handshake(Exception cause) {
        var failure = new SSLHandshakeException("PKIX");
        failure.initCause(cause);
        return failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasItsClass(IOException failure, String expected) {
        assertThat(Classes.of(failure).getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "3, PT3S",
        "0, PT0S",
        "1000000000, PT277777H46M40S",
        "'Thu, 26 Nov 2026 06:00:30 GMT', PT30S",
        "'Wed, 25 Nov 2026 06:00:30 GMT', PT0S",
        "-7, ",
        "soon, ",
        "1.5, ",
        "'', "
    })
    void retryAfterIsToldAsSaid(String header, Duration expected) {
        Answer answer = Classes.of(answered(503, Optional.of(header)), CLOCK);

        assertThat(((Answer.Transient) answer).retryAfter())
                .isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999999999999"})
    void absurdRetryAfterIsNoException(String header) {
        Answer answer = Classes.of(answered(429, Optional.of(header)), CLOCK);

        assertThat(((Answer.Transient) answer).retryAfter().orElseThrow())
                .isGreaterThan(Duration.ofDays(365));
    }

    private static Outcome.Answered answered(int status, Optional<String> retryAfter) {
        return new Outcome.Answered(
                status, retryAfter, List.of(), new byte[0], false, Map.of(), "", Masks.NONE);
    }
}
