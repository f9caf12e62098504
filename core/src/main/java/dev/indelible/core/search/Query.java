package dev.indelible.core.search;

import java.util.List;

/// What is asked of each event. Immutable; [Matcher] is its meaning.
public sealed interface Query {

    /// Every event.
    record All() implements Query {}

    /// All of these; every event where there are none.
    record And(List<Query> all) implements Query {
        public And {
            all = List.copyOf(all);
        }
    }

    /// At least one of these.
    record Or(List<Query> any) implements Query {
        public Or {
            any = List.copyOf(any);
        }
    }

    /// Not this.
    record Not(Query query) implements Query {}

    /// A value of the field is this one.
    ///
    /// @param value folded by [Field#folded]
    record Is(Field field, String value) implements Query {}

    /// A value of the field begins with this; any value where it is empty.
    ///
    /// @param prefix folded by [Field#folded]
    record Begins(Field field, String prefix) implements Query {}

    /// The client's address is in this range.
    record InRange(IpRange range) implements Query {}

    /// It happened between these times.
    ///
    /// @param fromNanos nanoseconds since 1970, inclusive
    /// @param toNanos nanoseconds since 1970, exclusive
    record Time(long fromNanos, long toNanos) implements Query {
        /// Whether those of these that are times have no time in common.
        static boolean isNever(List<Query> all) {
            long fromNanos = Long.MIN_VALUE;
            long toNanos = Long.MAX_VALUE;
            for (Query query : all) {
                if (query instanceof Time time) {
                    fromNanos = Math.max(fromNanos, time.fromNanos);
                    toNanos = Math.min(toNanos, time.toNanos);
                }
            }
            return fromNanos >= toNanos;
        }
    }

    /// This word, as [Words] cuts them, occurs in the event's texts.
    record Word(String word) implements Query {}

    /// A word that begins with this occurs in the event's texts.
    ///
    /// @param prefix as [Words] would cut it
    record WordBegins(String prefix) implements Query {}

    /// These words occur one after another in one of the event's texts.
    record Phrase(List<String> words) implements Query {
        public Phrase {
            words = List.copyOf(words);
        }
    }
}
