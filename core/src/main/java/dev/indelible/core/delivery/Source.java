package dev.indelible.core.delivery;

import java.util.List;

/// Where a lane's events come from, in order, each with its number.
interface Source {

    /// The next events.
    ///
    /// @param progress from [Progress#plannedPosition()] on
    Draw draw(Progress progress, Cut cut);

    /// Where it ends for now: nothing is drawn at or after this position.
    long end();

    /// At most so much.
    ///
    /// @param count 1 or more
    /// @param bytes of [dev.indelible.core.journal.Entry#bytes()]; the first event may be larger
    /// @param beforePosition where to stop
    record Cut(int count, long bytes, long beforePosition) {}

    /// What came of a draw.
    ///
    /// @param items their numbers without a gap between; perhaps none
    /// @param nextPosition where to go on; the same as before only if there is nothing more now
    /// @param nextSequence the sequence of the organization's next event after that, at least
    /// @param leftOut before the first of the items
    record Draw(List<Batch.Item> items, long nextPosition, long nextSequence, LeftOut leftOut) {
        /// One that leaves nothing out.
        Draw(List<Batch.Item> items, long nextPosition, long nextSequence) {
            this(items, nextPosition, nextSequence, LeftOut.NOTHING);
        }
    }
}
