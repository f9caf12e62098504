package dev.indelible.core.access;

import java.util.Optional;

/// What a viewer token narrows the right of its key to, beside the level, which is in the grants:
/// one filter, and never what Indelible tells of itself.
///
/// @param subject who looks, as whoever made the token says
/// @param filter in the query language; everything on the level where absent
public record Viewing(String subject, Optional<String> filter) {}
