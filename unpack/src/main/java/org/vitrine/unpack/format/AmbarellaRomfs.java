package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The read-only file system of Ambarella's cameras: a count, and from 2048 on a table of names, places and sizes.
public final class AmbarellaRomfs implements Format {
    private static final int TABLE = 0x800;
    private static final int ENTRY = 128;
    private static final int NAME = 116;
    private static final int HEADER_MAGIC = 0x66fc328a;
    private static final int ENTRY_MAGIC = 0x2387ab76;
    private static final int MOST = 4096;

    private static final Card CARD = new Card(
            "ambarella-romfs",
            "Ambarella ROM file system",
            List.of("No specification is published; the layout was read off images"),
            List.of("Found only with a first entry that has its own magic."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("8a32fc66", 4));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, TABLE + ENTRY) || image.i32(at + 4, LITTLE_ENDIAN, "magic") != HEADER_MAGIC) {
            return Optional.empty();
        }
        long count = image.u32(at, LITTLE_ENDIAN, "count");
        long end = TABLE + count * ENTRY;
        if (count == 0 || count > MOST || image.i32(at + TABLE + ENTRY - 4, LITTLE_ENDIAN, "magic") != ENTRY_MAGIC) {
            return Optional.empty();
        }
        for (long i = 0; i < count && image.holds(at + TABLE + i * ENTRY, ENTRY); i++) {
            long place = at + TABLE + i * ENTRY + NAME;
            end = Math.max(
                    end, image.u32(place, LITTLE_ENDIAN, "offset") + image.u32(place + 4, LITTLE_ENDIAN, "size"));
        }
        // Files start at multiples of 2048, and the last one is filled up to it.
        long padded = end + TABLE - 1 & -TABLE;
        return Optional.of(Claim.strong(at, Math.min(padded, image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "file system");
        long count = all.u32(0, LITTLE_ENDIAN, "count");
        out.header("count", Long.toString(count), 0, 4);
        out.uses(Extent.Kind.STRUCTURE, 0, 8);
        for (long i = 0; i < count; i++) {
            long at = TABLE + i * ENTRY;
            if (all.i32(at + ENTRY - 4, LITTLE_ENDIAN, "magic") != ENTRY_MAGIC) {
                throw new Malformed(at + ENTRY - 4, "magic", "entry " + i + " has none");
            }
            out.uses(Extent.Kind.STRUCTURE, at, ENTRY);
            file(all, at, out);
        }
        return claim.end();
    }

    private static void file(Bytes all, long at, Sink out) throws Unreadable {
        byte[] raw = all.array(at, NAME, "name");
        int length = 0;
        while (length < NAME && raw[length] != 0) {
            length++;
        }
        List<Name> path = Name.split(Arrays.copyOf(raw, length));
        long offset = all.u32(at + NAME, LITTLE_ENDIAN, "offset");
        long size = all.u32(at + NAME + 4, LITTLE_ENDIAN, "size");
        long there = Math.min(size, all.size() - offset);
        if (path.isEmpty() || there < size) {
            out.problem(new Problem.Malformed(
                    at, "entry", size + " bytes at " + offset + ", " + Math.max(0, there) + " are there"));
        }
        if (path.isEmpty() || there < 0) {
            return;
        }
        out.uses(Extent.Kind.DATA, offset, there);
        out.file(Entry.of(path, ArtifactType.FILE), all.slice(offset, there, "file"));
    }
}
