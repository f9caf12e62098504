package dev.indelible.sinks.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of one request, before anybody judged it.
public sealed interface Outcome {

    /// Milliseconds by phase, as far as it got.
    Map<String, Long> phases();

    /// Protocol and the peer's certificate; empty without TLS.
    String tls();

    /// There was an answer.
    ///
    /// @param cookies the `Set-Cookie` headers as they came
    /// @param body at most 64 KiB of it
    /// @param hasMore whether the body was longer
    /// @param masks hide what the request kept secret
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(
            int status,
            Optional<String> retryAfter,
            List<String> cookies,
            byte[] body,
            boolean hasMore,
            Map<String, Long> phases,
            String tls,
            Masks masks)
            implements Outcome {

        /// The beginning of the body to be shown and kept, without the request's secrets.
        public String excerpt() {
            return Classes.excerpt(masks.hide(text(), hasMore));
        }

        /// The beginning of a text out of the body, without the request's secrets.
        public String excerpt(String text) {
            return Classes.excerpt(masks.hide(text, false));
        }

        /// The body as text, whatever it is; never to be shown.
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// There was none, or it broke off.
    record Failed(IOException failure, Map<String, Long> phases, String tls) implements Outcome {}
}
