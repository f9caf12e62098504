package dev.indelible.core.delivery;

/// How many events of its range a replay did not bring, by reason.
///
/// @param skipped a person decided that the receiver does not get them
/// @param expired their bodies were deleted by retention
/// @param refused the receiver refused them once more; they wait for a person as before
public record LeftOut(long skipped, long expired, long refused) {
    public static final LeftOut NOTHING = new LeftOut(0, 0, 0);

    LeftOut plus(LeftOut more) {
        return new LeftOut(skipped + more.skipped, expired + more.expired, refused + more.refused);
    }
}
