package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MerkleTest {
    @Test
    void emptyRootIsTheHashOfNothing() {
        assertThat(HexFormat.of().formatHex(Merkle.emptyRoot()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        Merkle.emptyRoot()[0] = 0;
        assertThat(Merkle.emptyRoot()[0]).isEqualTo((byte) 0xe3);
    }

    @Test
    void leavesOfEveryLengthHashAsDefined() {
        Hasher hasher = new Hasher();
        for (int length : new int[] {0, 1, 55, 56, 63, 64, 190, 1022, 1023, 1024, 1025, 65_535}) {
            byte[] entry = new byte[length];
            Arrays.fill(entry, (byte) 7);
            byte[] expected = SlowTree.leafHash(entry);

            assertThat(Merkle.leafHash(entry)).isEqualTo(expected);

            byte[] prefixed = new byte[1 + length];
            System.arraycopy(entry, 0, prefixed, 1, length);
            assertThat(Merkle.prefixedLeafHash(prefixed)).isEqualTo(expected);

            byte[] room = new byte[length + 40];
            System.arraycopy(entry, 0, room, 3, length);
            byte[] target = new byte[40];
            hasher.leaf(room, 3, length, target, 5);
            assertThat(Arrays.copyOfRange(target, 5, 37)).isEqualTo(expected);
            assertThat(target[4] | target[37]).isZero();
            System.arraycopy(prefixed, 0, room, 2, 1 + length);
            hasher.prefixedLeaf(room, 2, 1 + length, room, 1);
            assertThat(Arrays.copyOfRange(room, 1, 33)).isEqualTo(expected);
        }
    }

    @Test
    void nodesHashInPlaceToo() {
        byte[] left = SlowTree.leafHash(new byte[1]);
        byte[] right = SlowTree.leafHash(new byte[2]);
        byte[] both = new byte[66];
        System.arraycopy(left, 0, both, 1, 32);
        System.arraycopy(right, 0, both, 33, 32);
        byte[] expected = Merkle.nodeHash(left, right);

        new Hasher().node(both, 1, both, 33, both, 33);

        assertThat(Arrays.copyOfRange(both, 33, 65)).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(both, 1, 33)).isEqualTo(left);
    }

    @Test
    void wrongArgumentsAreBugs() {
        Hasher hasher = new Hasher();
        byte[] hash = new byte[32];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merkle.nodeHash(new byte[31], hash))
                .withMessageContaining("31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merkle.nodeHash(hash, new byte[33]))
                .withMessageContaining("33");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Merkle.prefixedLeafHash(new byte[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> Merkle.prefixedLeafHash(new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hasher.leaf(hash, 0, 32, new byte[40], 9));
        assertThatThrownBy(() -> hasher.leaf(hash, 1, 32, hash, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> hasher.prefixedLeaf(hash, 32, 1, hash, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        // A failure leaves nothing behind for the next hash.
        hasher.leaf(new byte[0], 0, 0, hash, 0);
        assertThat(hash).isEqualTo(SlowTree.leafHash(new byte[0]));
    }
}
