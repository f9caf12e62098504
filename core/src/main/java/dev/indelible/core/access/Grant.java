package dev.indelible.core.access;

/// A role on a level, and so on all below it.
public record Grant(Role role, Level level) {}
