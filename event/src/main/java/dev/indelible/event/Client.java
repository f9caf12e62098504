package dev.indelible.event;

import org.jspecify.annotations.Nullable;

/// From where and through what the actor came.
///
/// @param ip as told; not every system tells an address here (`AWS Internal`)
/// @param traceparent W3C Trace Context, as sent
public record Client(
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String sessionId,
        @Nullable String traceparent) {

    public Client {
        Check.text("client.ip", ip);
        Check.longText("client.userAgent", userAgent);
        Check.text("client.requestId", requestId);
        Check.text("client.sessionId", sessionId);
        Check.text("client.traceparent", traceparent);
    }
}
