package dev.indelible.testkit.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One request as a receiver got it.
///
/// @param number from 0, in the order in which requests were whole
/// @param head request line and headers, as they came
/// @param body as it came; what arrived of it where the receiver read no further
/// @param whole whether all of the body arrived
/// @param status that was answered; 0 for none
/// @param taken whether the receiver counts the content as stored: it answered 2xx or meant to
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Received(
        long number, List<String> head, byte[] body, boolean whole, int status, boolean taken) {

    public String requestLine() {
        return head.getFirst();
    }

    /// The value of a header by its name in any case.
    public Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return head.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst();
    }

    public String text() {
        return new String(body, UTF_8);
    }
}
