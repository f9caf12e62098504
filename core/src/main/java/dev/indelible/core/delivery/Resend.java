package dev.indelible.core.delivery;

/// The bytes of a parked event that a person sends after all, as it was or edited: written down
/// before they are first sent, and sent under the same id until the receiver takes or refuses them.
///
/// No replay: the receiver refused it before, and gets it for the first time.
///
/// @param renderer what made the body
/// @param original hex SHA-256 of the event as the journal had it: when a part of it was erased
///   since, the body is not sent any more
/// @param body not copied, not to be changed
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Resend(
        String destination,
        long destinationSequence,
        String batchId,
        String renderer,
        String original,
        byte[] body) {

    Parcel parcel() {
        return new Parcel(batchId, body, 1, destinationSequence, destinationSequence, false);
    }
}
