package dev.indelible.core.delivery;

import java.util.Map;

/// An open destination: how one kind of receiver is spoken to.
///
/// Law for implementers: [#render(Batch)] is a pure function of the batch and the settings, for
/// ever, under the name that [#renderer()] gives; whoever changes the bytes changes the name and
/// keeps the old one. No method throws for what the receiver or the network does: that is an
/// [Answer]. Each call ends within the total deadline of the settings, 30 s at most, whatever the
/// receiver does, and reads at most 64 KiB of its answer. One thread at a time. Every
/// implementation passes `SinkContract`.
public interface Sink extends AutoCloseable {

    /// The guarantee of a confirmation, as far as is known by now.
    Guarantee guarantee();

    /// The versioned name of what [#render(Batch)] does, such as `webhook-native/1`.
    String renderer();

    /// What one parcel may carry at most.
    Bounds bounds();

    /// The bytes to send; the same batch always gives the same.
    byte[] render(Batch batch);

    /// Sends once and says what came of it.
    Answer send(Parcel parcel);

    /// Asks about all parcels that wait since [Answer.Waiting].
    ///
    /// @return by ticket, those of which something is known by now; empty for sinks that never let
    ///   a parcel wait
    Map<String, Acknowledgement> acknowledged();

    /// Sends like [#send(Parcel)] and tells all about it, for a person who tries out settings.
    Exchange test(Parcel parcel);

    @Override
    void close();

    /// What became of a parcel that waited.
    enum Acknowledgement {
        CONFIRMED,
        /// Nobody will ever confirm it: it has to be sent again.
        LOST
    }

    /// At most so much in one parcel.
    ///
    /// @param count of events, 1 or more
    /// @param bytes of the body; one event alone may be larger
    /// @param waiting parcels that may wait for their acknowledgement at the same time; 1 where
    ///   none waits
    record Bounds(int count, int bytes, int waiting) {}

    /// A conversation, fit to be shown: secrets are masked.
    ///
    /// @param request as sent, at most 16 KiB
    /// @param response as received, at most 4 KiB; empty if none came
    /// @param phases milliseconds by phase, in order: resolve, connect, tls, send, wait
    /// @param tls protocol and the peer's certificate, empty without TLS
    /// @param meaning what the answer means, one sentence
    record Exchange(
            Answer answer,
            String request,
            String response,
            Map<String, Long> phases,
            String tls,
            String meaning) {}
}
