package dev.indelible.core.lifecycle;

import java.util.Map;

/// Small things to remember, each a few texts under a name.
///
/// Law for implementers: what a method has done is durable when it returns, and of a note that was
/// replaced or removed nothing is left in any file. Any thread. Every implementation passes
/// `NotesContract`.
public interface Notes {
    /// Remembers this in the place of what had the name.
    ///
    /// @param name letters, digits, dashes and dots
    void put(String name, Map<String, String> note);

    /// Forgets what has this name, if anything has.
    void remove(String name);

    /// Everything, by name, in order of the names. A copy.
    Map<String, Map<String, String>> all();
}
