package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitnessTest {
    private static final JdkSignatures JDK = new JdkSignatures();
    private static final SigningKey LOG = OwnVectorsTest.signer(0);
    private static final SlowTree TREE = SlowTree.ofNumbers(20);

    private final WitnessState seven = WitnessState.of(7, TREE.first(7).root());

    @Test
    void growthFromEverySizeToEverySizeIsCosigned() {
        for (int oldSize = 0; oldSize < 20; oldSize++) {
            WitnessState state = WitnessState.of(oldSize, TREE.first(oldSize).root());
            for (int newSize = oldSize; newSize < 20; newSize++) {
                List<byte[]> proof =
                        oldSize == 0 || oldSize == newSize
                                ? List.of()
                                : TREE.first(newSize).consistency(oldSize);
                assertThat(decide(state, oldSize, proof, newSize))
                        .isEqualTo(
                                new WitnessDecision.Cosign(
                                        WitnessState.of(newSize, TREE.first(newSize).root())));
            }
        }
    }

    @Test
    void unknownLogIsNotFound() {
        WitnessRequest request = request(7, TREE.first(9).consistency(7), 9);

        assertThat(seven.decide(request, List.of(), JDK).status()).isEqualTo(404);
    }

    @Test
    void checkpointThatTheLogDidNotSignIsForbidden() {
        VerifierKey other = OwnVectorsTest.signer(1).verifierKey();
        WitnessRequest request = request(7, TREE.first(9).consistency(7), 9);
        Checkpoint forged = Checkpoint.of(LOG.verifierKey().name(), 9, new byte[32]);
        Note note = Note.of(forged.text(), request.note().signatures());

        assertThat(seven.decide(request, List.of(other), JDK).status()).isEqualTo(403);
        assertThat(
                        seven.decide(
                                        WitnessRequest.of(7, request.proof(), note),
                                        List.of(LOG.verifierKey()),
                                        JDK)
                                .status())
                .isEqualTo(403);
    }

    @Test
    void oldSizeAboveTheCheckpointIsABadRequest() {
        assertThat(decide(seven, 7, List.of(), 6).status()).isEqualTo(400);
        assertThat(decide(seven, 20, List.of(), 6).status()).isEqualTo(400);
    }

    @Test
    void oldSizeThatIsNotTheLastOneIsAConflict() {
        WitnessDecision decision = decide(seven, 6, TREE.first(9).consistency(6), 9);

        assertThat(decision).isEqualTo(new WitnessDecision.Conflict(7));
        assertThat(decision.status()).isEqualTo(409);
        assertThat(((WitnessDecision.Conflict) decision).body()).isEqualTo("7\n".getBytes(UTF_8));
        assertThat(decide(seven, 0, List.of(), 9)).isEqualTo(new WitnessDecision.Conflict(7));
        assertThat(decide(WitnessState.fresh(), 7, TREE.first(9).consistency(7), 9))
                .isEqualTo(new WitnessDecision.Conflict(0));
    }

    @Test
    void checkpointThatIsNotShownToFollowIsUnprocessable() {
        List<byte[]> proof = TREE.first(9).consistency(7);
        byte[] zeros = new byte[32];

        assertThat(decide(seven, 7, proof.subList(1, proof.size()), 9).status()).isEqualTo(422);
        assertThat(decide(seven, 7, List.of(), 9).status()).isEqualTo(422);
        assertThat(decide(WitnessState.of(7, zeros), 7, proof, 9).status()).isEqualTo(422);
        assertThat(decide(WitnessState.of(7, zeros), 7, List.of(), 7).status()).isEqualTo(422);
        assertThat(decide(seven, 7, List.of(zeros), 7).status()).isEqualTo(422);
        assertThat(decide(WitnessState.fresh(), 0, List.of(zeros), 9).status()).isEqualTo(422);
        Checkpoint odd = Checkpoint.of(LOG.verifierKey().name(), 0, zeros);
        WitnessRequest request = WitnessRequest.of(0, List.of(), Note.signed(odd.text(), LOG));
        assertThat(WitnessState.fresh().decide(request, List.of(LOG.verifierKey()), JDK).status())
                .isEqualTo(422);
    }

    @Test
    void emptyTreeIsCosigned() {
        WitnessDecision decision = decide(WitnessState.fresh(), 0, List.of(), 0);

        assertThat(decision).isEqualTo(new WitnessDecision.Cosign(WitnessState.fresh()));
        assertThat(decision.status()).isEqualTo(200);
        assertThat(OwnVectorsTest.note("empty")).isEqualTo(request(0, List.of(), 0).note());
    }

    @ParameterizedTest
    @CsvSource({
        "old 7, old",
        "old 7, old -7",
        "old 7, old 07",
        "old 7, new 7",
        "old 7, ~old 7",
        "old 7, old 7~",
        "old 7, old 7~AAAA",
        "old 7, old 9223372036854775808",
        "log.example/a~13, log.example/a~1x",
        "~~, ~"
    })
    void anythingElseIsRefused(String right, String wrong) {
        String body = OwnVectorsTest.text("request");
        String bad = body.replace(right.replace('~', '\n'), wrong.replace('~', '\n'));

        assertThat(bad).isNotEqualTo(body);
        assertThatThrownBy(() -> WitnessRequest.parse(bad.getBytes(UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void requestsHaveLimits() {
        Note note = OwnVectorsTest.note("signed");
        List<byte[]> most = Collections.nCopies(63, new byte[32]);
        List<byte[]> more = Collections.nCopies(64, new byte[32]);

        assertThat(WitnessRequest.parse(WitnessRequest.of(1, most, note).toBytes()).proof())
                .hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> WitnessRequest.of(1, more, note));
        assertThatIllegalArgumentException().isThrownBy(() -> WitnessRequest.of(-1, most, note));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WitnessRequest.of(1, List.of(new byte[31]), note));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WitnessRequest.of(1, most, Note.signed("text\n", LOG)));
        assertThatThrownBy(
                        () -> WitnessRequest.parse(new byte[Limits.WITNESS_REQUEST_BYTES_MAX + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1052672");
    }

    @Test
    void answersAreReadByTheirStatus() {
        Checkpoint checkpoint = Checkpoint.parse(OwnVectorsTest.text("checkpoint"));
        NoteSignature line = Cosignature.sign(checkpoint, OwnVectorsTest.signer(1), 9);

        assertThat(WitnessAnswer.parse(200, line.toString().getBytes(UTF_8)))
                .isEqualTo(new WitnessAnswer.Cosigned(List.of(line)));
        assertThat(WitnessAnswer.parse(409, "0\n".getBytes(UTF_8)))
                .isEqualTo(new WitnessAnswer.Conflict(0));
        assertThat(WitnessAnswer.parse(409, new WitnessDecision.Conflict(12).body()))
                .isEqualTo(new WitnessAnswer.Conflict(12));
        assertThat(WitnessAnswer.parse(503, new byte[] {(byte) 0xff}))
                .isEqualTo(new WitnessAnswer.Refused(503));
        for (String bad : List.of("", "1", "01\n", "1\n2\n", "-1\n", "x\n", "\n")) {
            assertThatThrownBy(() -> WitnessAnswer.parse(409, bad.getBytes(UTF_8)))
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> WitnessAnswer.parse(200, "ok\n".getBytes(UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void statesDifferBySizeAndRoot() {
        assertThat(seven)
                .isEqualTo(WitnessState.of(7, TREE.first(7).root()))
                .hasSameHashCodeAs(WitnessState.of(7, TREE.first(7).root()))
                .isNotEqualTo(WitnessState.of(8, TREE.first(7).root()))
                .isNotEqualTo(WitnessState.of(7, TREE.first(8).root()))
                .isNotEqualTo(null);
        assertThat(seven.hashCode()).isNotEqualTo(WitnessState.fresh().hashCode());
        assertThat(seven.size()).isEqualTo(7);
        seven.root()[0] ^= 1;
        assertThat(seven.root()).isEqualTo(TREE.first(7).root());
        assertThatIllegalArgumentException().isThrownBy(() -> WitnessState.of(-1, seven.root()));
        assertThatIllegalArgumentException().isThrownBy(() -> WitnessState.of(0, seven.root()));
        assertThatIllegalArgumentException().isThrownBy(() -> WitnessState.of(1, new byte[31]));
    }

    private static WitnessDecision decide(
            WitnessState state, long oldSize, List<byte[]> proof, int newSize) {
        return state.decide(request(oldSize, proof, newSize), List.of(LOG.verifierKey()), JDK);
    }

    private static WitnessRequest request(long oldSize, List<byte[]> proof, int newSize) {
        Checkpoint checkpoint =
                Checkpoint.of(LOG.verifierKey().name(), newSize, TREE.first(newSize).root());
        return WitnessRequest.of(oldSize, proof, Note.signed(checkpoint.text(), LOG));
    }
}
