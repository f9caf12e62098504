package dev.indelible.sinks.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One request as it is sent.
///
/// @param headers in their order
/// @param secret names, in lower case, of those whose values are not shown
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Post(String url, Map<String, String> headers, Set<String> secret, byte[] body) {
    private static final int SHOWN_CHARS_MAX = 4096;

    public Post {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        secret = Set.copyOf(secret);
    }

    /// The request for people: at most 16 KiB, secrets masked.
    public String shown() {
        var text = new StringBuilder("POST ").append(url).append('\n');
        headers.forEach((name, value) -> {
            boolean isSecret = secret.contains(name.toLowerCase(Locale.ROOT));
            text.append(name).append(": ").append(isSecret ? "***" : value).append('\n');
        });
        text.append('\n').append(new String(body, StandardCharsets.UTF_8));
        return Classes.cut(text.toString(), SHOWN_CHARS_MAX);
    }

    /// The secrets of this request in each form in which a receiver may say them again.
    Masks masks() {
        return Masks.of(
                headers.entrySet().stream()
                        .filter(header -> secret.contains(header.getKey().toLowerCase(Locale.ROOT)))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    /// Headers that are ours or the protocol's, which no setting may give.
    public static final List<String> RESERVED =
            List.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect",
                    "proxy-authorization",
                    "proxy-connection");
}
