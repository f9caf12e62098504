package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogProofTest {
    private static final JdkSignatures JDK = new JdkSignatures();
    private static final String HASH = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final String file = OwnVectorsTest.text("proof");
    private final Policy policy = Policy.ofLogs(OwnVectorsTest.signer(0).verifierKey());
    private final byte[] leafHash = Merkle.leafHash(SlowTree.entry(6));

    @Test
    void proofOfAnotherLeafIndexOrNodeIsRefuted() {
        assertThat(verify(file, leafHash)).isInstanceOf(ProofVerdict.Proven.class);
        Checkpoint checkpoint = Checkpoint.parse(OwnVectorsTest.text("checkpoint"));
        ProofVerdict notIncluded = new ProofVerdict.NotIncluded(checkpoint);
        assertThat(verify(file, Merkle.leafHash(SlowTree.entry(7)))).isEqualTo(notIncluded);
        assertThat(verify(file.replace("index 6", "index 7"), leafHash)).isEqualTo(notIncluded);
        assertThat(verify(file.replace("index 6", "index 13"), leafHash)).isEqualTo(notIncluded);
        assertThat(verify(file.replace("index 6\n", "index 6\n" + HASH + "\n"), leafHash))
                .isEqualTo(notIncluded);
    }

    @Test
    void proofIsNoBetterThanItsCheckpoint() {
        ProofVerdict verdict = verify(file.replace("\n13\n", "\n14\n"), leafHash);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        ProofVerdict.Untrusted.class,
                        untrusted ->
                                assertThat(untrusted.refusal().reason())
                                        .isEqualTo(PolicyVerdict.Reason.FORGED_SIGNATURE));
    }

    @Test
    void whatIsProvenIsReported() {
        ProofVerdict verdict = verify(file, leafHash);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        ProofVerdict.Proven.class,
                        proven -> {
                            assertThat(proven.checkpoint().size()).isEqualTo(13);
                            assertThat(proven.log().key().name()).isEqualTo("log.example/a");
                            assertThat(proven.cosignatures()).isEmpty();
                        });
    }

    @Test
    void treeOfOneLeafNeedsNoNodes() {
        SigningKey log = OwnVectorsTest.signer(0);
        Checkpoint checkpoint = Checkpoint.of(log.verifierKey().name(), 1, leafHash);
        TlogProof proof = TlogProof.of(0, List.of(), Note.signed(checkpoint.text(), log));

        assertThat(TlogProof.parse(proof.toBytes()).nodes()).isEmpty();
        assertThat(proof.verify(leafHash, policy, JDK)).isInstanceOf(ProofVerdict.Proven.class);
        assertThat(new String(proof.toBytes(), UTF_8))
                .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nlog.example/a\n1\n");
    }

    @Test
    void extraDataIsKeptAndLimited() {
        TlogProof proof = TlogProof.parse(OwnVectorsTest.text("proofWithExtra").getBytes(UTF_8));

        assertThat(proof.extra().orElseThrow()).isEqualTo("tenant=a".getBytes(UTF_8));
        assertThat(TlogProof.parse(file.getBytes(UTF_8)).extra()).isEmpty();
        byte[] most = new byte[Limits.EXTRA_BYTES_MAX];
        assertThat(TlogProof.parse(proof.withExtra(most).toBytes()).extra().orElseThrow())
                .isEqualTo(most);
        assertThat(TlogProof.parse(proof.withExtra(new byte[0]).toBytes()).extra()).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proof.withExtra(new byte[Limits.EXTRA_BYTES_MAX + 1]));
        String more = Base64.getEncoder().encodeToString(new byte[Limits.EXTRA_BYTES_MAX + 1]);
        assertThatThrownBy(() -> parse(file.replace("index", "extra " + more + "\nindex")))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "@v1, @v2",
        "index 6, index",
        "index 6, index -1",
        "index 6, index 06",
        "index 6, index 9223372036854775808",
        "index 6, Index 6",
        "index 6, index 6~",
        "index 6, extra AA==",
        "index 6, extra AA==~extra AA==~index 6",
        "index 6, extra AAA~index 6",
        "index 6, extra~index 6",
        "index 6, index 6~AAAA",
        "index 6, ~index 6",
        "c2sp, d2sp",
        "~~, ~"
    })
    void anythingElseIsRefused(String right, String wrong) {
        String bad = file.replace(right.replace('~', '\n'), wrong.replace('~', '\n'));

        assertThat(bad).isNotEqualTo(file);
        assertThatThrownBy(() -> parse(bad)).isInstanceOf(MalformedException.class);
    }

    @Test
    void beginningOfAFileIsRefused() {
        for (String bad :
                List.of(
                        "",
                        "c2sp.org/tlog-proof@v1\n",
                        "c2sp.org/tlog-proof@v1\n\n" + OwnVectorsTest.text("cosigned"),
                        "c2sp.org/tlog-proof@v1\nextra AA==\n\n" + OwnVectorsTest.text("cosigned"),
                        "\n\n" + file)) {
            assertThatThrownBy(() -> parse(bad)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void nodesHaveALimit() {
        Note note = OwnVectorsTest.note("cosigned");
        List<byte[]> most = Collections.nCopies(63, new byte[32]);
        List<byte[]> more = Collections.nCopies(64, new byte[32]);
        String file = new String(TlogProof.of(0, most, note).toBytes(), UTF_8);

        assertThat(parse(file).nodes()).hasSize(63);
        assertThatThrownBy(() -> parse(file.replace("index 0\n", "index 0\n" + HASH + "\n")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("64");
        assertThatIllegalArgumentException().isThrownBy(() -> TlogProof.of(0, more, note));
        assertThatIllegalArgumentException().isThrownBy(() -> TlogProof.of(-1, most, note));
        Note text = Note.signed("text\n", OwnVectorsTest.signer(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TlogProof.of(0, most, text));
        assertThat(parse(file).checkpoint())
                .isEqualTo(Checkpoint.parse(OwnVectorsTest.text("checkpoint")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlogProof.of(0, List.of(new byte[31]), note));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(file).verify(new byte[31], policy, JDK));
    }

    private ProofVerdict verify(String file, byte[] leafHash) {
        return parse(file).verify(leafHash, policy, JDK);
    }

    private static TlogProof parse(String file) {
        return TlogProof.parse(file.getBytes(UTF_8));
    }
}
