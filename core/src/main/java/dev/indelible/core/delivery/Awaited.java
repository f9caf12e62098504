package dev.indelible.core.delivery;

import dev.indelible.core.delivery.Sink.Acknowledgement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Connections on which the acknowledgement of a parked event is awaited; one of each destination.
/// Any thread.
final class Awaited implements AutoCloseable {
    private static final int ASKED_MAX = 20;

    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Predicate<Which> unsettled;
    private final Runnable pause;

    /// @param unsettled whether anybody asks for it again: what was decided meanwhile is not
    ///   awaited
    /// @param pause waits a little, between questions for an acknowledgement
    Awaited(Predicate<Which> unsettled, Runnable pause) {
        this.unsettled = unsettled;
        this.pause = pause;
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

    /// What an answer is after waiting a little for an acknowledgement.
    Answer briefly(Sink sink, Answer answer) {
        if (!(answer instanceof Answer.Waiting(String ticket))) {
            return answer;
        }
        for (int i = 0; i < ASKED_MAX; i++) {
            Map<String, Acknowledgement> known = sink.acknowledged();
            if (known.get(ticket) == Acknowledgement.CONFIRMED) {
                return new Answer.Confirmed(ticket);
            }
            if (known.get(ticket) == Acknowledgement.LOST) {
                return new Answer.Transient(
                        new Answer.Refusal(0, "the receiver lost it", ""), Optional.empty());
            }
            pause.run();
        }
        return answer;
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
