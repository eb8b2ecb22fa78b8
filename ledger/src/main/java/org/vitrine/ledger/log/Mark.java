package org.vitrine.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vitrine.ledger.tree.Hash;

/// How far everything that is made from the journal is durable, in the file `mark`: all full tiles and
/// bundles of the first `size` entries, and their places in the index. Opening a log replays only what
/// follows. One line, `mark <size> <root> <segment> <offset> <next> <SHA-256 of what stands before it>`;
/// without it, all is replayed.
///
/// @param size a multiple of 256, so that no tile is cut through
/// @param root the root at that size: tiles that don't lead to it are not trusted
/// @param place of the batch that holds entry `size`, or where it will be
record Mark(long size, Hash root, Journal.Place place) {
    static final String NAME = "mark";
    /// Nothing is durable but the journal.
    static final Mark START = new Mark(0, Hash.EMPTY_ROOT, Journal.Place.START);

    private static final int MOST = 1 << 10;
    private static final Pattern LINE = Pattern.compile(
            "(mark ([0-9]{1,18}) ([0-9a-f]{64}) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18}) )([0-9a-f]{64})\n");

    /// Reads the file.
    ///
    /// @return nothing where there is none, or it is torn
    static @Nullable Mark read(Disk disk) throws IOException {
        try {
            String line = new String(disk.read(NAME, MOST), StandardCharsets.US_ASCII);
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || !digest(parts.group(1)).equals(parts.group(7))) {
                return null;
            }
            return new Mark(
                    Long.parseLong(parts.group(2)),
                    Hash.of(java.util.HexFormat.of().parseHex(parts.group(3))),
                    new Journal.Place(
                            Long.parseLong(parts.group(4)),
                            Long.parseLong(parts.group(5)),
                            Long.parseLong(parts.group(6))));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// Replaces the file, durably.
    void write(Disk disk) throws IOException {
        String line =
                "mark " + size + " " + root + " " + place.segment() + " " + place.offset() + " " + place.next() + " ";
        String temporary = Log.TEMPORARY + "/" + NAME;
        disk.write(temporary, ByteBuffer.wrap((line + digest(line) + "\n").getBytes(StandardCharsets.US_ASCII)));
        disk.force(temporary);
        disk.rename(temporary, NAME);
        disk.forceFolder("");
    }

    private static String digest(String line) {
        return Hash.ofContent(line.getBytes(StandardCharsets.US_ASCII)).toString();
    }
}
