package dev.indelible.core.delivery;

import java.util.Optional;

/// How far a lane is. A lane is one ordered flow of events to a destination: the live one, or a
/// replay.
///
/// @param lane [#LIVE], or the id of a replay
/// @param plannedPosition the first position that no batch or filter has dealt with yet
/// @param plannedSequence the sequence that the organization's next event after that has at least
/// @param nextDestinationSequence the number of the next event, from 1
/// @param confirmedPosition the cursor: everything below it is confirmed, parked or filtered out.
///   Never goes back
/// @param delivered events confirmed in this lane
/// @param chain hex hash of the last confirmation, to which the next is chained
/// @param batchCountMax what was learned from a receiver that found a batch too large
/// @param replay present in the lane of a replay
public record Progress(
        String destination,
        String lane,
        long plannedPosition,
        long plannedSequence,
        long nextDestinationSequence,
        long confirmedPosition,
        long delivered,
        String chain,
        int batchCountMax,
        Condition condition,
        Optional<Replay> replay) {

    /// The lane of what happens now.
    public static final String LIVE = "live";

    /// What is sent again.
    ///
    /// @param fromPosition the first
    /// @param toPosition after the last
    /// @param leftOut of the events up to where it is
    public record Replay(
            long fromPosition,
            long toPosition,
            String by,
            long startedMillis,
            State state,
            LeftOut leftOut) {
        /// One that has not begun.
        public Replay(
                long fromPosition, long toPosition, String by, long startedMillis, State state) {
            this(fromPosition, toPosition, by, startedMillis, state, LeftOut.NOTHING);
        }

        /// How it stands.
        public enum State {
            RUNNING,
            DONE,
            CANCELLED
        }

        Replay ended(State other) {
            return new Replay(fromPosition, toPosition, by, startedMillis, other, leftOut);
        }

        Replay leavingOut(LeftOut more) {
            return new Replay(
                    fromPosition, toPosition, by, startedMillis, state, leftOut.plus(more));
        }
    }

    /// The first moment of a destination's live lane.
    static Progress live(Destination destination, long nowMillis) {
        return new Progress(
                destination.id(),
                LIVE,
                destination.startPosition(),
                0,
                1,
                destination.startPosition(),
                0,
                "",
                Integer.MAX_VALUE,
                Condition.fresh(nowMillis),
                Optional.empty());
    }

    /// The first moment of a replay.
    public static Progress of(String destination, String lane, Replay replay) {
        return new Progress(
                destination,
                lane,
                replay.fromPosition(),
                0,
                0,
                replay.fromPosition(),
                0,
                "",
                Integer.MAX_VALUE,
                Condition.fresh(replay.startedMillis()),
                Optional.of(replay));
    }

    Progress planned(long position, long sequence, long nextNumber) {
        return new Progress(
                destination,
                lane,
                position,
                sequence,
                nextNumber,
                confirmedPosition,
                delivered,
                chain,
                batchCountMax,
                condition,
                replay);
    }

    Progress confirmed(long position, long deliveredNow, String link) {
        return new Progress(
                destination,
                lane,
                plannedPosition,
                plannedSequence,
                nextDestinationSequence,
                position,
                deliveredNow,
                link,
                batchCountMax,
                condition,
                replay);
    }

    Progress with(Condition other) {
        return new Progress(
                destination,
                lane,
                plannedPosition,
                plannedSequence,
                nextDestinationSequence,
                confirmedPosition,
                delivered,
                chain,
                batchCountMax,
                other,
                replay);
    }

    /// The same, of settings that nobody can read.
    Progress unreadable(long nowMillis) {
        var refusal =
                new Answer.Refusal(0, "its settings or secrets cannot be read; give them anew", "");
        var failure = new Condition.Failure(nowMillis, "internal", refusal);
        return with(condition.failed(Condition.State.NEEDS_ATTENTION, failure, 0));
    }

    Progress withBatchCountMax(int count) {
        return new Progress(
                destination,
                lane,
                plannedPosition,
                plannedSequence,
                nextDestinationSequence,
                confirmedPosition,
                delivered,
                chain,
                count,
                condition,
                replay);
    }

    /// Whether it is a replay that has not ended.
    public boolean isRunning() {
        return replay.filter(range -> range.state() == Replay.State.RUNNING).isPresent();
    }

    /// The same; a replay, without these.
    Progress leavingOut(LeftOut more) {
        return replay.map(range -> withReplay(range.leavingOut(more))).orElse(this);
    }

    Progress ended(Replay.State state) {
        return withReplay(replay.orElseThrow().ended(state));
    }

    /// The same, ended as it did before, if it did.
    Progress endedAs(Progress before) {
        return before.replay()
                .filter(range -> range.state() != Replay.State.RUNNING)
                .map(range -> ended(range.state()))
                .orElse(this);
    }

    private Progress withReplay(Replay other) {
        return new Progress(
                destination,
                lane,
                plannedPosition,
                plannedSequence,
                nextDestinationSequence,
                confirmedPosition,
                delivered,
                chain,
                batchCountMax,
                condition,
                Optional.of(other));
    }
}
