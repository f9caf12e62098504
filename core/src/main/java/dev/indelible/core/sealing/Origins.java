package dev.indelible.core.sealing;

import java.util.Optional;
import java.util.regex.Pattern;

/// The names of all logs of one instance.
///
/// @param instance a URL without scheme, such as `audit.example.com`: stands before the name of
///   each log in every checkpoint, for ever
public record Origins(String instance) {
    /// The log of all heads; no organization may have this id.
    public static final String ANCHOR = "anchor";

    private static final int INSTANCE_CHARS_MAX = 120;
    private static final Pattern INSTANCE =
            Pattern.compile("[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*");

    public Origins {
        if (!INSTANCE.matcher(instance).matches() || instance.length() > INSTANCE_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "instance is a host in small letters, perhaps with a path, of at most %d characters, such as audit.example.com"
                            .formatted(INSTANCE_CHARS_MAX));
        }
    }

    /// The origin of a log.
    ///
    /// @param log an organization's id, or [#ANCHOR]
    public String of(String log) {
        return instance + "/" + log;
    }

    /// The log of an origin, if it is one of this instance.
    public Optional<String> log(String origin) {
        return origin.startsWith(instance + "/")
                ? Optional.of(origin.substring(instance.length() + 1))
                : Optional.empty();
    }
}
