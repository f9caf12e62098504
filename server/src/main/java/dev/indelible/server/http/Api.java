package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.search.Searches;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Puts the endpoints together.
public final class Api {
    private static final long BODY_ROOM_BYTES = 128L << 20;
    private static final Duration BODY_TIME = Duration.ofSeconds(60);

    private Api() {}

    /// All endpoints over these rooms.
    ///
    /// @param stopping ends answers that would go on for ever
    public static Routes routes(
            Intake intake,
            Searches searches,
            Access access,
            Metrics metrics,
            Health health,
            CountDownLatch stopping) {
        var bodies = new Bodies(BODY_ROOM_BYTES, BODY_TIME);
        return new Routes(
                access,
                metrics,
                List.of(
                        new IntakeResource(intake, access, bodies),
                        new StatsResource(searches, access),
                        new TailResource(searches, access, stopping),
                        new EventsResource(searches, access),
                        new AccessResource(access, bodies),
                        health,
                        metrics,
                        new DocsResource()));
    }
}
