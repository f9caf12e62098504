package dev.indelible.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.io.JsonStringEncoder;

/// Hides the secrets that a request carried in what its receiver says of it: some echo requests.
/// Immutable.
public final class Masks {
    /// Hides nothing.
    public static final Masks NONE = new Masks(List.of());

    private static final String MASK = "******";

    private final Optional<Pattern> secrets;
    private final int longest;

    private Masks(List<String> texts) {
        // The longest first, so that nothing is left of a secret that begins like another.
        this.secrets =
                texts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Pattern.compile(
                                        texts.stream()
                                                .map(Pattern::quote)
                                                .collect(Collectors.joining("|"))));
        this.longest = texts.isEmpty() ? 0 : texts.getFirst().length();
    }

    /// Hides the values of these headers, and what follows their scheme: a token, or a name and
    /// password and the password alone.
    static Masks of(Collection<String> headers) {
        var texts =
                new TreeSet<String>(
                        Comparator.comparingInt(String::length)
                                .reversed()
                                .thenComparing(text -> text));
        headers.stream()
                .flatMap(Masks::parts)
                .flatMap(Masks::forms)
                .filter(text -> !text.isBlank())
                .forEach(texts::add);
        return new Masks(List.copyOf(texts));
    }

    private static Stream<String> parts(String header) {
        String[] words = header.strip().split(" +", 2);
        if (words.length < 2) {
            return Stream.of(header.strip());
        }
        Stream<String> whole = Stream.of(header.strip(), words[1]);
        return words[0].equalsIgnoreCase("Basic")
                ? Stream.concat(whole, credentials(words[1]))
                : whole;
    }

    private static Stream<String> credentials(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), UTF_8);
            return Stream.of(pair, pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    /// As it is, in JSON, in JSON as PHP writes it, and in a URL.
    private static Stream<String> forms(String text) {
        var quoted = new StringBuilder();
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        String inJson = quoted.toString();
        return Stream.of(text, inJson, inJson.replace("/", "\\/"), URLEncoder.encode(text, UTF_8));
    }

    /// A text without the secrets.
    ///
    /// @param isCut whether it is only the beginning of one, which may end amid a secret
    String hide(String text, boolean isCut) {
        if (secrets.isEmpty()) {
            return text;
        }
        String hidden = secrets.get().matcher(text).replaceAll(MASK);
        return isCut ? hidden.substring(0, Math.max(0, hidden.length() - longest)) : hidden;
    }
}
