package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
    private static final SlowTree TREE = SlowTree.ofNumbers(600);

    @Test
    void nodesInsideATileAreThoseOfTheTree() {
        for (int width : new int[] {1, 2, 3, 7, 8, 44, 255, 256}) {
            Tile tile = tile(TREE, 0, width);

            assertThat(tile.width()).isEqualTo(width);
            for (int level = 0; level <= Tile.HEIGHT; level++) {
                for (int index = 0; index < width >> level; index++) {
                    assertThat(tile.node(level, index)).isEqualTo(TREE.reader().hash(level, index));
                }
                int end = width >> level;
                int asked = level;
                assertThatIllegalArgumentException().isThrownBy(() -> tile.node(asked, end));
            }
        }
    }

    @Test
    void hashesAndProofsOverTilesAreThoseOfTheTree() {
        for (int size : new int[] {1, 44, 255, 256, 257, 300, 511, 512, 600}) {
            SlowTree part = TREE.first(size);
            List<TilePath> asked = new ArrayList<>();
            TileReader tiles =
                    path -> {
                        asked.add(path);
                        return read(part, path);
                    };
            HashReader hashes = HashReader.overTiles(size, tiles);

            assertThat(Proofs.root(size, hashes)).isEqualTo(part.root());
            assertThat(Proofs.inclusion(size / 2, size, hashes))
                    .usingRecursiveComparison()
                    .isEqualTo(part.inclusion(size / 2));
            if (size > 1) {
                assertThat(Proofs.consistency(size / 2, size, hashes))
                        .usingRecursiveComparison()
                        .isEqualTo(part.consistency(size / 2));
            }
            assertThat(asked).allSatisfy(path -> assertThat(path.isEntries()).isFalse());
        }
    }

    @Test
    void widerTileServesAndNarrowerOneIsABug() {
        HashReader wide = HashReader.overTiles(44, path -> tile(TREE, 0, 256));
        HashReader narrow = HashReader.overTiles(44, path -> tile(TREE, 0, 43));

        assertThat(Proofs.root(44, wide)).isEqualTo(TREE.first(44).root());
        assertThatThrownBy(() -> narrow.hash(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void partialTileIsABeginning() {
        Tile tile = tile(TREE, 0, 256);

        assertThat(tile.prefix(44).encode()).isEqualTo(Arrays.copyOf(tile.encode(), 44 * 32));
        assertThat(tile.prefix(1).encode()).isEqualTo(TREE.leaf(0));
        assertThat(tile.prefix(256).encode()).isEqualTo(tile.encode());
        assertThat(Tile.decode(tile.encode()).encode()).isEqualTo(tile.encode());
        assertThatIllegalArgumentException().isThrownBy(() -> tile.prefix(0));
        assertThatIllegalArgumentException().isThrownBy(() -> tile.prefix(257));
        assertThatIllegalArgumentException().isThrownBy(() -> tile.node(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> tile.node(9, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> tile.node(0, -1));
    }

    @Test
    void bytesThatAreNoTileAreRefused() {
        for (int length : new int[] {0, 1, 31, 33, 8191, 8193, 8224}) {
            assertThatThrownBy(() -> Tile.decode(new byte[length]))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void tileOfHashesHasThemInOrder() {
        assertThat(Tile.of(TREE.leaves().subList(0, 256)).encode())
                .isEqualTo(tile(TREE, 0, 256).encode());
        assertThatIllegalArgumentException().isThrownBy(() -> Tile.of(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tile.of(TREE.leaves().subList(0, 257)));
        assertThatIllegalArgumentException().isThrownBy(() -> Tile.of(List.of(new byte[31])));
    }

    @Test
    void tileKeepsNothingOfItsCaller() {
        byte[] bytes = tile(TREE, 0, 2).encode();
        Tile tile = Tile.decode(bytes);

        bytes[0] ^= 1;
        tile.encode()[0] ^= 1;
        tile.node(0, 0)[0] ^= 1;

        assertThat(tile.node(0, 0)).isEqualTo(TREE.leaf(0));
    }

    @Test
    void bundlesReadAndWriteThemselves() {
        List<byte[]> entries = new ArrayList<>();
        for (int index = 0; index < 256; index++) {
            entries.add(new byte[index == 9 ? 65_535 : 3 * index]);
        }
        byte[] bundle = EntryBundle.encode(entries);

        assertThat(EntryBundle.decode(bundle, 256)).usingRecursiveComparison().isEqualTo(entries);
        assertThat(EntryBundle.decode(bundle, 3)).hasSize(3);
        assertThat(EntryBundle.decode(bundle, 1)).hasSize(1);
        assertThat(EntryBundle.prefix(bundle, 10))
                .isEqualTo(EntryBundle.encode(entries.subList(0, 10)));
        assertThat(EntryBundle.prefix(bundle, 256)).isEqualTo(bundle);
        assertThat(EntryBundle.encode(List.of(new byte[258], new byte[0])))
                .hasSize(262)
                .startsWith(1, 2)
                .endsWith(0, 0);
    }

    @Test
    void bundleThatEndsEarlyIsRefused() {
        byte[] bundle = EntryBundle.encode(List.of(new byte[3], new byte[0]));

        assertThat(EntryBundle.decode(bundle, 2)).hasSize(2);
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 3))
                .isInstanceOf(MalformedException.class);
        for (int length : new int[] {0, 1, 4, 6}) {
            byte[] cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> EntryBundle.decode(cut, 2))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> EntryBundle.prefix(cut, 2))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void wrongBundlesAreBugs() {
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBundle.encode(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, new byte[0])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryBundle.decode(new byte[9000], 257));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBundle.decode(new byte[2], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryBundle.prefix(new byte[2], 0));
    }

    private static Tile tile(SlowTree tree, int from, int to) {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        tree.leaves().subList(from, to).forEach(hashes::writeBytes);
        return Tile.decode(hashes.toByteArray());
    }

    private static Tile read(SlowTree tree, TilePath path) {
        int from = (int) path.index() * 256;
        if (path.level() == 0) {
            return tile(tree, from, from + path.width());
        }
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int index = from; index < from + path.width(); index++) {
            hashes.writeBytes(tree.reader().hash(8 * path.level(), index));
        }
        return Tile.decode(hashes.toByteArray());
    }
}
