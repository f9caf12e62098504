package dev.indelible.core.quota;

/// How one policy stands after a request.
///
/// @param policy its name, such as `key-requests`
/// @param unit `requests` or `content-bytes`
/// @param quota how much a window allows
/// @param windowSeconds how long a window is
/// @param remaining what is left of it, 0 or more
/// @param resetSeconds when there is more
public record Standing(
        String policy,
        String unit,
        long quota,
        long windowSeconds,
        long remaining,
        long resetSeconds) {}
