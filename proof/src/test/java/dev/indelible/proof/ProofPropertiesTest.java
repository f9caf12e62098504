package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for every small tree, against the RFC's recursion ([SlowTree]).
class ProofPropertiesTest {
    private static final int SIZE_MAX = 100;

    private final SlowTree tree = SlowTree.ofNumbers(SIZE_MAX);
    private final HashReader stored = tree.reader();
    private final Random random = Seeds.random("ProofPropertiesTest");

    @Test
    void everyLeafOfEveryTreeIsProvenAndNoChangedNodeIs() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            SlowTree part = tree.first(size);
            byte[] root = part.root();
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = Proofs.inclusion(index, size, stored);
                assertThat(proof).usingRecursiveComparison().isEqualTo(part.inclusion(index));
                assertThat(Merkle.includes(root, size, index, tree.leaf(index), proof)).isTrue();
                for (List<byte[]> changed : changes(proof)) {
                    assertThat(Merkle.includes(root, size, index, tree.leaf(index), changed))
                            .isFalse();
                }
                byte[] leaf = flipped(tree.leaf(index));
                assertThat(Merkle.includes(root, size, index, leaf, proof)).isFalse();
                assertThat(Merkle.includes(flipped(root), size, index, tree.leaf(index), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void noLeafIsProvenAtAnotherIndexOrInATreeThatHasItNot() {
        for (int size = 1; size <= 40; size++) {
            byte[] root = tree.first(size).root();
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = tree.first(size).inclusion(index);
                for (int other = 0; other <= 2 * size; other++) {
                    assertThat(Merkle.includes(root, size, other, tree.leaf(index), proof))
                            .isEqualTo(other == index);
                }
                assertThat(Merkle.includes(root, size, -1, tree.leaf(index), proof)).isFalse();
                assertThat(Merkle.includes(root, 0, index, tree.leaf(index), proof)).isFalse();
            }
        }
    }

    @Test
    void everyTreeIsProvenToBeginEveryLargerOneAndNoChangedNodeIs() {
        for (int newSize = 1; newSize <= SIZE_MAX; newSize++) {
            byte[] newRoot = tree.first(newSize).root();
            for (int oldSize = 1; oldSize < newSize; oldSize++) {
                byte[] oldRoot = tree.first(oldSize).root();
                List<byte[]> proof = Proofs.consistency(oldSize, newSize, stored);
                assertThat(proof)
                        .usingRecursiveComparison()
                        .isEqualTo(tree.first(newSize).consistency(oldSize));
                assertThat(Merkle.isConsistent(oldSize, newSize, oldRoot, newRoot, proof)).isTrue();
                for (List<byte[]> changed : changes(proof)) {
                    assertThat(Merkle.isConsistent(oldSize, newSize, oldRoot, newRoot, changed))
                            .isFalse();
                }
                byte[] bad = flipped(oldRoot);
                assertThat(Merkle.isConsistent(oldSize, newSize, bad, newRoot, proof)).isFalse();
                bad = flipped(newRoot);
                assertThat(Merkle.isConsistent(oldSize, newSize, oldRoot, bad, proof)).isFalse();
                assertThat(Merkle.isConsistent(newSize, oldSize, newRoot, oldRoot, proof))
                        .isFalse();
            }
        }
    }

    @Test
    void sizesOfSixtyFourBitsAreUnsigned() {
        byte[] leaf = tree.leaf(0);
        List<byte[]> proof = new ArrayList<>();
        byte[] hash = leaf;
        // The last leaf of a tree of 2^63 + 1 leaves has one sibling: all the others.
        byte[] root = Merkle.nodeHash(hash, leaf);
        proof.add(hash);

        assertThat(Merkle.includes(root, Long.MIN_VALUE + 1, Long.MIN_VALUE, leaf, proof)).isTrue();
        assertThat(Merkle.includes(root, Long.MIN_VALUE + 1, -1, leaf, proof)).isFalse();
        assertThat(Merkle.isConsistent(Long.MIN_VALUE, Long.MIN_VALUE + 1, hash, root, proof))
                .isTrue();
        assertThat(Merkle.isConsistent(Long.MIN_VALUE + 1, Long.MIN_VALUE, root, hash, proof))
                .isFalse();
        assertThat(Merkle.isConsistent(-1, 1, root, hash, proof)).isFalse();
    }

    @Test
    void edgesOfSizesAreNoBugs() {
        assertThat(Proofs.root(0, stored)).isEqualTo(Merkle.emptyRoot());
        assertThat(Proofs.consistency(0, 5, stored)).isEmpty();
        assertThat(Proofs.consistency(0, 0, stored)).isEmpty();
        assertThat(Proofs.consistency(5, 5, stored)).isEmpty();
        assertThat(Proofs.inclusion(0, 1, stored)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.root(-1, stored));
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.inclusion(-1, 5, stored));
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.inclusion(5, 5, stored));
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.consistency(-1, 5, stored));
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.consistency(6, 5, stored));
    }

    @Test
    void equalSizesNeedEqualRootsAndNoProof() {
        byte[] root = tree.root();

        assertThat(Merkle.isConsistent(100, 100, root, root.clone(), List.of())).isTrue();
        assertThat(Merkle.isConsistent(100, 100, root, flipped(root), List.of())).isFalse();
        assertThat(Merkle.isConsistent(100, 100, root, root, List.of(root))).isFalse();
        assertThat(Merkle.isConsistent(0, 0, root, root, List.of())).isFalse();
        assertThat(Merkle.isConsistent(0, 100, Merkle.emptyRoot(), root, List.of())).isFalse();
        assertThat(Merkle.isConsistent(64, 100, root, root, List.of())).isFalse();
    }

    @Test
    void hashesOfOtherLengthsAreRefused() {
        byte[] leaf = tree.leaf(0);
        byte[] root = tree.first(2).root();
        byte[] sibling = tree.leaf(1);

        assertThat(Merkle.includes(root, 2, 0, new byte[31], List.of(sibling))).isFalse();
        assertThat(Merkle.includes(root, 2, 0, leaf, List.of(new byte[33]))).isFalse();
        assertThat(Merkle.includes(new byte[0], 2, 0, leaf, List.of(sibling))).isFalse();
        assertThat(Merkle.isConsistent(1, 2, new byte[31], root, List.of(sibling))).isFalse();
        assertThat(Merkle.isConsistent(1, 2, leaf, root, List.of(new byte[33]))).isFalse();
        assertThat(Merkle.isConsistent(1, 2, leaf, new byte[31], List.of(sibling))).isFalse();
        assertThat(Merkle.isConsistent(1, 2, leaf, root, List.of(sibling))).isTrue();
    }

    /// One flipped bit per node; one node less, one more at either end, two swapped.
    private List<List<byte[]>> changes(List<byte[]> proof) {
        List<List<byte[]>> changes = new ArrayList<>();
        for (int index = 0; index < proof.size(); index++) {
            List<byte[]> changed = new ArrayList<>(proof);
            changed.set(index, flipped(proof.get(index)));
            changes.add(changed);
            changed = new ArrayList<>(proof);
            changed.remove(index);
            changes.add(changed);
        }
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(tree.leaf(0));
        changes.add(longer);
        List<byte[]> preceded = new ArrayList<>(proof);
        preceded.add(0, tree.leaf(1));
        changes.add(preceded);
        return changes;
    }

    private byte[] flipped(byte[] hash) {
        byte[] changed = hash.clone();
        changed[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }
}
