package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The project's own vectors, by `derive_vectors.py` in the resources: they run everywhere.
class OwnVectorsTest {
    private static final SignatureVerifier JDK = new JdkSignatures();
    private static final JsonNode VECTORS = Vectors.own("vectors.json");

    @Test
    void rootsAreThoseOfTheRecursion() {
        CompactRange range = new CompactRange();

        for (JsonNode root : VECTORS.get("roots")) {
            assertThat(range.root()).isEqualTo(Vectors.hex(root));
            range.append(Merkle.leafHash(SlowTree.entry(range.size())));
        }
        while (range.size() < 300) {
            range.append(Merkle.leafHash(SlowTree.entry(range.size())));
        }
        assertThat(range.root()).isEqualTo(Vectors.hex(VECTORS.get("root300")));
    }

    @Test
    void inclusionProofsAreBuiltAndBelieved() {
        for (JsonNode test : VECTORS.get("inclusion")) {
            int index = test.get(0).asInt();
            SlowTree tree = SlowTree.ofNumbers(test.get(1).asInt());

            List<byte[]> proof = Proofs.inclusion(index, tree.size(), tree.reader());

            assertThat(hex(proof)).isEqualTo(texts(test.get(2)));
            assertThat(Merkle.includes(tree.root(), tree.size(), index, tree.leaf(index), proof))
                    .isTrue();
        }
    }

    @Test
    void consistencyProofsAreBuiltAndBelieved() {
        for (JsonNode test : VECTORS.get("consistency")) {
            int oldSize = test.get(0).asInt();
            SlowTree tree = SlowTree.ofNumbers(test.get(1).asInt());

            List<byte[]> proof = Proofs.consistency(oldSize, tree.size(), tree.reader());

            byte[] oldRoot = tree.first(oldSize).root();
            assertThat(hex(proof)).isEqualTo(texts(test.get(2)));
            assertThat(Merkle.isConsistent(oldSize, tree.size(), oldRoot, tree.root(), proof))
                    .isTrue();
        }
    }

    @Test
    void pathsHaveGroupsOfThreeDigits() {
        for (JsonNode test : VECTORS.get("paths")) {
            TilePath path = new TilePath(3, test.get(0).asLong(), 256);

            assertThat(path).hasToString("tile/3/" + test.get(1).asString());
            assertThat(TilePath.parse(path.toString())).isEqualTo(path);
        }
    }

    @Test
    void keysReadAndWriteThemselves() {
        for (JsonNode test : VECTORS.get("keys")) {
            VerifierKey key = VerifierKey.parse(test.get("vkey").asString());

            assertThat(key.type().code()).isEqualTo(test.get("type").asInt());
            assertThat(key.publicKey()).isEqualTo(Vectors.hex(test.get("publicKey")));
            assertThat(key).hasToString(test.get("vkey").asString());
            if (key.type().algorithm() == Algorithm.ED25519) {
                SigningKey signer = SigningKey.parse(test.get("skey").asString());
                assertThat(signer.verifierKey()).isEqualTo(key);
                assertThat(signer.text()).isEqualTo(test.get("skey").asString());
            }
        }
    }

    @Test
    void checkpointIsSignedAndCosignedTheSame() {
        Checkpoint checkpoint = Checkpoint.parse(VECTORS.get("checkpoint").asString());
        assertThat(checkpoint)
                .isEqualTo(Checkpoint.of("log.example/a", 13, SlowTree.ofNumbers(13).root()))
                .extracting(Checkpoint::text)
                .isEqualTo(VECTORS.get("checkpoint").asString());

        Note signed = Note.signed(checkpoint.text(), signer(0));
        Note cosigned =
                signed.with(
                        List.of(
                                Cosignature.sign(checkpoint, signer(1), 1_700_000_000),
                                Cosignature.sign(checkpoint, signer(2), 1_700_000_001)));

        assertThat(signed).hasToString(VECTORS.get("signed").asString());
        assertThat(cosigned).hasToString(VECTORS.get("cosigned").asString());
        assertThat(cosigned).isEqualTo(note("cosigned")).hasSameHashCodeAs(note("cosigned"));
    }

    @Test
    void cosignatureWithMlDsaVerifiesWhereTheJdkHasIt() {
        Assumptions.assumeTrue(JDK.supports(Algorithm.ML_DSA_44), "skipped: no ML-DSA-44 here");
        Note note = note("cosignedMlDsa");
        VerifierKey key = VerifierKey.parse(VECTORS.get("keys").get(3).get("vkey").asString());

        assertThat(new NoteVerifier(List.of(key), JDK).verify(note))
                .isEqualTo(
                        new NoteVerdict.Verified(
                                List.of(new VerifiedSignature(key, 1_700_000_002))));

        // The next size: the signature is of another message.
        String forged = note.text().replace("\n13\n", "\n14\n");
        assertThat(new NoteVerifier(List.of(key), JDK).verify(Note.of(forged, note.signatures())))
                .isEqualTo(new NoteVerdict.Forged(key));
    }

    @Test
    void proofsAreReadWrittenAndBelieved() {
        Policy policy =
                Policy.parse(
                        "log %s\nwitness a %s\nwitness b %s\ngroup g 2 a b\nquorum g\n"
                                .formatted(vkey(0), vkey(1), vkey(2))
                                .getBytes(UTF_8));
        for (String name : List.of("proof", "proofWithExtra")) {
            byte[] file = VECTORS.get(name).asString().getBytes(UTF_8);

            TlogProof proof = TlogProof.parse(file);
            ProofVerdict verdict = proof.verify(Merkle.leafHash(SlowTree.entry(6)), policy, JDK);

            assertThat(proof.toBytes()).isEqualTo(file);
            assertThat(proof.index()).isEqualTo(6);
            assertThat(proof.note()).isEqualTo(note("cosigned"));
            assertThat(hex(proof.nodes())).isEqualTo(hex(SlowTree.ofNumbers(13).inclusion(6)));
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ProofVerdict.Proven.class,
                            proven -> assertThat(proven.cosignatures()).hasSize(2));
        }
        TlogProof built = TlogProof.of(6, SlowTree.ofNumbers(13).inclusion(6), note("cosigned"));
        assertThat(built.toBytes()).isEqualTo(VECTORS.get("proof").asString().getBytes(UTF_8));
        assertThat(built.withExtra("tenant=a".getBytes(UTF_8)).toBytes())
                .isEqualTo(VECTORS.get("proofWithExtra").asString().getBytes(UTF_8));
    }

    @Test
    void requestIsReadWrittenAndCosigned() {
        byte[] body = VECTORS.get("request").asString().getBytes(UTF_8);
        WitnessRequest request = WitnessRequest.parse(body);
        WitnessState state = WitnessState.of(7, SlowTree.ofNumbers(7).root());

        WitnessDecision decision = state.decide(request, List.of(signer(0).verifierKey()), JDK);

        assertThat(request.toBytes()).isEqualTo(body);
        assertThat(
                        WitnessRequest.of(7, SlowTree.ofNumbers(13).consistency(7), note("signed"))
                                .toBytes())
                .isEqualTo(body);
        assertThat(decision)
                .isEqualTo(
                        new WitnessDecision.Cosign(
                                WitnessState.of(13, SlowTree.ofNumbers(13).root())));
    }

    static SigningKey signer(int number) {
        return SigningKey.parse(VECTORS.get("keys").get(number).get("skey").asString());
    }

    static String vkey(int number) {
        return VECTORS.get("keys").get(number).get("vkey").asString();
    }

    static Note note(String name) {
        return Note.parse(VECTORS.get(name).asString().getBytes(UTF_8));
    }

    static String text(String name) {
        return VECTORS.get(name).asString();
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static List<String> texts(JsonNode texts) {
        return texts.valueStream().map(JsonNode::asString).toList();
    }
}
