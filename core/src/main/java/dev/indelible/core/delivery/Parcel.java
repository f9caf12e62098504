package dev.indelible.core.delivery;

/// A frozen batch on its way: the same id and the same bytes at each attempt.
///
/// @param batchId shortened hex SHA-256 over destination, epoch, numbers and body
/// @param body what [Sink#render(Batch)] made, not copied, not to be changed
/// @param count of events in it, 1 or more
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Parcel(
        String batchId,
        byte[] body,
        int count,
        long firstDestinationSequence,
        long lastDestinationSequence,
        boolean replay) {}
