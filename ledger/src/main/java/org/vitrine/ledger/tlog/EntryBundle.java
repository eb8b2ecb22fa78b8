package org.vitrine.ledger.tlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.ledger.Refused;

/// Up to 256 entries of a log, as one resource (C2SP tlog-tiles, "Log entries"): each entry behind its
/// length, which takes two bytes in big-endian order.
public final class EntryBundle {
    /// How many bytes an entry can have.
    public static final int LONGEST_ENTRY = 0xffff;

    private final List<byte[]> entries;

    private EntryBundle(List<byte[]> entries) {
        this.entries = entries;
    }

    /// A bundle of these entries.
    ///
    /// @throws IllegalArgumentException when it has none, more than [Tile#FULL], or one too long
    public static EntryBundle of(List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > Tile.FULL) {
            throw new IllegalArgumentException("a bundle has 1 to " + Tile.FULL + " entries, not " + entries.size());
        }
        List<byte[]> copies = new ArrayList<>();
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException("an entry has at most " + LONGEST_ENTRY + " bytes");
            }
            copies.add(entry.clone());
        }
        return new EntryBundle(copies);
    }

    /// Reads a bundle; [#encode] gives the same bytes again.
    ///
    /// @throws Refused when it ends inside an entry, is empty, or holds more than [Tile#FULL]
    public static EntryBundle decode(byte[] bundle) throws Refused {
        ByteBuffer rest = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>();
        while (rest.hasRemaining()) {
            if (entries.size() == Tile.FULL) {
                throw new Refused("entries: bytes stand behind the " + Tile.FULL + "th");
            }
            if (rest.remaining() < Short.BYTES) {
                throw new Refused("entries: the length of entry " + entries.size() + " is cut off");
            }
            int length = Short.toUnsignedInt(rest.getShort());
            if (length > rest.remaining()) {
                throw new Refused("entries: entry " + entries.size() + " says " + length + " bytes, " + rest.remaining()
                        + " are left");
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            throw new Refused("entries: there are none");
        }
        return new EntryBundle(entries);
    }

    /// Reads the bundle of a place. Where part of a bundle is wanted, the full one will do.
    ///
    /// @param tile says how many entries it must hold
    /// @throws Refused when it holds more or fewer, or is malformed
    public static EntryBundle decode(byte[] bundle, Tile tile) throws Refused {
        EntryBundle read = decode(bundle);
        if (read.size() == Tile.FULL) {
            return new EntryBundle(read.entries.subList(0, tile.width()));
        }
        if (read.size() != tile.width()) {
            throw new Refused("entries: " + tile + " holds " + read.size() + " entries, not " + tile.width());
        }
        return read;
    }

    /// How many entries it has.
    public int size() {
        return entries.size();
    }

    /// A copy of one entry.
    ///
    /// @param index from 0
    public byte[] entry(int index) {
        return entries.get(index).clone();
    }

    /// Its bytes.
    public byte[] encode() {
        int size =
                entries.stream().mapToInt(entry -> Short.BYTES + entry.length).sum();
        ByteBuffer bundle = ByteBuffer.allocate(size);
        for (byte[] entry : entries) {
            bundle.putShort((short) entry.length).put(entry);
        }
        return bundle.array();
    }
}
