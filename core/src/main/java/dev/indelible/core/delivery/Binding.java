package dev.indelible.core.delivery;

/// An open destination.
record Binding(Destination destination, Sink sink, Source source) {}
