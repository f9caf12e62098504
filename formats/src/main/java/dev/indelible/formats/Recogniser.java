package dev.indelible.formats;

/// Finds the format of an event by its looks.
@FunctionalInterface
interface Recogniser {
    /// The most specific format that recognises it; the generic one recognises anything.
    Format recognise(Node event);
}
