package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final JdkSignatures JDK = new JdkSignatures();
    private static final SigningKey LOG = OwnVectorsTest.signer(0);
    private static final Checkpoint CHECKPOINT =
            Checkpoint.of(LOG.verifierKey().name(), 3, new byte[32]);

    /// Five witnesses in two groups, as tlog-policy's own example has them.
    private static final String WITNESSES =
            "log "
                    + LOG.verifierKey()
                    + "\n"
                    + witness(1)
                    + witness(2)
                    + witness(3)
                    + witness(4)
                    + witness(5);

    private static final String GROUPS =
            "group x 2 w1 w2 w3\ngroup y any w4 w5\ngroup both all x y\nquorum both\n";

    @ParameterizedTest
    @CsvSource({
        "124, true",
        "135, true",
        "2345, true",
        "12345, true",
        "14, false",
        "123, false",
        "45, false",
        "1, false",
        "'', false"
    })
    void quorumCountsItsMembers(String cosigners, boolean isMet) {
        PolicyVerdict verdict = parse(WITNESSES + GROUPS).judge(cosigned(cosigners), JDK);

        if (isMet) {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            PolicyVerdict.Satisfied.class,
                            satisfied -> {
                                assertThat(satisfied.checkpoint()).isEqualTo(CHECKPOINT);
                                assertThat(satisfied.log().key()).isEqualTo(LOG.verifierKey());
                                assertThat(satisfied.cosignatures()).hasSize(cosigners.length());
                            });
        } else {
            assertThat(reason(verdict)).isEqualTo(PolicyVerdict.Reason.NO_QUORUM);
        }
    }

    @Test
    void oneWitnessCountsOnceHoweverOftenItSigns() {
        PolicyVerdict verdict =
                parse(WITNESSES + "group g 2 w1 w2\nquorum g\n").judge(cosigned("111"), JDK);

        assertThat(reason(verdict)).isEqualTo(PolicyVerdict.Reason.NO_QUORUM);
    }

    @Test
    void quorumMayBeOneWitnessOrNobody() {
        assertThat(parse(WITNESSES + "quorum w2\n").judge(cosigned("2"), JDK))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
        assertThat(reason(parse(WITNESSES + "quorum w2\n").judge(cosigned("1"), JDK)))
                .isEqualTo(PolicyVerdict.Reason.NO_QUORUM);
        assertThat(parse(WITNESSES + "quorum none\n").judge(cosigned(""), JDK))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
    }

    @Test
    void logMustBeListedWithItsOrigin() {
        Policy policy = Policy.ofLogs(LOG.verifierKey());
        Checkpoint other = Checkpoint.of("other", 3, new byte[32]);

        assertThat(reason(policy.judge(Note.signed(other.text(), LOG), JDK)))
                .isEqualTo(PolicyVerdict.Reason.UNKNOWN_LOG);
        assertThat(reason(Policy.ofLogs().judge(cosigned(""), JDK)))
                .isEqualTo(PolicyVerdict.Reason.UNKNOWN_LOG);
        assertThat(
                        reason(
                                Policy.ofLogs(key(1).verifierKey())
                                        .judge(Note.signed(CHECKPOINT.text(), LOG), JDK)))
                .isEqualTo(PolicyVerdict.Reason.UNKNOWN_LOG);
        assertThat(reason(policy.judge(Note.signed("text\n", LOG), JDK)))
                .isEqualTo(PolicyVerdict.Reason.NO_CHECKPOINT);
        // A witness with the log's name is no log.
        SigningKey named =
                SigningKey.of(KeyType.COSIGNATURE_ED25519, CHECKPOINT.origin(), new byte[32]);
        Note cosigned = Note.of(CHECKPOINT.text(), List.of(Cosignature.sign(CHECKPOINT, named, 5)));
        String text = "witness w " + named.verifierKey() + "\nquorum w\n";
        assertThat(reason(parse(text).judge(cosigned, JDK)))
                .isEqualTo(PolicyVerdict.Reason.UNKNOWN_LOG);
        // Listed as a log too, it is one.
        assertThat(parse("log " + named.verifierKey() + "\n" + text).judge(cosigned, JDK))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
    }

    @Test
    void witnessIsNoLogAndALogIsNoWitness() {
        SigningKey named =
                SigningKey.of(KeyType.COSIGNATURE_ED25519, CHECKPOINT.origin(), new byte[32]);
        Note cosigned = Note.of(CHECKPOINT.text(), List.of(Cosignature.sign(CHECKPOINT, named, 5)));
        String log = "log " + LOG.verifierKey() + "\n";
        String witness = "witness w " + named.verifierKey() + "\nquorum none\n";

        assertThat(reason(parse(log + witness).judge(cosigned, JDK)))
                .isEqualTo(PolicyVerdict.Reason.UNKNOWN_LOG);
        assertThat(
                        parse(witness(1) + "log " + named.verifierKey() + "\nquorum none\n")
                                .judge(cosigned, JDK))
                .isInstanceOfSatisfying(
                        PolicyVerdict.Satisfied.class,
                        satisfied -> assertThat(satisfied.cosignatures()).isEmpty());
    }

    @Test
    void twoKeysWithOneNameAndIdAreRefused() {
        List<VerifierKey> keys = NoteTest.collidingKeys();
        String log = "log " + keys.get(0) + "\n";
        String witness = "witness w " + keys.get(1) + "\n";

        assertThat(parse(log + "quorum none\n").logs()).hasSize(1);
        assertThatThrownBy(() -> parse(log + witness + "quorum none\n"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("same name and id");
    }

    @Test
    void policyMayStartWithABlankLine() {
        assertThat(parse("\nquorum none\n").logs()).isEmpty();
    }

    @Test
    void forgedLineOfAListedKeySpoilsTheNote() {
        NoteSignature good = cosigned("1").signatures().get(1);
        byte[] signature = good.signature();
        signature[20] ^= 1;
        Note note = cosigned("2").with(List.of(NoteSignature.of(key(1).verifierKey(), signature)));

        assertThat(parse(WITNESSES + "quorum w2\n").judge(note, JDK))
                .isEqualTo(
                        new PolicyVerdict.Refused(
                                PolicyVerdict.Reason.FORGED_SIGNATURE,
                                "a signature of wit/1 does not verify"));
        // To a policy without that witness the line is one of an unknown key.
        String two = "log " + LOG.verifierKey() + "\n" + witness(2) + "quorum w2\n";
        assertThat(parse(two).judge(note, JDK)).isInstanceOf(PolicyVerdict.Satisfied.class);
    }

    @Test
    void cosignatureWithoutATimeDoesNotCount() {
        SigningKey key = key(1);
        byte[] message = Cosignature.message(CHECKPOINT.text(), key.verifierKey(), 0).orElseThrow();
        byte[] signature = new byte[72];
        System.arraycopy(key.sign(message), 0, signature, 8, 64);
        Note note = cosigned("").with(List.of(NoteSignature.of(key.verifierKey(), signature)));

        assertThat(reason(parse(WITNESSES + "quorum w1\n").judge(note, JDK)))
                .isEqualTo(PolicyVerdict.Reason.NO_QUORUM);
    }

    @Test
    void fileKeepsItsBytesLogsWitnessesAndUrls() {
        String text =
                "# ours\n \t\n\tlog  "
                        + LOG.verifierKey()
                        + " https://log.example/ \n  # more\n"
                        + "witness \u00fc "
                        + key(1).verifierKey()
                        + "\thttps://wit.example/\n"
                        + "quorum \u00fc\n";

        Policy policy = parse(text);

        assertThat(policy.toBytes()).isEqualTo(text.getBytes(UTF_8));
        assertThat(policy.logs()).hasSize(1);
        assertThat(policy.logs().get(0).key()).isEqualTo(LOG.verifierKey());
        assertThat(policy.logs().get(0).url()).contains("https://log.example/");
        assertThat(policy.witnesses()).hasSize(1);
        assertThat(policy.witnesses().get(0).name()).isEqualTo("\u00fc");
        assertThat(policy.witnesses().get(0).key()).isEqualTo(key(1).verifierKey());
        assertThat(policy.witnesses().get(0).url()).contains("https://wit.example/");
        assertThat(parse("quorum none\n").logs()).isEmpty();
        assertThat(parse(WITNESSES + "quorum none\n").witnesses().get(0).url()).isEmpty();
        assertThat(new String(Policy.ofLogs(LOG.verifierKey()).toBytes(), UTF_8))
                .isEqualTo("log " + LOG.verifierKey() + "\nquorum none\n");
    }

    @Test
    void namesAreOctets() {
        byte[] file = (witness(1).replace("w1", "\u00ff") + "quorum \u00ff\n").getBytes(ISO_8859_1);

        assertThat(Policy.parse(file).toBytes()).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quorum\n",
                "quorum none",
                "quorum none none\n",
                "quorum none\nquorum none\n",
                "quorum w1\n",
                "Quorum none\n",
                "LOG extra url more\nquorum none\n",
                "log\nquorum none\n",
                "log a+b+c\nquorum none\n",
                "LOG\nLOG\nquorum none\n",
                "LOG\nOTHERLOG\nquorum none\n",
                "W1\nSAME\nquorum none\n",
                "W1\nW1\nquorum none\n",
                "W1 url more\nquorum none\n",
                "witness a\nquorum none\n",
                "NOTAWITNESS\nquorum none\n",
                "NONE\nquorum none\n",
                "W1\nW2\ngroup w1 any w2\nquorum none\n",
                "W1\ngroup none any w1\nquorum none\n",
                "W1\ngroup g any\nquorum none\n",
                "W1\ngroup g 0 w1\nquorum none\n",
                "W1\ngroup g 2 w1\nquorum none\n",
                "W1\ngroup g 01 w1\nquorum none\n",
                "W1\ngroup g some w1\nquorum none\n",
                "W1\ngroup g any w1 w1\nquorum none\n",
                "W1\ngroup g any w1\ngroup h any w1\nquorum none\n",
                "W1\ngroup g any g\nquorum none\n",
                "W1\ngroup g any none\nquorum none\n",
                "group g any w1\nW1\nquorum g\n",
                "quorum w1\nW1\n",
                "# \r\nquorum none\n",
                "# \u007f\nquorum none\n",
                "# \u0001\nquorum none\n"
            })
    void anythingElseIsRefused(String text) {
        String policy =
                text.replace("OTHERLOG", "log " + vkey(KeyType.ED25519, "other", LOG.seed()))
                        .replace("LOG", "log " + LOG.verifierKey())
                        .replace("NOTAWITNESS", "witness a " + LOG.verifierKey())
                        .replace("NONE", "witness none " + key(1).verifierKey())
                        .replace("SAME", witness("v", "wit/9", key(1).seed()))
                        .replace("W1", witness(1).strip())
                        .replace("W2", witness(2).strip());

        assertThatThrownBy(() -> parse(policy)).isInstanceOf(MalformedException.class);
    }

    @Test
    void messageNamesTheLine() {
        assertThatThrownBy(() -> parse("# one\nlog a\nquorum none\n"))
                .hasMessageStartingWith("line 2: a vkey is");
    }

    @Test
    void sizesAndCountsHaveLimits() {
        String most = "quorum none\n" + "#".repeat(Limits.POLICY_BYTES_MAX - 13) + "\n";
        assertThat(parse(most).toBytes()).hasSize(Limits.POLICY_BYTES_MAX);
        assertThatThrownBy(() -> parse("#" + most)).isInstanceOf(MalformedException.class);

        assertThat(parse(nested(64)).judge(cosigned("1"), JDK))
                .isInstanceOf(PolicyVerdict.Satisfied.class);
        assertThatThrownBy(() -> parse(nested(65)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("64");
    }

    private static String nested(int groups) {
        StringBuilder text = new StringBuilder("log " + LOG.verifierKey() + "\n" + witness(1));
        text.append("group g0 all w1\n");
        for (int number = 1; number < groups; number++) {
            text.append("group g%d all g%d\n".formatted(number, number - 1));
        }
        return text.append("quorum g").append(groups - 1).append("\n").toString();
    }

    @Test
    void namesHaveALimit() {
        StringBuilder logs = new StringBuilder();
        StringBuilder witnesses = new StringBuilder();
        for (int number = 0; number < 2048; number++) {
            byte[] publicKey = ByteBuffer.allocate(32).putInt(number).array();
            VerifierKey key = VerifierKey.of(KeyType.COSIGNATURE_ED25519, "a", publicKey);
            witnesses.append("witness w").append(number).append(" ").append(key).append("\n");
            if (number < 1024) {
                logs.append("log ").append(key).append("\n");
            }
        }
        assertThat(parse(logs + "quorum none\n").logs()).hasSize(1024);
        assertThatThrownBy(() -> parse(logs + "log " + LOG.verifierKey() + "\nquorum none\n"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1024");
        assertThat(parse(witnesses + "quorum none\n").witnesses()).hasSize(2048);
        assertThatThrownBy(() -> parse(witnesses + "group g all w0\nquorum none\n"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("2048");
    }

    private static PolicyVerdict.Reason reason(PolicyVerdict verdict) {
        return ((PolicyVerdict.Refused) verdict).reason();
    }

    private static Note cosigned(String witnesses) {
        List<NoteSignature> lines = new ArrayList<>();
        witnesses
                .chars()
                .forEach(digit ->
                        lines.add(Cosignature.sign(CHECKPOINT, key(digit - '0'), 1_700_000_000)));
        return Note.signed(CHECKPOINT.text(), LOG).with(lines);
    }

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return SigningKey.of(KeyType.COSIGNATURE_ED25519, "wit/" + number, seed);
    }

    private static String witness(int number) {
        return witness("w" + number, "wit/" + number, key(number).seed()) + "\n";
    }

    private static String witness(String name, String keyName, byte[] seed) {
        return "witness " + name + " " + vkey(KeyType.COSIGNATURE_ED25519, keyName, seed);
    }

    private static String vkey(KeyType type, String name, byte[] seed) {
        return SigningKey.of(type, name, seed).verifierKey().toString();
    }

    private static Policy parse(String text) {
        return Policy.parse(text.getBytes(UTF_8));
    }
}
