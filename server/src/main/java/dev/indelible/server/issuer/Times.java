package dev.indelible.server.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// When a token holds, for clocks that differ by a minute at most.
final class Times {
    private static final Duration SKEW = Duration.ofMinutes(1);

    private Times() {}

    /// @throws dev.indelible.core.ops.AuditException.Rejected if it does not hold now
    static void require(JWTClaimsSet claims, InstantSource clock) {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null) {
            throw Issuer.refused("it has no exp");
        }
        if (!now.isBefore(claims.getExpirationTime().toInstant().plus(SKEW))) {
            throw Issuer.refused("it has expired");
        }
        boolean early =
                Stream.of(
                                Optional.ofNullable(claims.getNotBeforeTime()),
                                Optional.ofNullable(claims.getIssueTime()))
                        .flatMap(Optional::stream)
                        .anyMatch(time -> time.toInstant().isAfter(now.plus(SKEW)));
        if (early) {
            throw Issuer.refused("it is from the future; compare the clocks");
        }
    }
}
