package dev.indelible.core.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.access.Caller;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.Category;
import dev.indelible.event.Client;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrailTest extends RecordedTrail {
    @Test
    void readsOfOneHourAreTwoEventsThatAddUp() {
        for (int i = 0; i < 5; i++) {
            trail.read(JANE, search("q=a"), new Shown(10, 100 - i, 200 + i));
            pass(Duration.ofMinutes(1));
            assertThat(trail.step()).isZero();
        }
        assertThat(events("acme")).hasSize(1);

        pass(Duration.ofHours(1));
        assertThat(trail.step()).isZero();

        List<AuditEvent> events = events("acme");
        assertThat(events).hasSize(2).allMatch(e -> e.category() == Category.DATA_ACCESS);
        assertThat(labels(events.getFirst())).isEqualTo("times=1 rows=10 sequences=100-200");
        assertThat(labels(events.getLast())).isEqualTo("times=4 rows=40 sequences=96-204");
        assertThat(events.getLast().correlationId())
                .isEqualTo(String.valueOf(events.getFirst().id()));
        assertThat(events.getLast().time()).asString().isEqualTo("2026-01-01T10:04:00.000Z");
    }

    /// Else they were in memory alone until the clock is there again.
    @Test
    void countsDoNotWaitForAClockThatWasSetBack() {
        trail.read(JANE, search("q=a"), Shown.rows(1));
        trail.read(JANE, search("q=a"), Shown.rows(2));
        assertThat(trail.step()).isZero();
        assertThat(events("acme")).hasSize(1);

        pass(Duration.ofDays(-1));
        assertThat(trail.step()).isZero();

        assertThat(events("acme"))
                .extracting(TrailTest::labels)
                .containsExactly("times=1 rows=1", "times=1 rows=2");
    }

    /// Who asks several questions one after the other would wait at each.
    @Test
    void whatTellsOfAQuestionIsNotWaitedForByTheNextButARefusalIs() {
        trail.read(JANE, search("q=a"), Shown.rows(1));
        assertThat(trail.step()).isZero();

        assertThat(events("acme")).hasSize(1);
        assertThat(writer.awaitedEnd()).isZero();

        trail.refused(JANE, search("q=b"));
        assertThat(trail.step()).isZero();
        assertThat(events("acme")).hasSize(2);
        assertThat(writer.awaitedEnd()).isEqualTo(2);
    }

    @Test
    void otherQuestionsCallersAndHoursAreOtherReads() {
        trail.read(JANE, search("q=a"), Shown.rows(1));
        trail.read(JANE, search("q=b"), Shown.rows(1));
        trail.read(Caller.ofKey("k2", "other", Set.of()), search("q=a"), Shown.rows(1));
        pass(Duration.ofHours(1));
        trail.read(JANE, search("q=a"), Shown.rows(1));

        trail.flush();

        assertThat(events("acme")).hasSize(4);
    }

    @Test
    void stopWritesTheCountsOfTheRunningHour() {
        trail.read(JANE, search("q=a"), Shown.rows(3));
        trail.read(JANE, search("q=a"), Shown.rows(4));

        trail.flush();

        assertThat(events("acme"))
                .extracting(TrailTest::labels)
                .containsExactly("times=1 rows=3", "times=1 rows=4");
        assertThat(trail.waitingEvents()).isZero();
    }

    @Test
    void whatAnAnswerShowedThatGoesOnIsDurableWhenItEnds() {
        LongRead one = trail.begin(JANE, search("q=a"), Shown.rows(0));
        LongRead other = trail.begin(JANE, search("q=a"), Shown.rows(0));
        one.more(new Shown(7, 3, 9));
        other.more(new Shown(2, 10, 11));
        one.more(new Shown(1, 12, 12));
        one.close();
        assertThat(labels(events("acme").getFirst())).isEqualTo("times=0 rows=8 sequences=3-12");
        other.close();
        assertThat(labels(events("acme").getLast())).isEqualTo("times=0 rows=2 sequences=10-11");
        trail.flush();

        // Beside these, that it was begun twice.
        assertThat(events("acme"))
                .extracting(TrailTest::labels)
                .contains("times=1 rows=0")
                .hasSize(4);
        String first = events("acme").getFirst().correlationId();
        assertThat(events("acme")).anyMatch(event -> String.valueOf(event.id()).equals(first));
    }

    @Test
    void anAnswerThatGoesOnIsCountedEachHourAndAtTheStop() {
        LongRead tail = trail.begin(JANE, search("q=a"), Shown.rows(0));
        tail.more(new Shown(7, 3, 9));
        pass(Duration.ofHours(1));
        tail.more(Shown.rows(0));
        assertThat(labels(events("acme").getFirst())).isEqualTo("times=0 rows=7 sequences=3-9");
        tail.more(new Shown(1, 10, 10));

        trail.flush();

        assertThat(events("acme"))
                .extracting(TrailTest::labels)
                .containsOnlyOnce("times=0 rows=1 sequences=10-10");
    }

    /// What was attempted can stand in a body, which no endpoint tells.
    @Test
    void refusalsForOtherReasonsAreToldApart() {
        trail.refused(JANE, search("q=a").saying("not in the folder 'eu'"));
        trail.refused(JANE, search("q=a").saying("not in the folder 'us'"));
        trail.refused(JANE, search("q=a").saying("not in the folder 'eu'"));

        trail.flush();

        assertThat(events("acme"))
                .filteredOn(event ->
                        !Objects.requireNonNull(event.detail()).labels().containsKey("times"))
                .extracting(event -> Objects.requireNonNull(event.detail()).description())
                .containsExactlyInAnyOrder("not in the folder 'eu'", "not in the folder 'us'");
    }

    @Test
    void refusalsAndFailedSignInsAreCountedTogether() {
        for (int i = 0; i < 50; i++) {
            trail.refused(JANE, search("q=a"));
            trail.signInFailed(JANE, Act.of("session.refuse", Operation.EXECUTE, ACME));
        }

        trail.flush();

        assertThat(events("acme"))
                .extracting(AuditEvent::category)
                .containsExactlyInAnyOrder(
                        Category.POLICY_DENIED,
                        Category.POLICY_DENIED,
                        Category.SIGN_IN,
                        Category.SIGN_IN);
        assertThat(events("acme")).allMatch(event -> event.outcome() == Outcome.DENIED);
    }

    @Test
    void aThousandAddressesFillNoLogWithFailedSignIns() {
        for (int i = 0; i < 1000; i++) {
            Caller claimed =
                    Caller.ofKey("k1", "k1", Set.of())
                            .from(new Client("2001:db8::" + i, null, null, null, null));
            for (int again = 0; again < 2; again++) {
                trail.signInFailed(claimed, Act.of("session.refuse", Operation.EXECUTE, ACME));
                if (trail.waitingEvents() > 0) {
                    // Else it would wait a moment for something to come.
                    trail.step();
                }
            }
        }

        trail.flush();

        // Each address that is told apart and then the others: a first event and a count.
        List<AuditEvent> events = events("acme");
        assertThat(events).hasSize(2 * (Limits.TRAIL_ADDRESSES_MAX + 1));
        long counted =
                events.stream()
                        .filter(event -> event.correlationId() != null)
                        .mapToLong(event ->
                                Long.parseLong(
                                        Objects.requireNonNull(event.detail())
                                                .labels()
                                                .getOrDefault("times", "0")))
                        .sum();
        assertThat(counted + Limits.TRAIL_ADDRESSES_MAX + 1).isEqualTo(2000);
    }

    @Test
    void attemptsOfOneOrganizationUponAnotherAreTwoEventsWhateverTheyAre() {
        for (int i = 0; i < 2 * Limits.TRAIL_WINDOWS_MAX; i++) {
            Caller other =
                    Caller.ofKey("k" + i % 7, "x", Set.of())
                            .from(new Client("203.0.113." + i % 250, null, null, null, null));
            trail.refused(other, search("q=" + i));
            trail.attempted(other, Act.of("request.refuse", Operation.READ, ACME), "globex");
            trail.step();
        }
        trail.attempted(JANE, Act.of("request.refuse", Operation.READ, ACME), "umbrella");

        trail.flush();

        assertThat(events("acme"))
                .filteredOn(event -> event.action().equals("request.refuse"))
                .extracting(event -> Objects.requireNonNull(event.detail()).labels().get("times"))
                .containsExactlyInAnyOrder(
                        null, Integer.toString(2 * Limits.TRAIL_WINDOWS_MAX - 1), null);
    }

    @Test
    void whatAsksForNoMoreThanTheLogWasToldOfIsCountedWithIt() {
        trail.read(JANE, search("q=a"), new Shown(10, 1, 10), asked("a", 0, 100, true));
        for (int i = 0; i < 3; i++) {
            trail.read(JANE, count("q=a&field=ip"), Shown.rows(7), asked("a", 50, 90, false, "ip"));
        }
        trail.read(JANE, search("q=a&from=9"), new Shown(5, 9, 12), asked("a", 9, 100, true));

        trail.flush();

        assertThat(events("acme"))
                .extracting(AuditEvent::action)
                .containsExactly("event.search", "event.search");
        assertThat(labels(events("acme").getLast()))
                .isEqualTo("times=1 rows=5 counts=3 sequences=9-12");
    }

    @Test
    void whatAsksForMoreIsToldAtOnceWhoeverCountedBefore() {
        trail.read(JANE, count("q=a&field=ip"), Shown.rows(7), asked("a", 10, 20, false, "ip"));
        // Another value, more of the time, the events themselves, other events.
        trail.read(JANE, count("q=a&field=x"), Shown.rows(7), asked("a", 10, 20, false, "x"));
        trail.read(JANE, count("q=a&to=21"), Shown.rows(7), asked("a", 10, 21, false, "ip"));
        trail.read(JANE, search("q=a"), Shown.rows(1), asked("a", 10, 20, true));
        trail.read(JANE, count("q=b"), Shown.rows(7), asked("b", 10, 20, false));
        Caller other = Caller.ofKey("k2", "other", Set.of());
        trail.read(other, count("q=a"), Shown.rows(7), asked("a", 10, 20, false));

        trail.step();
        assertThat(events("acme")).hasSize(6);
        trail.flush();
        assertThat(events("acme")).hasSize(6);
    }

    @Test
    void whatWasToldInOneHourCoversNothingOfTheNext() {
        trail.read(JANE, search("q=a"), Shown.rows(1), asked("a", 0, 100, true));
        pass(Duration.ofHours(1));
        trail.read(JANE, count("q=a"), Shown.rows(1), asked("a", 0, 100, false));
        trail.read(JANE, search("q=a"), Shown.rows(1), asked("a", 0, 100, true));

        trail.step();

        assertThat(events("acme"))
                .extracting(AuditEvent::action)
                .containsExactly("event.search", "event.count", "event.search");
    }

    private static Asked asked(String about, long from, long to, boolean shows, String... counts) {
        return new Asked(about, from, to, shows, Set.of(counts));
    }

    private static Act count(String query) {
        return Act.of("event.count", Operation.READ, ACME)
                .on("organization", "acme", null)
                .asked("GET", "/v1/events/stats?" + query);
    }

    private static String labels(AuditEvent event) {
        var text = new StringBuilder();
        var detail = event.detail();
        if (detail != null) {
            detail.labels()
                    .forEach((name, value) ->
                            text.append(' ').append(name).append('=').append(value));
        }
        return text.toString().strip();
    }
}
