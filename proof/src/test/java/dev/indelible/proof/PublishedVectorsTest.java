package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The published vectors of others: transparency-dev, golang.org/x/mod, Tessera, Sunlight,
/// Torchwood.
class PublishedVectorsTest {
    private static final SignatureVerifier JDK = new JdkSignatures();

    @Test
    void everyInclusionCaseIsJudgedAsItShouldBe() {
        List<Path> files = Vectors.files(Vectors.published("merkle-proofs/inclusion"), ".json");

        assertThat(files).hasSize(98);
        for (Path file : files) {
            JsonNode test = Vectors.json(file);
            boolean isIncluded =
                    Merkle.includes(
                            Vectors.base64(test.get("root")),
                            unsigned(test.get("treeSize")),
                            unsigned(test.get("leafIdx")),
                            Vectors.base64(test.get("leafHash")),
                            Vectors.base64List(test.get("proof")));
            assertThat(isIncluded).as(file.toString()).isEqualTo(!isError(test));
        }
    }

    @Test
    void everyConsistencyCaseIsJudgedAsItShouldBe() {
        List<Path> files = Vectors.files(Vectors.published("merkle-proofs/consistency"), ".json");

        assertThat(files).hasSize(98);
        for (Path file : files) {
            JsonNode test = Vectors.json(file);
            boolean isConsistent =
                    Merkle.isConsistent(
                            unsigned(test.get("size1")),
                            unsigned(test.get("size2")),
                            Vectors.base64(test.get("root1")),
                            Vectors.base64(test.get("root2")),
                            Vectors.base64List(test.get("proof")));
            assertThat(isConsistent).as(file.toString()).isEqualTo(!isError(test));
        }
    }

    @Test
    void hashesAreThoseOfRfc6962() {
        JsonNode test = Vectors.json("rfc6962.json");

        assertThat(Merkle.emptyRoot()).isEqualTo(Vectors.hex(test.get("empty_root")));
        assertThat(Merkle.leafHash(new byte[0]))
                .isEqualTo(Vectors.hex(test.get("empty_leaf_hash")));
        assertThat(Merkle.leafHash("L123456".getBytes(UTF_8)))
                .isEqualTo(Vectors.hex(test.get("leaf_L123456")));
        CompactRange range = new CompactRange();
        List<JsonNode> roots = test.get("roots_by_size").valueStream().toList();
        List<JsonNode> leaves = test.get("leaf_inputs_hex").valueStream().toList();
        for (int size = 0; size < roots.size(); size++) {
            assertThat(range.root()).isEqualTo(Vectors.hex(roots.get(size)));
            if (size < leaves.size()) {
                range.append(Merkle.leafHash(Vectors.hex(leaves.get(size))));
            }
        }
    }

    @Test
    void notesVerify() {
        JsonNode notes = Vectors.json("notes.json");

        for (JsonNode test : notes.get("notes")) {
            Note note = Note.parse(test.get("note").asString().getBytes(UTF_8));
            List<VerifierKey> keys =
                    test.get("vkeys")
                            .valueStream()
                            .map(JsonNode::asString)
                            .map(VerifierKey::parse)
                            .toList();
            NoteVerdict verdict = new NoteVerifier(keys, JDK).verify(note);
            assertThat(verdict)
                    .as(test.get("id").asString())
                    .isInstanceOfSatisfying(
                            NoteVerdict.Verified.class,
                            verified -> assertThat(verified.signatures()).hasSameSizeAs(keys));
            assertThat(note).hasToString(test.get("note").asString());
        }
    }

    @Test
    void keysReadAndWriteThemselves() {
        JsonNode notes = Vectors.json("notes.json");

        for (JsonNode key : notes.get("key_ids")) {
            KeyType type = KeyType.of(key.get("type").asInt()).orElseThrow();
            byte[] publicKey = Vectors.hex(key.get("public_key_hex"));
            VerifierKey verifierKey = VerifierKey.of(type, key.get("name").asString(), publicKey);
            assertThat(VerifierKey.hex(verifierKey.keyId()))
                    .isEqualTo(key.get("key_id").asString());
        }
        for (JsonNode pair : notes.get("skeys")) {
            SigningKey key = SigningKey.parse(pair.get("skey").asString());
            assertThat(key.verifierKey()).hasToString(pair.get("vkey").asString());
            assertThat(key.text()).isEqualTo(pair.get("skey").asString());
        }
        for (JsonNode seed : notes.get("sunlight_cosigner_seeds")) {
            byte[] secret =
                    Hasher.sha256().digest(seed.get("seed_sha256_of").asString().getBytes(UTF_8));
            SigningKey key =
                    SigningKey.of(KeyType.COSIGNATURE_ED25519, seed.get("name").asString(), secret);
            assertThat(key.verifierKey()).hasToString(seed.get("vkey").asString());
        }
    }

    @Test
    void badKeysAreRefused() {
        JsonNode notes = Vectors.json("notes.json");

        for (JsonNode vkey : notes.get("bad_vkeys")) {
            assertThatThrownBy(() -> VerifierKey.parse(vkey.asString()))
                    .isInstanceOf(MalformedException.class);
        }
        JsonNode wrongId = notes.get("mldsa44_vkey");
        String vkey = wrongId.get("vkey").asString();
        assertThatThrownBy(() -> VerifierKey.parse(vkey))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(wrongId.get("spec_key_id").asString());
        String right = vkey.replace("5893dc2c", wrongId.get("spec_key_id").asString());
        assertThat(VerifierKey.parse(right)).hasToString(right);
    }

    @Test
    void firstExampleNoteIsSignedTheSame() {
        JsonNode notes = Vectors.json("notes.json");
        SigningKey key = SigningKey.parse(notes.get("skeys").get(0).get("skey").asString());
        Note example = Note.parse(notes.get("notes").get(1).get("note").asString().getBytes(UTF_8));

        assertThat(Note.signed(example.text(), key)).isEqualTo(example);
    }

    @Test
    void pathsAreAcceptedAndRejected() {
        JsonNode paths = Vectors.json("paths.json");

        for (JsonNode path : paths.get("tile_paths")) {
            int width = path.get(2).asInt() == 0 ? 256 : path.get(2).asInt();
            int level = Integer.parseInt(path.get(0).asString());
            TilePath tile = new TilePath(level, path.get(1).asLong(), width);
            assertThat(tile).hasToString(path.get(3).asString());
            assertThat(TilePath.parse(path.get(3).asString())).isEqualTo(tile);
        }
        for (JsonNode path : paths.get("entries_for_seq")) {
            TilePath bundle = TilePath.entries(path.get(0).asLong(), path.get(1).asLong());
            assertThat(bundle).hasToString(path.get(2).asString());
            assertThat(TilePath.parse(path.get(2).asString())).isEqualTo(bundle);
        }
        for (JsonNode path : paths.get("reject")) {
            assertThatThrownBy(() -> TilePath.parse(path.asString()))
                    .as(path.asString())
                    .isInstanceOf(MalformedException.class);
        }
        JsonNode wide = paths.get("tiles_for_size_70000");
        assertThat(TilePath.fullTiles(0, 70_000)).isEqualTo(wide.get("l0_full").asLong());
        assertThat(TilePath.partialWidth(0, 70_000)).isEqualTo(wide.get("l0_partial").asInt());
        assertThat(TilePath.fullTiles(1, 70_000)).isEqualTo(wide.get("l1_full").asLong());
        assertThat(TilePath.partialWidth(1, 70_000)).isEqualTo(wide.get("l1_partial").asInt());
        assertThat(TilePath.partialWidth(2, 70_000)).isEqualTo(wide.get("l2_partial").asInt());
    }

    @Test
    void fifteenEntriesOfTesseraAreRebuilt() {
        Path log = Vectors.published("tessera-log/log");
        VerifierKey key =
                VerifierKey.parse(Vectors.json("notes.json").get("tessera_vkey").asString());
        List<byte[]> entries =
                EntryBundle.decode(Vectors.bytes(log.resolve("tile/entries/000.p/15")), 15);
        assertThat(entries.stream().map(entry -> new String(entry, UTF_8)).toList())
                .containsExactly(
                        "one two three four five six seven eit nain ten ileven twelf"
                                .concat(" threeten fourten fivten")
                                .split(" "));
        CompactRange range = new CompactRange();
        for (int size = 0; size <= 15; size++) {
            Note note = Note.parse(Vectors.bytes(log.resolve("checkpoint." + size)));
            PolicyVerdict verdict = Policy.ofLogs(key).judge(note, JDK);
            Checkpoint expected = Checkpoint.of("example.com/log/testdata", size, range.root());
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            PolicyVerdict.Satisfied.class,
                            satisfied -> assertThat(satisfied.checkpoint()).isEqualTo(expected));
            if (size > 0) {
                byte[] bundle = Vectors.bytes(log.resolve("tile/entries/000.p/" + size));
                assertThat(EntryBundle.encode(entries.subList(0, size))).isEqualTo(bundle);
                Tile tile = Tile.decode(Vectors.bytes(log.resolve("tile/0/000.p/" + size)));
                HashReader hashes = HashReader.overTiles(size, path -> tile);
                assertThat(Proofs.root(size, hashes)).isEqualTo(range.root());
            }
            if (size < 15) {
                range.append(Merkle.leafHash(entries.get(size)));
            }
        }
    }

    @Test
    void threeHundredLeavesOfSunlightAreRebuilt() {
        Path mirror =
                Vectors.published("sunlight-mirror-300")
                        .resolve("witness/mirror")
                        .resolve(
                                "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706");
        CompactRange range = new CompactRange();
        for (int index = 0; index < 300; index++) {
            range.append(Merkle.leafHash(("record " + index).getBytes(UTF_8)));
        }
        TileReader tiles = path -> Tile.decode(Vectors.bytes(mirror.resolve(path.toString())));

        assertThat(Proofs.root(300, HashReader.overTiles(300, tiles))).isEqualTo(range.root());
        assertThat(CompactRange.read(300, HashReader.overTiles(300, tiles)).toBytes())
                .isEqualTo(range.toBytes());
        Checkpoint checkpoint =
                Checkpoint.parse(Note.parse(Vectors.bytes(mirror.resolve("checkpoint"))).text());
        assertThat(checkpoint.root()).isEqualTo(range.root());
    }

    @Test
    void cosignaturesOfSunlightVerifyAndAreSignedTheSame() {
        JsonNode seeds = Vectors.json("notes.json").get("sunlight_cosigner_seeds");
        List<Path> notes = Vectors.files(Vectors.published("sunlight-mirror-300"), "/checkpoint");

        assertThat(notes).hasSize(3);
        for (Path file : notes) {
            Note note = Note.parse(Vectors.bytes(file));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            byte[] origin = Hasher.sha256().digest(checkpoint.origin().getBytes(UTF_8));
            assertThat(file.getParent()).endsWithRaw(Path.of(HexFormat.of().formatHex(origin)));
            NoteSignature line = note.signatures().get(note.signatures().size() - 1);
            SigningKey key = cosigner(seeds, line.keyName());
            assertThat(new NoteVerifier(List.of(key.verifierKey()), JDK).verify(note))
                    .isEqualTo(
                            new NoteVerdict.Verified(
                                    List.of(
                                            new VerifiedSignature(
                                                    key.verifierKey(), 1_767_139_200L))));
            assertThat(Cosignature.sign(checkpoint, key, 1_767_139_200L)).isEqualTo(line);
        }
    }

    @Test
    void cosignatureWithMlDsaVerifiesWhereTheJdkHasIt() {
        JsonNode test = Vectors.json("mldsa44/cosig.json");
        VerifierKey key = VerifierKey.parse(test.get("vkey").asString());
        Note log = Note.parse(Vectors.bytes("tessera-log/log/checkpoint.15"));
        String line = test.get("signature_line").asString() + "\n";
        List<NoteSignature> lines = NoteSignature.parseLines(line.getBytes(UTF_8));
        long unixSeconds = test.get("timestamp").asLong();

        assertThat(VerifierKey.hex(key.keyId())).isEqualTo(test.get("key_id").asString());
        assertThat(key.publicKey()).isEqualTo(Vectors.hex(test.get("public_key_hex")));
        assertThat(Cosignature.message(log.text(), key, unixSeconds).orElseThrow())
                .isEqualTo(Vectors.hex(test.get("signed_message_hex")));
        Assumptions.assumeTrue(JDK.supports(Algorithm.ML_DSA_44), "skipped: no ML-DSA-44 here");
        assertThat(new NoteVerifier(List.of(key), JDK).verify(log.with(lines)))
                .isEqualTo(
                        new NoteVerdict.Verified(List.of(new VerifiedSignature(key, unixSeconds))));
        byte[] damaged = lines.get(0).signature();
        damaged[1000] ^= 1;
        Note bad = log.with(List.of(NoteSignature.of(key, damaged)));
        assertThat(new NoteVerifier(List.of(key), JDK).verify(bad))
                .isEqualTo(new NoteVerdict.Forged(key));
    }

    @Test
    void timeOfACosignatureStandsBehindTheKeyId() {
        JsonNode test = Vectors.json("notes.json").get("cosig_timestamp_only");
        String line = "\u2014 a " + test.get("sig_b64").asString() + "\n";

        NoteSignature cosignature = NoteSignature.parseLines(line.getBytes(UTF_8)).get(0);

        assertThat(VerifierKey.hex(cosignature.keyId())).isEqualTo(test.get("key_id").asString());
        assertThat(ByteBuffer.wrap(cosignature.signature()).getLong())
                .isEqualTo(test.get("unix_time").asLong());
    }

    private static SigningKey cosigner(JsonNode seeds, String name) {
        JsonNode seed =
                seeds.valueStream()
                        .filter(node -> node.get("name").asString().equals(name))
                        .findFirst()
                        .orElseThrow();
        String source = seed.get("seed_sha256_of").asString();
        byte[] secret = Hasher.sha256().digest(source.getBytes(UTF_8));
        return SigningKey.of(KeyType.COSIGNATURE_ED25519, name, secret);
    }

    @Test
    void proofFilesAreJudgedAsTheyShouldBe() {
        JsonNode cases = Vectors.json("tlog-proof/meta.json");
        List<String> names = new ArrayList<>(cases.propertyNames());

        assertThat(names).hasSize(11);
        for (String name : names) {
            JsonNode test = cases.get(name);
            byte[] file = Vectors.bytes("tlog-proof/" + name);
            TlogProof proof = TlogProof.parse(file);
            assertThat(proof.toBytes()).isEqualTo(file);
            byte[] leafHash = Merkle.leafHash(Vectors.hex(test.get("leaf_hex")));
            ProofVerdict verdict = proof.verify(leafHash, policy(test.get("vkeys")), JDK);
            assertThat(verdict instanceof ProofVerdict.Proven)
                    .as(name + ": " + verdict)
                    .isEqualTo(test.get("valid").asBoolean());
        }
    }

    /// The first key is the log's; all others must have cosigned.
    private static Policy policy(JsonNode vkeys) {
        StringBuilder policy = new StringBuilder("log " + vkeys.get(0).asString() + "\n");
        StringBuilder group = new StringBuilder("group all all");
        for (int index = 1; index < vkeys.size(); index++) {
            policy.append("witness w%d %s\n".formatted(index, vkeys.get(index).asString()));
            group.append(" w").append(index);
        }
        String end = vkeys.size() > 1 ? group + "\nquorum all\n" : "quorum none\n";
        return Policy.parse(policy.append(end).toString().getBytes(UTF_8));
    }

    @Test
    void witnessAnswersTheRecordedConversation() {
        JsonNode conversation = Vectors.json("witness/litewitness_vectors.json");
        String origin = conversation.get("origin").asString();
        VerifierKey key = VerifierKey.parse(conversation.get("log_vkey").asString());
        WitnessState state = WitnessState.fresh();

        for (JsonNode test : conversation.get("requests")) {
            byte[] body = test.get("body").asString().getBytes(UTF_8);
            WitnessRequest request = WitnessRequest.parse(body);
            assertThat(request.toBytes()).isEqualTo(body);
            List<VerifierKey> trusted =
                    Stream.of(key)
                            .filter(log -> request.checkpoint().origin().equals(origin))
                            .toList();
            WitnessDecision decision = state.decide(request, trusted, JDK);
            assertThat(decision.status()).isEqualTo(test.get("status_per_current_spec").asInt());
            if (decision instanceof WitnessDecision.Cosign cosign) {
                state = cosign.next();
            }
            if (decision instanceof WitnessDecision.Conflict conflict) {
                assertThat(new String(conflict.body(), UTF_8))
                        .isEqualTo(test.get("response_body").asString());
            }
        }
    }

    @Test
    void derivedRequestIsCosigned() {
        Note old = Note.parse(Vectors.bytes("tessera-log/log/checkpoint.7"));
        VerifierKey key =
                VerifierKey.parse(Vectors.json("notes.json").get("tessera_vkey").asString());
        byte[] body = Vectors.bytes("witness/derived-add-checkpoint-7-15.txt");
        WitnessState state = WitnessState.of(7, Checkpoint.parse(old.text()).root());

        WitnessDecision decision = state.decide(WitnessRequest.parse(body), List.of(key), JDK);

        assertThat(decision).isInstanceOf(WitnessDecision.Cosign.class);
        assertThat(((WitnessDecision.Cosign) decision).next().size()).isEqualTo(15);
    }

    private static boolean isError(JsonNode test) {
        return test.get("wantErr").asBoolean();
    }

    private static long unsigned(JsonNode number) {
        return number.bigIntegerValue().longValue();
    }
}
