package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/000.p/1",
                "tile/0/000.p/255",
                "tile/63/x999/999",
                "tile/entries/x070/000",
                "tile/entries/x070/000.p/112",
                "tile/7/x009/x223/x372/x036/x854/x775/807"
            })
    void pathIsReadAndWritten(String path) {
        assertThat(TilePath.parse(path)).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/x000/000",
                "tile/0/x000",
                "tile/0/000/001",
                "tile/0/0000",
                "tile/0/001/",
                "tile/0//001",
                "/tile/0/001",
                "tile/00/001",
                "tile/064/001",
                "tile/64/001",
                "tile/-1/001",
                "tile/0/001.p/0",
                "tile/0/001.p/01",
                "tile/0/001.p/256",
                "tile/0/001.p/",
                "tile/0/001.p/1.p/2",
                "tile/0/.p/1",
                "tile/Entries/001",
                "tile/0/\u0661\u0661\u0661",
                "tile/0/x009/x223/x372/x036/x854/x775/808",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void anythingElseIsRefused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(MalformedException.class);
    }

    @Test
    void messageShowsThePathUnlessItIsLong() {
        assertThatThrownBy(() -> TilePath.parse("tile/0"))
                .hasMessage("\"tile/0\" is not the path of a tile");
        assertThatThrownBy(() -> TilePath.parse("x".repeat(65)))
                .hasMessage("that is not the path of a tile");
        assertThatThrownBy(() -> TilePath.parse("x".repeat(64))).hasMessageContaining("xxx");
    }

    @Test
    void tilesOfATreeAreAsWideAsItIs() {
        assertThat(TilePath.tile(0, 0, 1)).isEqualTo(new TilePath(0, 0, 1));
        assertThat(TilePath.tile(0, 0, 256)).isEqualTo(new TilePath(0, 0, 256));
        assertThat(TilePath.tile(1, 0, 256)).isEqualTo(new TilePath(1, 0, 1));
        assertThat(TilePath.tile(0, 273, 70_000)).isEqualTo(new TilePath(0, 273, 112));
        assertThat(TilePath.tile(0, 272, 70_000)).isEqualTo(new TilePath(0, 272, 256));
        assertThat(TilePath.tile(1, 1, 70_000)).isEqualTo(new TilePath(1, 1, 17));
        assertThat(TilePath.tile(2, 0, 70_000)).isEqualTo(new TilePath(2, 0, 1));
        assertThat(TilePath.tile(7, 0, Long.MAX_VALUE)).isEqualTo(new TilePath(7, 0, 127));
        assertThat(TilePath.entries(0, 1)).isEqualTo(new TilePath(TilePath.ENTRIES, 0, 1));
        assertThat(TilePath.entries(256, 300)).isEqualTo(new TilePath(TilePath.ENTRIES, 1, 44));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(0, 1, 256));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(1, 0, 255));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(0, -1, 255));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(0, 2, 300));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TilePath.tile(0, Long.MAX_VALUE / 256, 300));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.entries(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.entries(-1, 1));
    }

    @Test
    void countsOfTilesFollowTheSize() {
        assertThat(TilePath.fullTiles(0, 0)).isZero();
        assertThat(TilePath.partialWidth(63, 0)).isZero();
        assertThat(TilePath.fullTiles(0, 255)).isZero();
        assertThat(TilePath.fullTiles(0, 256)).isEqualTo(1);
        assertThat(TilePath.partialWidth(0, 256)).isZero();
        assertThat(TilePath.partialWidth(1, 256)).isEqualTo(1);
        assertThat(TilePath.fullTiles(7, Long.MAX_VALUE)).isZero();
        assertThat(TilePath.partialWidth(8, Long.MAX_VALUE)).isZero();
        assertThat(TilePath.partialWidth(63, Long.MAX_VALUE)).isZero();
        assertThat(TilePath.fullTiles(0, Long.MAX_VALUE)).isEqualTo((1L << 55) - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.fullTiles(-1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.fullTiles(64, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.partialWidth(0, -1));
    }

    @Test
    void endIndexIsTheFirstLeafBehind() {
        assertThat(new TilePath(0, 0, 7).endIndex()).isEqualTo(256);
        assertThat(new TilePath(1, 2, 7).endIndex()).isEqualTo(3 * 65_536);
        assertThat(new TilePath(TilePath.ENTRIES, 3, 256).endIndex()).isEqualTo(1024);
        assertThat(new TilePath(6, 126, 256).endIndex()).isEqualTo(127L << 56);
        assertThat(new TilePath(6, 127, 256).endIndex()).isEqualTo(Long.MAX_VALUE);
        assertThat(new TilePath(7, 0, 1).endIndex()).isEqualTo(Long.MAX_VALUE);
        assertThat(new TilePath(63, 0, 1).endIndex()).isEqualTo(Long.MAX_VALUE);
        long last = Long.MAX_VALUE >> 8;
        assertThat(new TilePath(0, last - 1, 1).endIndex()).isEqualTo(last << 8);
        assertThat(new TilePath(0, last, 1).endIndex()).isEqualTo(Long.MAX_VALUE);
        assertThat(new TilePath(0, Long.MAX_VALUE, 1).endIndex()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void fullPlaceHasTheSameIndex() {
        TilePath partial = new TilePath(2, 5, 7);

        assertThat(partial.isFull()).isFalse();
        assertThat(partial.isEntries()).isFalse();
        assertThat(partial.full()).isEqualTo(new TilePath(2, 5, 256));
        assertThat(partial.full().isFull()).isTrue();
    }

    @Test
    void wrongArgumentsAreBugs() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TilePath(-2, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TilePath(64, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TilePath(0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new TilePath(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TilePath(0, 0, 257));
    }
}
