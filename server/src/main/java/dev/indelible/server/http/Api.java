package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.ViewerTokens;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.lifecycle.Erasing;
import dev.indelible.core.lifecycle.Expiry;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.quota.Quotas;
import dev.indelible.core.search.Lookups;
import dev.indelible.core.search.SearchShelf;
import dev.indelible.core.search.Searches;
import dev.indelible.core.trail.Trail;
import dev.indelible.server.delivery.DeliveryDesk;
import dev.indelible.server.issuer.SignIn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Puts the endpoints together.
public final class Api {
    private static final long BODY_BYTES_MAX = Limits.BATCH_BYTES_MAX + (1L << 20);

    /// A body costs about four times its bytes until it is in the journal, so bodies may hold a
    /// twelfth of the heap at once, and in any case one of the largest size beside those of others.
    private static final long BODY_ROOM_BYTES =
            Math.max(BODY_BYTES_MAX + (8L << 20), Runtime.getRuntime().maxMemory() / 12);

    private static final Duration BODY_TIME = Duration.ofSeconds(60);

    private Api() {}

    /// What answers come from.
    public record Rooms(
            Intake intake,
            Searches searches,
            Lookups lookups,
            SearchShelf shelf,
            Doors doors,
            SealedLogs sealed,
            Lifecycle lifecycle,
            Deleting deleting,
            DeliveryDesk delivery) {}

    /// What deletes.
    public record Deleting(Expiry expiry, Erasing erasing) {}

    /// What every request passes, and what it leaves there.
    ///
    /// @param embedOrigins whose pages may show events with viewer tokens
    public record Doors(
            Access access,
            SignIn signIn,
            Sessions sessions,
            ViewerTokens viewers,
            Set<String> embedOrigins,
            Quotas quotas,
            Trail trail) {
        public Doors {
            embedOrigins = Set.copyOf(embedOrigins);
        }

        Limiting limiting() {
            return new Limiting(quotas);
        }
    }

    /// All endpoints over these rooms.
    ///
    /// @param stopping ends answers that would go on for ever
    public static Routes routes(
            Rooms rooms, Metrics metrics, Health health, CountDownLatch stopping) {
        var bodies = new Bodies(new BodyRoom(BODY_ROOM_BYTES, BODY_BYTES_MAX), BODY_TIME);
        Doors doors = rooms.doors();
        Access access = doors.access();
        Trail trail = doors.trail();
        var embedding = new Embedding(doors.viewers(), doors.embedOrigins());
        var authentication = new Authentication(doors, embedding);
        SealedLogs sealed = rooms.sealed();
        var reading = new Reading(trail, access, sealed.journal());
        var refusals = new Refusals(trail, access);
        var disclosures = new Disclosures(sealed.journal(), rooms.searches(), access, reading);
        var rights = new LifecycleRights(access, new Looks());
        return new Routes(
                authentication,
                embedding,
                refusals,
                doors.limiting(),
                metrics,
                List.of(
                        new IntakeResource(rooms.intake(), doors, refusals, bodies, sealed),
                        new StatsResource(rooms.searches(), access, reading),
                        new TailResource(rooms.searches(), access, reading, stopping),
                        new EventsResource(
                                rooms.searches(), access, reading, disclosures, rooms.lifecycle()),
                        new LookupResource(rooms.lookups(), access, reading, bodies),
                        new ProofsResource(sealed, rooms.searches(), access, reading),
                        new LogsResource(sealed, access, reading),
                        new TenancyResource(access, rooms.searches(), trail, bodies),
                        new KeysResource(access, trail, bodies),
                        new GrantsResource(access, trail, bodies),
                        new SearchesResource(rooms.shelf(), trail, bodies),
                        new ViewerTokensResource(doors.viewers(), rooms.searches(), trail, bodies),
                        new SessionResource(doors, rooms.searches(), authentication, bodies),
                        new SignInResource(doors),
                        new RetentionResource(rooms.lifecycle(), rooms.deleting(), rights, bodies),
                        new HoldsResource(rooms.lifecycle(), rights, bodies),
                        new ErasuresResource(
                                rooms.lifecycle(), rooms.deleting(), rights, reading, bodies),
                        new IntegrationsResource(rooms.delivery(), access, bodies),
                        new DeliveriesResource(rooms.delivery(), access, bodies),
                        new ParkedResource(rooms.delivery(), access, bodies, reading),
                        health,
                        metrics,
                        new DocsResource(),
                        new PortalResource()));
    }
}
