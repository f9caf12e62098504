package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.MemoryJournal;
import dev.indelible.core.sealing.Logs;
import dev.indelible.core.sealing.MemoryCheckpointJournal;
import dev.indelible.core.sealing.MemoryTreeStore;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Sealing;
import dev.indelible.core.sealing.SealingStores;
import dev.indelible.core.sealing.ShownAnchor;
import dev.indelible.core.sealing.WitnessClient;
import dev.indelible.core.sealing.WitnessPolicy;
import dev.indelible.core.sealing.Witnessing;
import dev.indelible.proof.JdkSignatures;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Policy;
import dev.indelible.proof.PolicyVerdict;
import dev.indelible.proof.VerifierKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WitnessingTest {
    private static final Origins ORIGINS = new Origins("example.com");
    private static final SimulatedKeys KEYS = new SimulatedKeys();
    private static final VerifierKey ANCHOR = KEYS.signer("example.com/anchor").verifierKey();

    private final Entries entries = new Entries(new Random(1));
    private final MemoryJournal journal = new MemoryJournal();
    private final SealingStores stores =
            new SealingStores(journal, new MemoryTreeStore(), new MemoryCheckpointJournal());
    private final Logs logs = new Logs(stores);
    private long nowMillis = 1_700_000_000_000L;
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);
    private final Map<String, SimulatedWitness> byUrl =
            Map.of(
                    "https://one.example", new SimulatedWitness("one.example", ANCHOR),
                    "https://two.example", new SimulatedWitness("two.example", ANCHOR),
                    "https://three.example", new SimulatedWitness("three.example", ANCHOR));
    private final WitnessPolicy witnesses = policy();
    private final Policy policy = witnesses.of(List.of(ANCHOR));
    private final WitnessClient client =
            questions ->
                    questions.stream()
                            .map(question -> witness(question.url()).answer(question.body(), clock))
                            .toList();
    private final Sealing sealing = Sealing.open(stores, KEYS, ORIGINS, clock, witnesses);
    private final Witnessing witnessing =
            new Witnessing(
                    sealing.publications(), logs, policy, new JdkSignatures(), client, clock);

    private SimulatedWitness witness(String url) {
        SimulatedWitness witness = byUrl.get(url);
        if (witness == null) {
            throw new AssertionError("nobody is at " + url);
        }
        return witness;
    }

    private WitnessPolicy policy() {
        var text = new StringBuilder("# any two\n");
        byUrl.forEach((url, witness) ->
                text.append("witness %s %s %s\n".formatted(witness.name(), witness.key(), url)));
        text.append("group two 2 one.example two.example three.example\nquorum two\n");
        return WitnessPolicy.parse(text.toString(), ANCHOR);
    }

    @Test
    void anchorIsShownOnceEnoughWitnessesCosigned() {
        seal(3);
        assertThat(sealing.publications().latest("organization-0")).isPresent();
        assertThat(sealing.publications().shown()).isEmpty();
        assertThat(sealing.publications().witnessed("organization-0")).isEmpty();

        ask();

        assertThat(shown().anchor().size()).isEqualTo(1);
        assertThat(policy.judge(shown().note(), new JdkSignatures()))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
        assertThat(sealing.publications().witnessed("organization-0")).isPresent();
        assertThat(witnessing.failures()).isZero();
    }

    @Test
    void oneWitnessMayBeAwayAndTwoMayNot() {
        seal(3);
        ask();
        witness("https://one.example").leave();
        seal(3);
        ask();
        assertThat(shown().anchor().size()).isEqualTo(2);

        witness("https://two.example").leave();
        for (int i = 0; i < 40; i++) {
            seal(1);
            ask();
        }

        assertThat(shown().anchor().size()).isEqualTo(2);
        assertThat(sealing.publications().anchor().orElseThrow().size()).isEqualTo(42);
        assertThat(sealing.publications().latest("organization-0").orElseThrow().size())
                .isEqualTo(46);
        assertThat(sealing.publications().witnessed("organization-0").orElseThrow().head().size())
                .isEqualTo(6);
        assertThat(witnessing.isLacking()).isTrue();
        assertThat(witnessing.failures()).isPositive();
        nowMillis -= 86_400_000;
        assertThat(witnessing.isLacking()).as("also where the clock was set back").isTrue();
        nowMillis += 86_400_000;

        witness("https://two.example").comeBack();
        ask();
        assertThat(shown().anchor().size()).isEqualTo(42);
        assertThat(sealing.publications().witnessed("organization-0").orElseThrow().head().size())
                .isEqualTo(46);
        assertThat(witnessing.isLacking()).isFalse();
    }

    @Test
    void witnessThatKnowsMoreThanAFreshServerTellsWhereToGoOn() {
        seal(3);
        ask();
        seal(3);
        var restarted =
                new Witnessing(
                        sealing.publications(), logs, policy, new JdkSignatures(), client, clock);
        nowMillis += 1_000;
        assertThat(restarted.step()).isPositive();

        assertThat(shown().anchor().size()).isEqualTo(2);
        assertThat(restarted.failures()).isZero();
    }

    @Test
    void idleAnchorIsCosignedAnewEveryTenMinutes() {
        seal(3);
        ask();
        String before = shown().note().toString();
        nowMillis += 300_000;
        ask();
        assertThat(shown().note().toString()).isEqualTo(before);
        nowMillis += 300_000;
        ask();

        assertThat(shown().note().toString()).isNotEqualTo(before);
        assertThat(shown().anchor().size()).isEqualTo(1);
    }

    @Test
    void forgedCosignaturesDoNotCount() {
        byUrl.values().forEach(SimulatedWitness::forge);
        seal(3);
        ask();

        assertThat(sealing.publications().shown()).isEmpty();
        assertThat(witnessing.failures()).isEqualTo(3);
    }

    @Test
    void witnessThatRepeatsItsLineNeitherCountsTwiceNorFillsTheNote() {
        witness("https://one.example").repeat(64);
        seal(3);
        ask();
        assertThat(shown().note().signatures()).hasSize(1 + 3);

        witness("https://two.example").leave();
        witness("https://three.example").leave();
        seal(3);
        ask();
        assertThat(shown().anchor().size()).isEqualTo(1);
    }

    @Test
    void policyThatCannotBeAskedByIsRefused() {
        SimulatedWitness one = witness("https://one.example");
        for (String url :
                List.of("", "one.example", "ftp://one.example", "https:///x", "http://[")) {
            String text = "witness one %s %s\nquorum one\n".formatted(one.key(), url);
            assertThatThrownBy(() -> WitnessPolicy.parse(text, ANCHOR))
                    .as(url)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("URL");
        }
    }

    private ShownAnchor shown() {
        return sealing.publications().shown().orElseThrow();
    }

    private void seal(int count) {
        journal.append(entries.next(journal, count, 1));
        nowMillis += 1_000;
        assertThat(sealing.step()).isPositive();
    }

    private void ask() {
        nowMillis += 1_000;
        assertThat(witnessing.step()).isPositive();
    }
}
