package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Role;
import dev.indelible.server.issuer.SignIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private long nowMillis = 1_800_000_000_000L;
    private final Sessions sessions = new Sessions(() -> nowMillis, new Random(1));

    private String begin(String id) {
        nowMillis++;
        return sessions.begin(() -> Optional.of(Caller.ofKey(id, id, Set.of()))).token();
    }

    private String beginByIssuer() {
        return sessions.begin(
                        () -> Optional.of(Caller.ofKey("jane", "jane", Set.of())),
                        new SignIn.Farewell("house", "token"))
                .token();
    }

    private void pass(Duration time) {
        nowMillis += time.toMillis();
    }

    @Test
    void whoSignsInTooOftenEndsTheirOwnOldestSession() {
        String other = begin("other");
        List<String> own = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            own.add(begin("jane"));
        }

        assertThat(own.stream().map(sessions::find).map(Optional::isPresent).toList())
                .startsWith(false, false, false, false, false, false, false, false, false, false)
                .endsWith(true)
                .filteredOn(Boolean::booleanValue)
                .hasSize(50);
        assertThat(own.subList(10, 60)).allMatch(token -> sessions.find(token).isPresent());
        assertThat(sessions.find(other)).isPresent();
    }

    @Test
    void noOrganizationTakesThePlacesOfAllOthers() {
        List<String> own = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            own.add(begin("k" + i / 40, "acme"));
        }

        String other = begin("other", "globex");

        assertThat(own).filteredOn(token -> sessions.find(token).isPresent()).hasSize(5_000);
        assertThat(own.subList(1_000, 6_000)).allMatch(token -> sessions.find(token).isPresent());
        assertThat(sessions.find(other)).isPresent();
    }

    private String begin(String id, String organization) {
        nowMillis++;
        var grant = new Grant(Role.READER, Level.organization(organization));
        return sessions.begin(() -> Optional.of(Caller.ofKey(id, id, Set.of(grant)))).token();
    }

    @Test
    void sessionOfAnIssuerEndsTwoHoursAfterItsLastUse() {
        String token = beginByIssuer();
        pass(Duration.ofHours(2).minusMillis(1));
        assertThat(sessions.find(token).orElseThrow().farewell()).isPresent();
        pass(Duration.ofHours(2).minusMillis(1));
        assertThat(sessions.find(token)).isPresent();

        pass(Duration.ofHours(2));

        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void whatGoesOnByItselfIsNoUse() {
        String token = beginByIssuer();
        for (int i = 0; i < 119; i++) {
            pass(Duration.ofMinutes(1));
            assertThat(sessions.still(token)).isPresent();
        }

        pass(Duration.ofMinutes(1));

        assertThat(sessions.still(token)).isEmpty();
        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void sessionOfAnIssuerEndsTwelveHoursAfterItsBeginHoweverItIsUsed() {
        String token = beginByIssuer();
        for (int i = 0; i < 11; i++) {
            pass(Duration.ofHours(1));
            assertThat(sessions.find(token)).isPresent();
        }
        pass(Duration.ofHours(1).minusMillis(1));
        assertThat(sessions.find(token)).isPresent();

        pass(Duration.ofMillis(1));

        assertThat(sessions.find(token)).isEmpty();
    }
}
