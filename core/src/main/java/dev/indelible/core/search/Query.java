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
        static final Time EVER = new Time(Long.MIN_VALUE, Long.MAX_VALUE);
        private static final Time NEVER = new Time(0, 0);

        /// A time outside of which nothing answers the query, told by its bounds alone.
        static Time around(Query query) {
            return switch (query) {
                case Time time -> time;
                case And(List<Query> all) ->
                        all.stream().map(Time::around).reduce(EVER, Time::within);
                case Or(List<Query> any) ->
                        any.isEmpty()
                                ? EVER
                                : any.stream().map(Time::around).reduce(NEVER, Time::spanning);
                case All _, Not _, Is _, Begins _, InRange _, Word _, WordBegins _, Phrase _ ->
                        EVER;
            };
        }

        /// What both have in common.
        Time within(Time other) {
            return new Time(Math.max(fromNanos, other.fromNanos), Math.min(toNanos, other.toNanos));
        }

        private Time spanning(Time other) {
            if (isNever() || other.isNever()) {
                return isNever() ? other : this;
            }
            return new Time(Math.min(fromNanos, other.fromNanos), Math.max(toNanos, other.toNanos));
        }

        boolean isNever() {
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
