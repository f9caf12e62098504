package dev.indelible.sinks.http;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What is to be done about an answer or a failure: the one place that decides it, for every kind
/// of destination. A kind whose protocol says more asks here for the rest.
public final class Classes {
    private static final int EXCERPT_CHARS_MAX = 1024;
    private static final int REASON_CHARS_MAX = 300;

    private Classes() {}

    /// The class of an HTTP answer.
    public static Answer of(Outcome.Answered answered, Clock clock) {
        int status = answered.status();
        String excerpt = answered.excerpt();
        if (status >= 200 && status < 300) {
            return new Answer.Confirmed("HTTP " + status);
        }
        if (status >= 300 && status < 400) {
            return misconfigured(
                    status,
                    "The receiver redirects, which is not followed; give the URL it means.",
                    excerpt);
        }
        return switch (status) {
            case 400, 422 -> refused(status, "The receiver refuses the content.", false, excerpt);
            case 413 -> refused(status, "The receiver finds it too large.", true, excerpt);
            case 415 ->
                    refused(status, "The receiver refuses the type of content.", false, excerpt);
            case 401, 407 ->
                    misconfigured(status, "The receiver does not accept the credentials.", excerpt);
            case 403 -> misconfigured(status, "The receiver forbids it.", excerpt);
            case 404 -> misconfigured(status, "There is nothing at this URL.", excerpt);
            case 405 -> misconfigured(status, "This URL takes no POST.", excerpt);
            case 410 ->
                    misconfigured(status, "The receiver says that it is gone for good.", excerpt);
            case 408, 425, 429 -> later(answered, "The receiver asks to come back later.", clock);
            default ->
                    status >= 500
                            ? later(answered, "The receiver has a problem of its own.", clock)
                            : misconfigured(
                                    status,
                                    "The receiver does not take it as it is sent.",
                                    excerpt);
        };
    }

    /// The class of a failure to get an answer.
    public static Answer of(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedAddressException) {
                return misconfigured(0, "It may not be reached: " + text(cause) + ".", "");
            }
            if (cause instanceof CertificateException) {
                return misconfigured(0, "Its certificate is not trusted: " + text(cause) + ".", "");
            }
            if (cause instanceof SSLPeerUnverifiedException) {
                return misconfigured(0, "Its certificate is for another host.", "");
            }
        }
        return switch (failure) {
            case UnknownHostException unknown -> name(unknown);
            case SSLException ssl -> tls(ssl);
            case SocketTimeoutException _ -> later("No connection or answer in time.");
            case ConnectException _ -> later("Nobody accepts the connection.");
            case ProtocolException _ -> later("The answer is no HTTP.");
            default ->
                    text(failure).equals("timeout")
                            ? later("No whole answer within the deadline.")
                            : later("The connection broke: " + text(failure) + ".");
        };
    }

    private static Answer name(UnknownHostException unknown) {
        String message = text(unknown);
        boolean isMissing =
                message.contains("not known")
                        || message.contains("No address associated")
                        || message.contains("no host name");
        return isMissing
                ? misconfigured(0, "The host name does not exist: " + message + ".", "")
                : later("The host name could not be looked up: " + message + ".");
    }

    /// A handshake that the peer or the protocol refuses stays refused; one that breaks off may
    /// work later.
    private static Answer tls(SSLException failure) {
        String message = text(failure);
        boolean isRefused =
                message.contains("alert")
                        || message.contains("protocol")
                        || message.contains("not an SSL")
                        || message.contains("Unsupported or unrecognized");
        return isRefused
                ? misconfigured(0, "TLS is not agreed upon: " + message + ".", "")
                : later("TLS broke off: " + message + ".");
    }

    private static Answer later(String reason) {
        return new Answer.Transient(new Refusal(0, reason, ""), Optional.empty());
    }

    private static Answer later(Outcome.Answered answered, String reason, Clock clock) {
        Optional<Duration> retryAfter =
                answered.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant()));
        return new Answer.Transient(
                new Refusal(answered.status(), reason, answered.excerpt()), retryAfter);
    }

    private static Answer misconfigured(int status, String reason, String excerpt) {
        return new Answer.Misconfigured(new Refusal(status, reason, excerpt));
    }

    private static Answer refused(int status, String reason, boolean tooLarge, String excerpt) {
        return new Answer.Refused(
                new Refusal(status, reason, excerpt), tooLarge, OptionalInt.empty());
    }

    /// The beginning of an answer; at most 4 KiB as UTF-8.
    public static String excerpt(String text) {
        return cut(text, EXCERPT_CHARS_MAX);
    }

    /// The beginning of a text, without half of a surrogate pair at its end.
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(charsMax - 1));
        return text.substring(0, splits ? charsMax - 1 : charsMax);
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return cut(text, REASON_CHARS_MAX);
    }
}
