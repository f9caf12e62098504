package dev.indelible.core.lifecycle;

import java.util.List;
import java.util.function.LongSupplier;

/// Somebody who follows the journal and still needs the bodies of events: nothing at or after its
/// position expires. Any thread.
public interface Holdback {
    /// The lowest position that is still needed; [Long#MAX_VALUE] if none is.
    long position();

    /// What it is, as the API says it: `checkpoint`, `delivery`.
    String kind();

    /// The ids of what of an organization needs something up to a position; none where it is one
    /// for all organizations.
    default List<String> of(String organization, long position) {
        return List.of();
    }

    /// One for all organizations.
    static Holdback of(String kind, LongSupplier position) {
        return new Holdback() {
            @Override
            public long position() {
                return position.getAsLong();
            }

            @Override
            public String kind() {
                return kind;
            }
        };
    }
}
