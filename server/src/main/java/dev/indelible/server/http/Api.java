package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.search.Searches;
import dev.indelible.server.delivery.DeliveryDesk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Puts the endpoints together.
public final class Api {
    /// A body costs about four times its bytes until it is in the journal, so bodies may hold a
    /// twelfth of the heap at once, and one of the largest size in any case.
    private static final long BODY_ROOM_BYTES =
            Math.max(Limits.BATCH_BYTES_MAX + (1L << 20), Runtime.getRuntime().maxMemory() / 12);

    private static final Duration BODY_TIME = Duration.ofSeconds(60);

    private Api() {}

    /// What answers come from.
    public record Rooms(
            Intake intake,
            Searches searches,
            Access access,
            SealedLogs sealed,
            DeliveryDesk delivery) {}

    /// All endpoints over these rooms.
    ///
    /// @param stopping ends answers that would go on for ever
    public static Routes routes(
            Rooms rooms, Metrics metrics, Health health, CountDownLatch stopping) {
        var bodies = new Bodies(BODY_ROOM_BYTES, BODY_TIME);
        Searches searches = rooms.searches();
        Access access = rooms.access();
        SealedLogs sealed = rooms.sealed();
        return new Routes(
                access,
                metrics,
                List.of(
                        new IntakeResource(rooms.intake(), access, bodies, sealed),
                        new StatsResource(searches, access),
                        new TailResource(searches, access, stopping),
                        new EventsResource(
                                searches, access, new Disclosures(sealed.journal(), access)),
                        new ProofsResource(sealed, searches, access),
                        new LogsResource(sealed, access),
                        new AccessResource(access, bodies),
                        new IntegrationsResource(rooms.delivery(), access, bodies),
                        new DeliveriesResource(rooms.delivery(), access, bodies),
                        health,
                        metrics,
                        new DocsResource()));
    }
}
