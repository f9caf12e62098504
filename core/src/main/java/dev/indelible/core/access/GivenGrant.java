package dev.indelible.core.access;

/// A grant as the registry keeps it.
///
/// @param id by which it is taken back
/// @param createdMillis since 1970
public record GivenGrant(String id, Subject subject, Grant grant, long createdMillis) {}
