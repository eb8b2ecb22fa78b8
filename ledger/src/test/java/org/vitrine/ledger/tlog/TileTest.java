package org.vitrine.ledger.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrine.ledger.Refused;

/// Places of tiles, against the examples of C2SP tlog-tiles.
final class TileTest {
    @ParameterizedTest
    @CsvSource({
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/3/000.p/1, 3, 0, 1",
        "tile/63/999.p/255, 63, 999, 255",
        "tile/entries/x001/000, -1, 1000, 256",
        "tile/0/x009/x223/x372/x036/x854/x775/807, 0, 9223372036854775807, 256"
    })
    void pathsAreReadAndWritten(String path, int level, long index, int width) throws Exception {
        assertThat(Tile.parse(path)).isEqualTo(new Tile(level, index, width));
        assertThat(new Tile(level, index, width).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/0",
                "tile/0/1000",
                "tile/0/x000/001",
                "tile/0/000/x001",
                "tile/0/001/002",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/x000.p/1",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/data/000",
                "tile/0/x009/x223/x372/x036/x854/x775/808",
                "tile/0/x001/x000/x000/x000/x000/x000/x000/000"
            })
    void otherPathsAreRefused(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(Refused.class);
    }

    /// The example of the specification.
    @Test
    void aTreeOf70000() {
        List<Tile> tiles = Tile.of(70_000);
        assertThat(tiles.stream().filter(tile -> tile.level() == 0 && tile.isFull()))
                .hasSize(273);
        assertThat(tiles.stream().filter(tile -> tile.level() == Tile.ENTRIES)).hasSize(274);
        assertThat(tiles.stream().filter(tile -> tile.level() >= 0 && !tile.isFull()))
                .containsExactly(new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1));
        assertThat(tiles).contains(new Tile(1, 0, 256)).hasSize(274 + 274 + 2 + 1);
    }

    @Test
    void aTreeOf256() {
        assertThat(Tile.of(256))
                .containsExactly(new Tile(Tile.ENTRIES, 0, 256), new Tile(0, 0, 256), new Tile(1, 0, 1));
        assertThat(Tile.of(0)).isEmpty();
    }

    @Test
    void growingStepByStepGivesAllTilesInTheEnd() {
        Set<Tile> full = new LinkedHashSet<>();
        for (long size = 0; size < 70_000; size += 700) {
            List<Tile> grown = Tile.grown(size, size + 700);
            assertThat(grown).doesNotHaveDuplicates().isSubsetOf(Tile.of(size + 700));
            assertThat(grown).noneMatch(new LinkedHashSet<>(Tile.of(size))::contains);
            grown.stream().filter(Tile::isFull).forEach(full::add);
        }
        assertThat(Tile.of(70_000).stream().filter(Tile::isFull)).containsExactlyInAnyOrderElementsOf(full);
        assertThat(Tile.grown(70_000, 70_000)).isEmpty();
    }

    @Test
    void theLargestTreeHasEightLevels() {
        assertThat(Tile.holding(7, 0, Long.MAX_VALUE)).isEqualTo(new Tile(7, 0, 127));
        assertThat(Tile.holding(0, Long.MAX_VALUE - 1, Long.MAX_VALUE))
                .isEqualTo(new Tile(0, Long.MAX_VALUE / 256, 255));
        assertThatThrownBy(() -> Tile.holding(8, 0, Long.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
