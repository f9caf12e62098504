package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final String LINE = "\u2014 a.example AAAAAAE=\n";

    private final SigningKey log = OwnVectorsTest.signer(0);
    private final SigningKey witness = OwnVectorsTest.signer(1);
    private final JdkSignatures jdk = new JdkSignatures();

    @Test
    void textMayHaveBlankLinesAndTheLastOneSeparates() {
        Note note = parse("first\n\nsecond\n\n" + LINE);

        assertThat(note.text()).isEqualTo("first\n\nsecond\n");
        assertThat(note.signatures()).hasSize(1);
        assertThat(note.signatures().get(0).keyName()).isEqualTo("a.example");
        assertThat(note.signatures().get(0).keyId()).isZero();
        assertThat(note.signatures().get(0).signature()).containsExactly(1);
        assertThat(parse("\n\n" + LINE).text()).isEqualTo("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\u2014 a AAAAAAE=\n",
                "text\n\n\u2014 a AAAAAAE=",
                "text\n\n\u2014 a AAAAAAE=\n\n",
                "text\n\n- a AAAAAAE=\n",
                "text\n\n\u2014a AAAAAAE=\n",
                "text\n\n\u2014  AAAAAAE=\n",
                "text\n\n\u2014 a\n",
                "text\n\n\u2014 a b AAAAAAE=\n",
                "text\n\n\u2014 a+b AAAAAAE=\n",
                "text\n\n\u2014 a\u00a0b AAAAAAE=\n",
                "text\n\n\u2014 a\u0085b AAAAAAE=\n",
                "text\n\n\u2014 a\u2028b AAAAAAE=\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAE\n",
                "text\n\n\u2014 a AAAA-AE=\n",
                "text\n\n\u2014 a \n",
                "text\t\n\n\u2014 a AAAAAAE=\n",
                "text\r\n\n\u2014 a AAAAAAE=\n",
                "te\u0000xt\n\n\u2014 a AAAAAAE=\n"
            })
    void anythingElseIsRefused(String note) {
        assertThatThrownBy(() -> parse(note)).isInstanceOf(MalformedException.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] note = ("te\u00ffxt\n\n" + LINE.replace('\u2014', '-')).getBytes(ISO_8859_1);

        assertThatThrownBy(() -> Note.parse(note))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void signaturesAreTakenUpToTheLimit() {
        String most = "text\n\n" + LINE.repeat(Limits.SIGNATURES_MAX);

        assertThat(parse(most).signatures()).hasSize(Limits.SIGNATURES_MAX);
        assertThat(parse(most)).hasToString(most);
        assertThatThrownBy(() -> parse(most + LINE)).isInstanceOf(MalformedException.class);
        Note note = parse(most);
        assertThatIllegalArgumentException().isThrownBy(() -> note.with(note.signatures()));
        assertThat(parse("x".repeat(Limits.NOTE_BYTES_MAX - LINE.length() - 4) + "\n\n" + LINE))
                .isNotNull();
        assertThatThrownBy(() -> parse("x".repeat(Limits.NOTE_BYTES_MAX) + "\n\n" + LINE))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1048576");
    }

    @Test
    void signatureWithBitsThatNoByteHoldsIsPassedOnVerbatim() {
        Note note = parse("text\n\n\u2014 a AAAAAAF=\n");

        assertThat(note).hasToString("text\n\n\u2014 a AAAAAAF=\n");
        assertThat(note.signatures().get(0).signature()).containsExactly(1);
    }

    @Test
    void linesOfAWitnessAreReadAlone() {
        List<NoteSignature> lines = NoteSignature.parseLines((LINE + LINE).getBytes(UTF_8));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo(lines.get(1)).hasSameHashCodeAs(lines.get(1));
        assertThat(lines.get(0)).hasToString(LINE);
        assertThatThrownBy(() -> NoteSignature.parseLines(new byte[0]))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> NoteSignature.parseLines(("x\n" + LINE).getBytes(UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void linesOfUnknownKeysAreIgnored() {
        Note note = Note.signed("text\n", log);
        VerifierKey known = log.verifierKey();
        NoteVerdict good = new NoteVerdict.Verified(List.of(new VerifiedSignature(known, 0)));

        assertThat(verify(note, known)).isEqualTo(good);
        assertThat(verify(note)).isEqualTo(new NoteVerdict.Unknown());
        assertThat(verify(note, witness.verifierKey())).isEqualTo(new NoteVerdict.Unknown());
        assertThat(verify(parse(note + LINE), known)).isEqualTo(good);
        // Same id, other name; same name, other id.
        String line = note.signatures().get(0).toString();
        String named = line.replace("log.example/a", "log.example/b");
        assertThat(verify(parse("text\n\n" + named), known)).isEqualTo(new NoteVerdict.Unknown());
        assertThat(verify(parse(note + named), known)).isEqualTo(good);
        String other = "\u2014 log.example/a AAAAAAE=\n";
        assertThat(verify(parse(note + other), known)).isEqualTo(good);
    }

    @Test
    void oneBadLineOfAKnownKeySpoilsTheNote() {
        Note note = Note.signed("text\n", log);
        NoteSignature good = note.signatures().get(0);
        VerifierKey key = log.verifierKey();
        byte[] signature = good.signature();
        signature[5] ^= 1;
        NoteVerdict forged = new NoteVerdict.Forged(key);

        NoteSignature bad = NoteSignature.of(key, signature);
        assertThat(verify(Note.of("text\n", List.of(good, bad)), key)).isEqualTo(forged);
        assertThat(verify(Note.of("text\n", List.of(bad, good)), key)).isEqualTo(forged);
        assertThat(verify(Note.of("test\n", List.of(good)), key)).isEqualTo(forged);
        for (int length : new int[] {1, 63, 65, 72}) {
            NoteSignature other = NoteSignature.of(key, new byte[length]);
            assertThat(verify(Note.of("text\n", List.of(other)), key)).isEqualTo(forged);
        }
    }

    @Test
    void cosignatureCoversItsTime() {
        Checkpoint checkpoint = Checkpoint.of("o", 1, new byte[32]);
        VerifierKey key = witness.verifierKey();
        NoteSignature line = Cosignature.sign(checkpoint, witness, 77);
        Note note = Note.of(checkpoint.text(), List.of(line));
        byte[] later = ByteBuffer.wrap(line.signature()).putLong(0, 78).array();
        byte[] never = ByteBuffer.wrap(line.signature()).putLong(0, -1).array();

        assertThat(verify(note, key))
                .isEqualTo(new NoteVerdict.Verified(List.of(new VerifiedSignature(key, 77))));
        for (byte[] changed : List.of(later, never, new byte[7], new byte[64])) {
            Note bad = Note.of(checkpoint.text(), List.of(NoteSignature.of(key, changed)));
            assertThat(verify(bad, key)).isEqualTo(new NoteVerdict.Forged(key));
        }
    }

    @Test
    void keysThatCannotBeCheckedAreUnknown() {
        VerifierKey key = VerifierKey.parse(OwnVectorsTest.vkey(3));
        Note note = OwnVectorsTest.note("cosignedMlDsa");
        SignatureVerifier none =
                new SignatureVerifier() {
                    @Override
                    public boolean supports(Algorithm algorithm) {
                        return algorithm != Algorithm.ML_DSA_44;
                    }

                    @Override
                    public boolean verifies(
                            Algorithm algorithm,
                            byte[] publicKey,
                            byte[] message,
                            byte[] signature) {
                        throw new AssertionError("asked for " + algorithm);
                    }
                };

        assertThat(new NoteVerifier(List.of(key), none).verify(note))
                .isEqualTo(new NoteVerdict.Unknown());
    }

    @Test
    void mlDsaCosignsCheckpointsWithShortNamesOnly() {
        VerifierKey shortKey = VerifierKey.parse(OwnVectorsTest.vkey(3));
        VerifierKey longKey =
                VerifierKey.of(shortKey.type(), "n".repeat(256), shortKey.publicKey());
        VerifierKey longest =
                VerifierKey.of(shortKey.type(), "n".repeat(255), shortKey.publicKey());
        byte[] root = new byte[32];
        String text = Checkpoint.of("o".repeat(255), 1, root).text();

        assertThat(Cosignature.message(text, longest, 5).orElseThrow())
                .hasSize(12 + 256 + 8 + 256 + 16 + 32)
                .startsWith("subtree/v1\n\0\u00ff".getBytes(ISO_8859_1));
        assertThat(Cosignature.message(text, longKey, 5)).isEmpty();
        String longText = Checkpoint.of("o".repeat(256), 1, root).text();
        assertThat(Cosignature.message(longText, shortKey, 5)).isEmpty();
        assertThat(Cosignature.message("text\n", shortKey, 5)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Cosignature.sign(
                                Checkpoint.of("o".repeat(256), 1, root), signer(shortKey), 5));
    }

    private static Signer signer(VerifierKey key) {
        return new Signer() {
            @Override
            public VerifierKey verifierKey() {
                return key;
            }

            @Override
            public byte[] sign(byte[] message) {
                throw new AssertionError("asked to sign");
            }
        };
    }

    @Test
    void twoKeysWithOneNameAndIdAreABug() {
        VerifierKey key = log.verifierKey();

        assertThat(new NoteVerifier(List.of(key, key), jdk)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NoteVerifier(collidingKeys(), jdk));
        assertThat(NoteVerifier.areDistinguishable(List.of(key, witness.verifierKey()))).isTrue();
    }

    @Test
    void wrongArgumentsAreBugs() {
        Checkpoint checkpoint = Checkpoint.of("o", 1, new byte[32]);
        List<NoteSignature> lines = NoteSignature.parseLines(LINE.getBytes(UTF_8));

        for (String text : List.of("", "text", "te\u0000xt\n", "te\ud800xt\n", "te\txt\n")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Note.of(text, lines));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Note.of("text\n", List.of()));
        assertThat(Note.of("text\n", Collections.nCopies(64, lines.get(0)))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Note.of("text\n", Collections.nCopies(65, lines.get(0))));
        assertThatIllegalArgumentException().isThrownBy(() -> Note.signed("text\n", witness));
        assertThatIllegalArgumentException().isThrownBy(() -> Cosignature.sign(checkpoint, log, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cosignature.sign(checkpoint, witness, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteSignature.of(log.verifierKey(), new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerifiedSignature(log.verifierKey(), -1));
    }

    @Test
    void notesDifferByTextAndByLines() {
        Note note = parse("text\n\n" + LINE);

        assertThat(note).isNotEqualTo(parse("test\n\n" + LINE)).isNotEqualTo(null);
        assertThat(note).isNotEqualTo(parse("text\n\n" + LINE + LINE));
        assertThat(note).isNotEqualTo(parse("text\n\n" + LINE.replace("a.e", "b.e")));
        assertThat(note).isNotEqualTo(parse("text\n\n" + LINE.replace("AE=", "AI=")));
        assertThat(note).isEqualTo(parse("text\n\n" + LINE));
        assertThat(note.hashCode()).isNotEqualTo(parse("test\n\n" + LINE).hashCode());
        NoteSignature line = Note.signed("text\n", log).signatures().get(0);
        assertThat(line.keyId()).isEqualTo(log.verifierKey().keyId());
        assertThat(line.hashCode()).isNotEqualTo(note.signatures().get(0).hashCode());
    }

    @Test
    void base64IsOneWayOrRefused() {
        assertThat(Wire.base64("AAAAAAE=", "x")).hasSize(5);
        for (String bad : List.of("AAAAAAF=", "AAAAAAE", "AAA AAE=", "AAAA\n", "A", "AA=A")) {
            assertThatThrownBy(() -> Wire.base64(bad, "x"))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageStartingWith("x is not");
        }
        assertThatThrownBy(() -> Wire.hash(Base64.getEncoder().encodeToString(new byte[31])))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void decimalsHaveOneSpelling() {
        assertThat(Wire.decimal("0", 9)).isZero();
        assertThat(Wire.decimal("9", 9)).isEqualTo(9);
        assertThat(Wire.decimal("9223372036854775807", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        List<String> bad = new ArrayList<>(List.of("", "10", "00", "01", "+1", "-1", " 1", "1 "));
        bad.addAll(
                List.of("9223372036854775808", "18446744073709551616", "\u0661", "0x1", "/", ":"));
        for (String text : bad) {
            assertThatThrownBy(() -> Wire.decimal(text, 9)).isInstanceOf(MalformedException.class);
        }
        for (String text :
                List.of("9223372036854775808", "9999999999999999999", "99999999999999999999")) {
            assertThatThrownBy(() -> Wire.decimal(text, Long.MAX_VALUE))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /// A log's key and a witness's key with one name and one id, which has only 32 bits.
    static List<VerifierKey> collidingKeys() {
        Map<Integer, VerifierKey> logs = new HashMap<>();
        for (int number = 0; number < 1 << 17; number++) {
            byte[] publicKey = ByteBuffer.allocate(32).putInt(number).array();
            VerifierKey log = VerifierKey.of(KeyType.ED25519, "a", publicKey);
            logs.put(log.keyId(), log);
        }
        for (int number = 0; number < 1 << 20; number++) {
            byte[] publicKey = ByteBuffer.allocate(32).putInt(4, number).array();
            VerifierKey witness = VerifierKey.of(KeyType.COSIGNATURE_ED25519, "a", publicKey);
            VerifierKey log = logs.get(witness.keyId());
            if (log != null) {
                return List.of(log, witness);
            }
        }
        throw new AssertionError("no collision in 2^37 pairs");
    }

    private NoteVerdict verify(Note note, VerifierKey... keys) {
        return new NoteVerifier(List.of(keys), jdk).verify(note);
    }

    private static Note parse(String note) {
        return Note.parse(note.getBytes(UTF_8));
    }
}
