package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.MemoryIndex;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Searches;
import dev.indelible.event.Client;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ViewerTokensEndTest {
    private static final Client NOWHERE = new Client(null, null, null, null, null);
    private static final Level ACME = Level.organization("acme");

    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Access access =
            new Access(new MemoryRegistry(), new byte[32], clock, clock::millis, new Random(1));
    private final ViewerTokens viewers =
            new ViewerTokens(access, new byte[32], clock, new Random(2));

    @Test
    void aTokenIsOverAtItsMoment() {
        Caller maker = maker();
        ViewerTokens.Issued issued =
                viewers.issue(
                        maker, ACME, new Viewing("s", Optional.empty()), Duration.ofMinutes(1));

        millis.set(issued.expiresMillis() - 1);
        assertThat(viewers.authenticate(issued.token(), NOWHERE).id()).isEqualTo(maker.id());

        millis.set(issued.expiresMillis());
        assertThatThrownBy(() -> viewers.authenticate(issued.token(), NOWHERE))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("is over");
    }

    /// A filter is refused where a token is made over HTTP; one that was made before that goes on,
    /// and finds nothing.
    @Test
    void aTokenWhoseFilterNoEventHasFindsNothing() {
        var viewing = new Viewing("s", Optional.of("outcome:fine"));
        ViewerTokens.Issued issued = viewers.issue(maker(), ACME, viewing, Duration.ofMinutes(1));
        Caller viewer = viewers.authenticate(issued.token(), NOWHERE);
        var searches = new Searches(new MemoryIndex(), new MemoryJournal(), new byte[32]);
        Scope scope = access.readScope(viewer, Optional.empty());

        assertThat(
                        searches.page(scope, Criteria.none(), Order.NEWEST, 9, Optional.empty())
                                .entries())
                .isEmpty();
    }

    private Caller maker() {
        Caller instance =
                Caller.ofKey("r", "r", Set.of(new Grant(Role.ADMINISTRATOR, Level.INSTANCE)));
        access.createOrganization(instance, "acme", null, Teller.none());
        NewKey key =
                access.createKey(instance, ACME, "k", Set.of(Role.READER), null, Teller.none());
        return access.authenticate(key.secret(), NOWHERE);
    }
}
