package dev.indelible.core.sealing;

/// A published head of an organization and where the anchor log has it.
///
/// @param anchorIndex of its leaf in the anchor
public record Anchored(Published head, long anchorIndex) {}
