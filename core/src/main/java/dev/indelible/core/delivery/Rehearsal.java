package dev.indelible.core.delivery;

import dev.indelible.core.journal.Journal;

/// How many events a replay would send and how large they are, counted by drawing them as the
/// replay does.
///
/// @param events how many; the first of them where there are more
/// @param bytes of these events as they are kept, in whatever form they go out
/// @param isMore whether it was not counted to the end
public record Rehearsal(long events, long bytes, boolean isMore) {
    private static final int EVENTS_MAX = 10_000;
    private static final int DRAWS_MAX = 1_000;
    private static final long BYTES_MAX = 256L << 20;
    private static final int DRAW_EVENTS = 1_000;
    private static final long DRAW_BYTES = 8L << 20;

    /// Counts what this range has for a destination, up to what is quickly counted.
    public static Rehearsal of(
            Journal journal, DeliveryStore store, Destination destination, Progress.Replay range) {
        ReplaySource source = ReplaySource.of(journal, store, destination, range);
        var cut = new Source.Cut(DRAW_EVENTS, DRAW_BYTES, range.toPosition());
        Progress progress = Progress.of(destination.id(), "rehearsal", range);
        long events = 0;
        long bytes = 0;
        long drawnBytes = 0;
        for (int draws = 0; progress.plannedPosition() < range.toPosition(); draws++) {
            if (events >= EVENTS_MAX || drawnBytes >= BYTES_MAX || draws == DRAWS_MAX) {
                return new Rehearsal(events, bytes, true);
            }
            Source.Draw draw = source.draw(progress, cut);
            if (draw.nextPosition() == progress.plannedPosition()) {
                break;
            }
            events += draw.items().size();
            for (Batch.Item item : draw.items()) {
                bytes += item.entry().parts().length();
                drawnBytes += item.entry().bytes();
            }
            progress = progress.planned(draw.nextPosition(), draw.nextSequence(), 0);
        }
        return new Rehearsal(events, bytes, false);
    }
}
