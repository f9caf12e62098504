package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Damaged input: every parser answers with its value or with [MalformedException], and what it
/// takes it writes again byte for byte.
class ParserFuzzTest {
    private static final int ROUNDS = 4000;
    private static final byte[] TOKENS = "\n \t+-=/.x0129AZaz#\u2014\u00a0".getBytes(UTF_8);

    private final Random random = Seeds.random("ParserFuzzTest");

    @Test
    void notes() {
        fuzz(OwnVectorsTest.text("cosigned").getBytes(UTF_8), bytes -> Note.parse(bytes).toBytes());
    }

    @Test
    void checkpoints() {
        fuzz(
                OwnVectorsTest.text("checkpoint").getBytes(UTF_8),
                bytes -> Checkpoint.parse(new String(bytes, UTF_8)).text().getBytes(UTF_8));
    }

    @Test
    void proofs() {
        fuzz(
                OwnVectorsTest.text("proofWithExtra").getBytes(UTF_8),
                bytes -> TlogProof.parse(bytes).toBytes());
    }

    @Test
    void requests() {
        fuzz(
                OwnVectorsTest.text("request").getBytes(UTF_8),
                bytes -> WitnessRequest.parse(bytes).toBytes());
    }

    @Test
    void policies() {
        String policy =
                "log %s\nwitness a %s\nwitness b %s\ngroup g 1 a b\nquorum g\n"
                        .formatted(
                                OwnVectorsTest.vkey(0),
                                OwnVectorsTest.vkey(1),
                                OwnVectorsTest.vkey(2));

        fuzz(policy.getBytes(UTF_8), bytes -> Policy.parse(bytes).toBytes());
    }

    @Test
    void keys() {
        fuzz(
                OwnVectorsTest.vkey(0).getBytes(UTF_8),
                bytes -> VerifierKey.parse(new String(bytes, UTF_8)).toString().getBytes(UTF_8));
        fuzz(
                OwnVectorsTest.signer(0).text().getBytes(UTF_8),
                bytes -> SigningKey.parse(new String(bytes, UTF_8)).text().getBytes(UTF_8));
    }

    @Test
    void paths() {
        fuzz(
                "tile/15/x123/x456/789.p/41".getBytes(UTF_8),
                bytes -> TilePath.parse(new String(bytes, UTF_8)).toString().getBytes(UTF_8));
    }

    @Test
    void tilesBundlesAndRanges() {
        fuzz(new byte[96], bytes -> Tile.decode(bytes).encode());
        fuzz(SlowTree.ofNumbers(7).leaf(0), bytes -> CompactRange.fromBytes(bytes).toBytes());
        byte[] bundle = EntryBundle.encode(List.of(new byte[3], new byte[300], new byte[0]));
        fuzz(
                bundle,
                bytes -> {
                    List<byte[]> entries = EntryBundle.decode(bytes, 3);
                    byte[] prefix = EntryBundle.prefix(bytes, 3);
                    assertThat(EntryBundle.encode(entries)).isEqualTo(prefix);
                    assertThat(bytes).startsWith(prefix);
                    return bytes;
                });
    }

    @Test
    void answers() {
        fuzz(
                "12\n".getBytes(UTF_8),
                bytes -> {
                    WitnessAnswer.Conflict conflict =
                            (WitnessAnswer.Conflict) WitnessAnswer.parse(409, bytes);
                    return new WitnessDecision.Conflict(conflict.size()).body();
                });
        String note = OwnVectorsTest.text("cosigned");
        String lines = note.substring(note.lastIndexOf("\n\n") + 2);
        fuzz(
                lines.getBytes(UTF_8),
                bytes -> {
                    StringBuilder read = new StringBuilder();
                    NoteSignature.parseLines(bytes).forEach(read::append);
                    return read.toString().getBytes(UTF_8);
                });
    }

    /// Bytes that are not UTF-8 reach the text parsers as replacement characters; then what is
    /// written is compared with what was read.
    private void fuzz(byte[] good, Function<byte[], byte[]> readAndWrite) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bad = damaged(good);
            try {
                byte[] again = readAndWrite.apply(bad);
                if (isUtf8(bad)) {
                    assertThat(again).isEqualTo(bad);
                }
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private byte[] damaged(byte[] good) {
        byte[] bytes = good.clone();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            bytes = damagedOnce(bytes);
        }
        return bytes;
    }

    private byte[] damagedOnce(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(40));
        byte[] middle = Arrays.copyOfRange(bytes, from, to);
        switch (random.nextInt(6)) {
            case 0 -> middle = new byte[0];
            case 1 -> middle = joined(middle, middle);
            case 2 -> middle = new byte[] {TOKENS[random.nextInt(TOKENS.length)]};
            case 3 -> random.nextBytes(middle);
            case 4 -> Arrays.fill(middle, TOKENS[random.nextInt(TOKENS.length)]);
            default -> {
                if (middle.length > 0) {
                    middle[0] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        byte[] start = Arrays.copyOf(bytes, from);
        return joined(joined(start, middle), Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }
}
