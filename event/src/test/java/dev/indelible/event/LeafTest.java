package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Expected values come from a dozen lines of Python over hashlib and struct, written from the
/// layout alone.
class LeafTest {
    private static final byte[] SEED = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void entryHasTheLayoutOfVersionOne() {
        Parts parts =
                Parts.of(
                        Map.of(
                                Part.CORE,
                                utf8(
                                        "{\"id\":\"0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60\","
                                                + "\"action\":\"user.login\"}"),
                                Part.ACTOR,
                                utf8("{\"type\":\"user\",\"id\":\"u-17\"}"),
                                Part.DETAIL,
                                utf8("{\"description\":\"Grüße\"}")));
        UUID id = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");

        byte[] entry = Leaf.entry(1_559_059_625_500L, id, SEED, parts);

        assertThat(HexFormat.of().formatHex(entry))
                .isEqualTo(
                        "010000016aff31f61c0197a3c27c3e7b5a8f3e2a9d5c1b4e6003014d715f768b"
                                + "cdd6f1426ffa8c48e69a225097899c60a69e08d91360989bc2792c0256d2faa3"
                                + "46d12723dddfafdac840b13855cdfc691fe7bc11841e0ed85cf2d1c805fb27de"
                                + "a87e6db43d3879c31d8aa9b973a3f04c5158ba24b51a13052bb470cb2e");
    }

    @Test
    void erasedPartLeavesTheLeafAsItWas() {
        byte[] actor = utf8("{\"id\":\"jane\"}");
        byte[] core = new byte[5_000];
        Parts whole = Parts.of(Map.of(Part.CORE, core, Part.ACTOR, actor));
        UUID id = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");
        byte[] leaf = Leaf.entry(1, id, SEED, whole);
        byte[] keptCommitment = Leaf.commitment(Leaf.salt(SEED, Part.ACTOR), Part.ACTOR, actor);

        byte[] afterErasure =
                Leaf.entry(
                        1,
                        id,
                        Map.of(
                                Part.ACTOR,
                                keptCommitment,
                                Part.CORE,
                                Leaf.commitment(Leaf.salt(SEED, Part.CORE), Part.CORE, core)));

        assertThat(afterErasure).isEqualTo(leaf).hasSize(26 + 2 * 33);
    }

    @Test
    void writerPutsTheSameLeafAnywhere() {
        var writer = new LeafWriter();
        UUID id = UUID.fromString("0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60");
        byte[] target = new byte[10 + Leaf.BYTES_MAX];
        for (int length : new int[] {2, 1023, 1024, 1025, 70_000}) {
            Parts parts = Parts.of(Map.of(Part.CORE, new byte[length], Part.CLIENT, SEED));

            int written = writer.write(5, id, SEED, parts, target, 10);

            assertThat(Arrays.copyOfRange(target, 10, 10 + written))
                    .isEqualTo(
                            Leaf.entry(
                                    5,
                                    id,
                                    Map.of(
                                            Part.CORE,
                                            slowCommitment(Part.CORE, new byte[length]),
                                            Part.CLIENT,
                                            slowCommitment(Part.CLIENT, SEED))));
        }
    }

    private static byte[] slowCommitment(Part part, byte[] bytes) {
        ByteBuffer salted = ByteBuffer.allocate(34).put(utf8("indelible-salt/v1"));
        byte[] salt = sha256(salted.put(SEED).put((byte) part.number()).array());
        ByteBuffer committed = ByteBuffer.allocate(58 + bytes.length);
        committed.put(utf8("indelible-leaf/v1")).put(salt).put((byte) part.number());
        return sha256(committed.putLong(bytes.length).put(bytes).array());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saltComesFromSeedAndPart() {
        assertThat(HexFormat.of().formatHex(Leaf.salt(SEED, Part.ACTOR)))
                .isEqualTo("932d08fcc231ebf16b5c7ed453be40750ee6f8fa8e281d6839848a2fa2a73142");
    }

    @Test
    void namedIdIsAVersionEightUuidOfItsWords() {
        assertThat(EventIds.named("idempotency-key", "k", "1"))
                .hasToString("3e5e3219-edd0-8651-b964-61a0231720db");
    }

    @Test
    void timedIdIsAVersionSevenUuid() {
        UUID id = EventIds.timed(0x0123_4567_89abL, -1, -1);

        assertThat(id).hasToString("01234567-89ab-7fff-bfff-ffffffffffff");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
