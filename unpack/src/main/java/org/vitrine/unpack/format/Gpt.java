package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.gpt.GptHeader;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A disk with a GUID partition table. Where the primary table is damaged, the backup at the disk's end
/// is read. A table without its disk, as loaders flash it, has rows and no parts.
public final class Gpt implements Format {
    private static final int[] SECTORS = {512, 4096};
    private static final String NO_TYPE = "00000000-0000-0000-0000-000000000000";

    @Override
    public Card card() {
        return new Card(
                "gpt",
                "GUID partition table",
                List.of("UEFI Specification 2.10, section 5 (GUID Partition Table Disk Layout)"),
                List.of(
                        "Sectors have 512 or 4096 bytes, told by where the header stands; a table for larger"
                                + " sectors that was written with small ones is counted in the small ones.",
                        "Where the primary table is lost, the backup is found only at the end of a whole disk.",
                        "The code in the protective boot record is not explained."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("EFI PART", 512), Magic.text("EFI PART", 4096), Magic.hex("55aa", 510));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        for (int sector : SECTORS) {
            Optional<GptHeader> primary = GptHeader.at(image, at + sector, sector);
            if (primary.isPresent() && primary.get().isRight(at)) {
                return Optional.of(Claim.strong(at, length(image, at, primary.get())));
            }
        }
        // Of a lost primary only a protective record is left, of which a disk has one at its start.
        return at == 0 && isProtected(image) && backup(image) != null
                ? Optional.of(Claim.strong(0, image.size()))
                : Optional.empty();
    }

    private static long length(Bytes image, long at, GptHeader primary) throws Malformed {
        long left = image.size() - at;
        long disk = (primary.alternate() + 1) * primary.sector();
        if (primary.namesDisk() && (at == 0 || disk <= left)) {
            return Math.min(left, disk);
        }
        long end = Math.max(2L * primary.sector(), primary.entries() * primary.sector() + primary.entriesLength());
        return Math.min(left, end);
    }

    private static boolean isProtected(Bytes image) throws Malformed {
        for (int i = 0; i < 4; i++) {
            if (image.holds(0, 512) && image.u8(450 + 16L * i, "OSType") == 0xee) {
                return image.u16(510, LITTLE_ENDIAN, "Signature") == 0xaa55;
            }
        }
        return false;
    }

    private static @Nullable GptHeader backup(Bytes disk) throws Malformed {
        for (int sector : SECTORS) {
            Optional<GptHeader> backup = GptHeader.at(disk, disk.size() - sector, sector);
            if (backup.isPresent() && backup.get().isRight(0)) {
                return backup.get();
            }
        }
        return null;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes disk = image.slice(claim.at(), claim.length(), "disk");
        GptHeader primary = null;
        for (int sector : SECTORS) {
            Optional<GptHeader> found = GptHeader.at(disk, sector, sector);
            if (primary == null && found.isPresent()) {
                primary = found.get();
            }
        }
        List<GptHeader> right = new ArrayList<>();
        if (primary == null) {
            out.problem(new Problem.Malformed(512, "Signature", "there is no primary header that makes sense"));
        } else if (isSound(primary, out)) {
            right.add(primary);
        }
        GptHeader backup = backup(disk, primary, out);
        if (backup != null && isSound(backup, out)) {
            right.add(backup);
        }
        if (right.size() == 2) {
            compare(disk, right.getFirst(), right.getLast(), out);
        }
        GptHeader table = !right.isEmpty() ? right.getFirst() : primary != null ? primary : backup;
        if (table == null) {
            throw new Malformed(512, "Signature", "there is no table");
        }
        boolean bare = primary != null && right.contains(primary) && !primary.namesDisk();
        headers(disk, table, out);
        Partitions partitions = new Partitions(disk, out);
        structure(disk, primary, partitions, out);
        structure(disk, backup, partitions, out);
        read(disk, table, partitions, bare || table.alternate() * table.sector() > claim.length() && claim.at() > 0);
        return claim.end();
    }

    /// The backup that the primary names, or that stands at the end; null when there is none.
    private static @Nullable GptHeader backup(Bytes disk, @Nullable GptHeader primary, Sink out) throws Malformed {
        if (primary == null || !primary.isRight(0)) {
            return backup(disk);
        }
        if (!primary.namesDisk()) {
            out.header("table", "without its disk", -1, 0);
            return null;
        }
        long at = primary.alternate() * primary.sector();
        Optional<GptHeader> found = GptHeader.at(disk, at, primary.sector());
        if (found.isEmpty()) {
            out.problem(new Problem.Malformed(primary.at() + 32, "AlternateLBA", "there is no backup header at " + at));
        }
        return found.orElse(null);
    }

    private static boolean isSound(GptHeader header, Sink out) {
        if (!header.isRight(0)) {
            String reason = header.stored() == header.computed()
                    ? "sector " + header.own() + " named"
                    : Long.toHexString(header.stored()) + " stored, " + Long.toHexString(header.computed())
                            + " computed";
            out.problem(new Problem.Malformed(header.at() + 16, "HeaderCRC32", reason));
            return false;
        }
        if (!header.areEntriesRight()) {
            String computed = header.entriesComputed() < 0
                    ? "entries that are not there"
                    : Long.toHexString(header.entriesComputed()) + " computed";
            out.problem(new Problem.Malformed(
                    header.at() + 88,
                    "PartitionEntryArrayCRC32",
                    Long.toHexString(header.entriesStored()) + " stored, " + computed));
            return false;
        }
        return true;
    }

    private static void compare(Bytes disk, GptHeader primary, GptHeader backup, Sink out) throws Malformed {
        boolean same = primary.identifier().equals(backup.identifier())
                && primary.firstUsable() == backup.firstUsable()
                && primary.lastUsable() == backup.lastUsable()
                && primary.alternate() == backup.own()
                && backup.alternate() == primary.own();
        if (!same) {
            out.problem(new Problem.Malformed(backup.at(), "header", "the backup differs from the primary"));
        }
        long length = Math.min(primary.entriesLength(), backup.entriesLength());
        byte[] entries = disk.array(backup.entries() * backup.sector(), length, "entries");
        boolean equal = primary.entriesLength() == backup.entriesLength()
                && disk.matches(primary.entries() * primary.sector(), entries);
        if (!equal) {
            out.problem(new Problem.Malformed(
                    backup.entries() * backup.sector(), "entries", "those of the backup differ from the primary's"));
        }
    }

    private static void headers(Bytes disk, GptHeader table, Sink out) throws Malformed {
        long at = table.at();
        out.header("Revision", "0x%08x".formatted(disk.u32(at + 8, LITTLE_ENDIAN, "Revision")), at + 8, 4);
        out.header("sector_size", Integer.toString(table.sector()), -1, 0);
        out.header("FirstUsableLBA", Long.toUnsignedString(table.firstUsable()), at + 40, 8);
        out.header("LastUsableLBA", Long.toUnsignedString(table.lastUsable()), at + 48, 8);
        out.header("DiskGUID", table.identifier(), at + 56, 16);
        out.header("NumberOfPartitionEntries", Long.toString(table.count()), at + 80, 4);
    }

    private static void structure(Bytes disk, @Nullable GptHeader header, Partitions partitions, Sink out)
            throws Malformed {
        if (isProtected(disk)) {
            out.uses(Extent.Kind.STRUCTURE, 440, 72);
        }
        partitions.reserve(0, 512);
        if (header == null) {
            return;
        }
        out.uses(Extent.Kind.STRUCTURE, header.at(), header.size());
        partitions.reserve(header.at(), header.size());
        long entries = header.entries() * header.sector();
        if (header.entriesComputed() >= 0) {
            out.uses(Extent.Kind.STRUCTURE, entries, header.entriesLength());
            partitions.reserve(entries, header.entriesLength());
        }
    }

    private static void read(Bytes disk, GptHeader table, Partitions partitions, boolean bare) throws Unreadable {
        for (int i = 0; i < table.count(); i++) {
            long at = table.entries() * table.sector() + i * table.entrySize();
            if (!disk.holds(at, 128)) {
                throw new Malformed(at, "PartitionEntry", "number " + (i + 1) + " is not there");
            }
            String type = GptHeader.guid(disk, at);
            if (type.equals(NO_TYPE)) {
                continue;
            }
            long first = disk.i64(at + 32, LITTLE_ENDIAN, "StartingLBA");
            long last = disk.i64(at + 40, LITTLE_ENDIAN, "EndingLBA");
            long flags = disk.i64(at + 48, LITTLE_ENDIAN, "Attributes");
            if (first < 0 || last >= 1L << 50 || last < first - 1) {
                partitions.refuse(at + 32, i + 1, "sectors " + first + " to " + last);
                continue;
            }
            long offset = first * table.sector();
            long length = (last - first + 1) * table.sector();
            partitions.row(
                    i + 1, name(disk, at + 56), type, GptHeader.guid(disk, at + 16), offset, length, text(flags));
            if (!bare && length > 0) {
                partitions.part(at, i + 1, offset, length);
            }
        }
    }

    private static String name(Bytes disk, long at) throws Malformed {
        byte[] raw = disk.array(at, 72, "PartitionName");
        int end = 0;
        while (end < raw.length && (raw[end] != 0 || raw[end + 1] != 0)) {
            end += 2;
        }
        return Display.text(new String(raw, 0, end, StandardCharsets.UTF_16LE));
    }

    private static String text(long flags) {
        List<String> words = new ArrayList<>();
        if ((flags & 1) != 0) {
            words.add("required");
        }
        if ((flags & 2) != 0) {
            words.add("no block I/O");
        }
        if ((flags & 4) != 0) {
            words.add("legacy bootable");
        }
        if ((flags & ~7L) != 0) {
            words.add("0x%016x".formatted(flags & ~7L));
        }
        return String.join(", ", words);
    }
}
