package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompactRangeTest {
    private static final int SIZE_MAX = 300;

    private final SlowTree tree = SlowTree.ofNumbers(SIZE_MAX);

    @Test
    void rootIsThatOfTheRecursionAtEverySize() {
        CompactRange range = new CompactRange();

        for (int size = 0; size < SIZE_MAX; size++) {
            assertThat(range.size()).isEqualTo(size);
            assertThat(range.root()).isEqualTo(tree.first(size).root());
            assertThat(range.append(tree.leaf(size))).isEqualTo(size);
        }
    }

    @Test
    void everySubtreeIsToldOnceWithItsHash() {
        Map<List<Long>, byte[]> told = new HashMap<>();
        CompactRange range = new CompactRange();
        byte[] leaves = new byte[33];

        for (int index = 0; index < SIZE_MAX; index++) {
            System.arraycopy(tree.leaf(index), 0, leaves, 1, 32);
            range.append(
                    new Hasher(),
                    leaves,
                    1,
                    (level, at, hashes, offset) ->
                            assertThat(
                                            told.put(
                                                    List.of((long) level, at),
                                                    Arrays.copyOfRange(
                                                            hashes, offset, offset + 32)))
                                    .isNull());
        }

        int expected = IntStream.rangeClosed(0, 8).map(level -> SIZE_MAX >> level).sum();
        assertThat(told).hasSize(expected);
        told.forEach((place, hash) ->
                assertThat(hash)
                        .isEqualTo(tree.reader().hash(place.get(0).intValue(), place.get(1))));
    }

    @Test
    void everyRangeSurvivesWritingReadingAndCopying() {
        CompactRange range = new CompactRange();
        for (int size = 0; size < SIZE_MAX; size++) {
            byte[] bytes = range.toBytes();
            assertThat(bytes).hasSize(8 + 32 * Integer.bitCount(size));
            CompactRange again = CompactRange.fromBytes(bytes);
            assertThat(again.size()).isEqualTo(size);
            assertThat(again.root()).isEqualTo(range.root());
            assertThat(CompactRange.read(size, tree.reader()).toBytes()).isEqualTo(bytes);
            assertThat(CompactRange.of(size, range.rightEdge()).toBytes()).isEqualTo(bytes);
            CompactRange copy = range.copy();
            copy.append(tree.leaf(0));
            again.append(tree.leaf(0));
            assertThat(again.toBytes()).isEqualTo(copy.toBytes());
            assertThat(range.toBytes()).isEqualTo(bytes);
            range.append(tree.leaf(size));
        }
    }

    @Test
    void rightEdgeStartsWithTheLargestSubtree() {
        CompactRange range = CompactRange.read(6, tree.reader());

        assertThat(range.rightEdge()).hasSize(2);
        assertThat(range.rightEdge().get(0)).isEqualTo(tree.reader().hash(2, 0));
        assertThat(range.rightEdge().get(1)).isEqualTo(tree.reader().hash(1, 2));
    }

    @Test
    void rangesOfManyLevelsGrow() {
        long size = (1L << 20) - 1;
        List<byte[]> edge = IntStream.range(0, 20).mapToObj(tree::leaf).toList();
        CompactRange range = CompactRange.of(size, edge);
        byte[] root = tree.leaf(50);
        for (int level = 19; level >= 0; level--) {
            root = Merkle.nodeHash(edge.get(level), root);
        }

        range.append(tree.leaf(50));

        assertThat(range.size()).isEqualTo(1 << 20);
        assertThat(range.root()).isEqualTo(root);
        assertThat(range.rightEdge()).hasSize(1);
        range.append(tree.leaf(51));
        assertThat(range.root()).isEqualTo(Merkle.nodeHash(root, tree.leaf(51)));
    }

    @Test
    void largestTreeTakesNoFurtherLeaf() {
        List<byte[]> edge = IntStream.range(0, 63).mapToObj(tree::leaf).toList();
        CompactRange range = CompactRange.of(Long.MAX_VALUE, edge);

        assertThat(CompactRange.fromBytes(range.toBytes()).root()).isEqualTo(range.root());
        assertThatThrownBy(() -> range.append(tree.leaf(0)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(range.size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void bytesOfAnotherLengthAreRefused() {
        byte[] bytes = CompactRange.read(5, tree.reader()).toBytes();
        byte[] negative = bytes.clone();
        negative[0] = (byte) 0x80;

        for (byte[] bad :
                List.of(
                        new byte[0],
                        new byte[7],
                        Arrays.copyOf(bytes, bytes.length - 1),
                        Arrays.copyOf(bytes, bytes.length + 32),
                        negative)) {
            assertThatThrownBy(() -> CompactRange.fromBytes(bad))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void wrongArgumentsAreBugs() {
        List<byte[]> one = List.of(tree.leaf(0));

        assertThatIllegalArgumentException().isThrownBy(() -> CompactRange.of(3, one));
        assertThatIllegalArgumentException().isThrownBy(() -> CompactRange.of(-1, one));
        assertThatIllegalArgumentException().isThrownBy(() -> CompactRange.of(Long.MIN_VALUE, one));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompactRange.of(1, List.of(new byte[31])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompactRange().append(new byte[33]));
    }
}
