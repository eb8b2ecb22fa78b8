package org.vitrine.ledger.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.ledger.Refused;

/// The place of up to 256 neighbours of a log: hashes of one level of its tree, or entries (C2SP
/// tlog-tiles). Each hash is the root of 256^level leaves. Its text is its path below the log's prefix,
/// such as `tile/0/x001/234`, `tile/1/000.p/17` or `tile/entries/000`.
///
/// @param level 0 to 63, where 0 holds hashes of leaves; or [#ENTRIES]
/// @param index its place among those of its level, from the left
/// @param width how many it holds, 1 to [#FULL]; fewer than that only at the right edge
public record Tile(int level, long index, int width) {
    /// The level of bundles of entries.
    public static final int ENTRIES = -1;

    /// How many hashes or entries a full one holds.
    public static final int FULL = 256;

    /// How many levels of a tree one level of tiles spans.
    public static final int HEIGHT = 8;

    private static final int HIGHEST = 63;
    private static final int GROUP = 1000;
    /// Seven groups hold every index below 2^63.
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /// A tile's place.
    ///
    /// @throws IllegalArgumentException when no tile has it
    public Tile {
        if (level < ENTRIES || level > HIGHEST || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile " + index + " is " + width + " wide at level " + level);
        }
    }

    /// Reads a path.
    ///
    /// @throws Refused when it is not the path of a tile
    public static Tile parse(String path) throws Refused {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw new Refused("tile: its path is not written as tile/<level>/<index>[.p/<width>]");
        }
        String named = parts.group(1);
        int level = named.equals("entries") ? ENTRIES : Integer.parseInt(named);
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        if (level > HIGHEST) {
            throw new Refused("tile: there is no level " + level);
        }
        if (parts.group(3) != null && width >= FULL) {
            throw new Refused("tile: no part of one is " + width + " wide");
        }
        String digits = parts.group(2).replaceAll("[x/]", "").replaceFirst("^0+(?=.)", "");
        Tile tile = new Tile(level, Decimal.parse(digits, "tile: its index"), width);
        if (!tile.path().equals(path)) {
            throw new Refused("tile: its index has a group of leading zeros");
        }
        return tile;
    }

    /// The tile with one hash or entry, as wide as a tree of that size has it.
    ///
    /// @param level the tile's
    /// @param at the hash's place among those of this level, or the entry's
    /// @param size how many leaves the tree has
    /// @throws IndexOutOfBoundsException when the tree has no such hash
    public static Tile holding(int level, long at, long size) {
        long count = count(level, size);
        if (at < 0 || at >= count) {
            throw new IndexOutOfBoundsException(
                    "a tree of " + size + " leaves has no hash " + at + " at level " + level);
        }
        long index = at / FULL;
        return new Tile(level, index, (int) Math.min(FULL, count - index * FULL));
    }

    /// All tiles that a tree of this size has, entries first and then level by level. A tree of n
    /// leaves has about n/128 of them.
    public static List<Tile> of(long size) {
        return grown(0, size);
    }

    /// The tiles that a tree has and its predecessor had not, or had less wide; entries first, then
    /// level by level.
    ///
    /// @param oldSize how many leaves were there
    /// @param newSize how many there are now
    public static List<Tile> grown(long oldSize, long newSize) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = ENTRIES; level <= HIGHEST && count(level, newSize) > 0; level++) {
            long count = count(level, newSize);
            for (long at = count(level, oldSize); at < count; at = at / FULL * FULL + FULL) {
                tiles.add(holding(level, at, newSize));
            }
        }
        return tiles;
    }

    /// Whether it holds as many as it ever will.
    public boolean isFull() {
        return width == FULL;
    }

    /// The full tile at the same place, which remains when its parts are deleted.
    public Tile full() {
        return new Tile(level, index, FULL);
    }

    /// Its path below the log's prefix.
    public String path() {
        StringBuilder groups = new StringBuilder("%03d".formatted(index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            groups.insert(0, "x%03d/".formatted(rest % GROUP));
        }
        String part = isFull() ? "" : ".p/" + width;
        return "tile/" + (level == ENTRIES ? "entries" : "" + level) + "/" + groups + part;
    }

    @Override
    public String toString() {
        return path();
    }

    /// How many hashes a level of tiles has in all.
    private static long count(int level, long size) {
        int shift = Math.max(level, 0) * HEIGHT;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }
}
