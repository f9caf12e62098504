package dev.indelible.core.journal;

import java.util.HashMap;
import java.util.Map;

/// Bookmarks that are forgotten with their process.
public final class MemoryBookmarks implements Bookmarks {
    private final Map<String, Long> positions = new HashMap<>();

    @Override
    public synchronized long position(String follower) {
        return positions.getOrDefault(follower, 0L);
    }

    @Override
    public synchronized void advance(String follower, long position) {
        if (position < position(follower)) {
            throw new IllegalArgumentException(
                    "follower %s is past %d already".formatted(follower, position));
        }
        positions.put(follower, position);
    }

    @Override
    public synchronized void forget(String follower) {
        positions.remove(follower);
    }
}
