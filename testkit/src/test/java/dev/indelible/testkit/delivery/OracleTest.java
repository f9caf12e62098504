package dev.indelible.testkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.testkit.delivery.Oracle.Line;
import dev.indelible.testkit.delivery.Oracle.Stored;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The checker checked: each broken promise is found and named.
class OracleTest {
    private static final List<UUID> IDS =
            Stream.of(1, 2, 3, 4).map(number -> new UUID(0, number)).toList();

    private static Oracle oracle() {
        var oracle = new Oracle();
        IDS.forEach(id -> {
            oracle.promised(id);
            oracle.holds(id, true);
        });
        return oracle;
    }

    private static Stored batch(String id, int... numbers) {
        var lines = Arrays.stream(numbers).mapToObj(OracleTest::line).toList();
        return new Stored(id, "hash of " + id, false, lines);
    }

    private static Line line(int number) {
        return new Line(number, IDS.get(number - 1));
    }

    @Test
    void completeDeliveryWithARepeatIsWell() {
        Oracle.Verdict verdict =
                oracle().judge(List.of(batch("a", 1, 2), batch("a", 1, 2), batch("b", 3, 4)));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.summary()).isEqualTo("zero lost, 2 duplicates, 0 out of order");
    }

    @Test
    void lossIsFoundUnlessItWasSetAside() {
        Oracle oracle = oracle();

        assertThat(oracle.judge(List.of(batch("a", 1, 2), batch("b", 4))).lost()).isOne();
        oracle.setAside(3, IDS.get(2));
        assertThat(oracle.judge(List.of(batch("a", 1, 2), batch("b", 4))).violations()).isEmpty();
    }

    @Test
    void whatIsWrittenMeanwhileMayComeButInOrder() {
        var fifth = new UUID(0, 5);
        var sixth = new UUID(0, 6);
        Oracle oracle = oracle();
        oracle.meanwhile(fifth);
        oracle.meanwhile(sixth);
        Stored all = batch("a", 1, 2, 3, 4);

        assertThat(oracle.judge(List.of(all)).violations()).isEmpty();
        assertThat(oracle.judge(List.of(all, alone(5, fifth))).violations()).isEmpty();
        assertThat(oracle.judge(List.of(all, alone(5, sixth))).violations()).isNotEmpty();
        assertThat(oracle.judge(List.of(all, alone(6, sixth))).lost()).isOne();
    }

    private static Stored alone(int number, UUID id) {
        return new Stored("b", "hash", false, List.of(new Line(number, id)));
    }

    @Test
    void disorderOtherBytesAndStrangersAreFound() {
        var changed = new Stored("a", "another hash", false, List.of(line(1), line(2)));
        var stranger = new Stored("s", "hash", false, List.of(new Line(5, new UUID(9, 9))));

        assertThat(violations(batch("b", 3, 4), batch("a", 1, 2))).contains("I3");
        assertThat(violations(batch("a", 1, 2), changed, batch("b", 3, 4))).contains("I4");
        assertThat(violations(batch("a", 1, 2), batch("b", 3, 4), stranger)).contains("I6");
    }

    @Test
    void promiseThatTheJournalDoesNotHoldAndTooManyRepeatsAreFound() {
        Oracle oracle = oracle();
        oracle.promised(new UUID(7, 7));
        oracle.repeatsMax(0);

        String violations =
                oracle.judge(List.of(batch("a", 1, 2), batch("a", 1, 2), batch("b", 3, 4)))
                        .violations()
                        .toString();

        assertThat(violations).contains("I1").contains("I5");
    }

    private static String violations(Stored... stored) {
        return oracle().judge(List.of(stored)).violations().toString();
    }
}
