package dev.indelible.core.journal;

/// Where each follower of the journal goes on after a restart, for followers that keep no place of
/// their own.
///
/// Law for implementers: a bookmark set is durable on return. Any thread. Every implementation
/// passes `BookmarksContract`.
public interface Bookmarks {

    /// The position that this follower reads next; 0 for one never heard of.
    long position(String follower);

    /// Remembers the position that this follower reads next.
    ///
    /// @param position not below the one remembered, else [IllegalArgumentException]: a follower
    ///   that starts anew is forgotten first
    void advance(String follower, long position);

    /// Forgets a follower, so that it starts at 0.
    void forget(String follower);
}
