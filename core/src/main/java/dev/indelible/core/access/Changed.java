package dev.indelible.core.access;

/// Something before and after a change of it.
public record Changed<T>(T before, T after) {}
