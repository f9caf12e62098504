package dev.indelible.core.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Connections on which the acknowledgement of a parked event is awaited; one of each destination.
/// Any thread.
final class Awaited implements AutoCloseable {
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Predicate<Which> unsettled;

    /// @param unsettled whether anybody asks for it again: what was decided meanwhile is not
    ///   awaited
    Awaited(Predicate<Which> unsettled) {
        this.unsettled = unsettled;
    }

    /// A parcel whose acknowledgement is awaited, with its connection, which tells after its own
    /// time that none comes.
    record Held(long destinationSequence, Sink sink, String ticket) {}

    /// Does this over a connection, which is kept if an acknowledgement is awaited on it.
    Answer over(Sink sink, Parked parked, Function<Sink, Answer> attempt) {
        boolean isHeld = false;
        try {
            Answer answer = attempt.apply(sink);
            isHeld =
                    answer instanceof Answer.Waiting(String ticket) && isHeld(sink, parked, ticket);
            return answer;
        } finally {
            if (!isHeld) {
                sink.close();
            }
        }
    }

    private boolean isHeld(Sink sink, Parked parked, String ticket) {
        if (!unsettled.test(Which.of(parked))) {
            return false;
        }
        var mine = new Held(parked.destinationSequence(), sink, ticket);
        return held.putIfAbsent(parked.destination(), mine) == null;
    }

    /// What is awaited of this destination.
    Optional<Held> of(String destination) {
        return Optional.ofNullable(held.get(destination));
    }

    /// Awaits it no longer, if it is awaited.
    void release(String destination, long destinationSequence) {
        Held mine = held.get(destination);
        if (mine != null && mine.destinationSequence() == destinationSequence) {
            held.remove(destination);
            mine.sink().close();
        }
    }

    @Override
    public void close() {
        held.values().forEach(one -> one.sink().close());
        held.clear();
    }
}
