package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.fat.BootSector;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A disk with a master boot record: four partitions, of which one can be a chain of further ones. Its
/// two fixed bytes also end the boot sectors of file systems and of kernels, so it is claimed at the
/// start of a content only.
public final class Mbr implements Format {
    private static final int SECTOR = 512;
    private static final int TABLE = 446;
    private static final int ENTRY = 16;
    private static final int MOST_LOGICAL = 1024;
    private static final byte[] KERNEL = "HdrS".getBytes(StandardCharsets.US_ASCII);

    private record Slot(int status, int type, long start, long count) {
        static Slot at(Bytes disk, long at) throws Malformed {
            return new Slot(
                    disk.u8(at, "status"),
                    disk.u8(at + 4, "type"),
                    disk.u32(at + 8, LITTLE_ENDIAN, "first sector"),
                    disk.u32(at + 12, LITTLE_ENDIAN, "sectors"));
        }

        boolean isEmpty() {
            return type == 0 && count == 0;
        }

        boolean isExtended() {
            return type == 0x05 || type == 0x0f || type == 0x85;
        }
    }

    @Override
    public Card card() {
        return new Card(
                "mbr",
                "Master boot record",
                List.of(
                        "UEFI Specification 2.10, section 5.2.1 (Legacy Master Boot Record)",
                        "Linux kernel, block/partitions/msdos.c (extended partitions)"),
                List.of(
                        "Sectors are taken to have 512 bytes.",
                        "It is recognised at the start of a file, a partition or a payload only.",
                        "The boot code is not explained."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("55aa", SECTOR - 2));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (at != 0
                || !image.holds(0, SECTOR + 1)
                || image.u16(510, LITTLE_ENDIAN, "signature") != 0xaa55
                || image.matches(514, KERNEL)
                || BootSector.standsAt(image, 0)) {
            return Optional.empty();
        }
        int used = 0;
        for (int i = 0; i < 4; i++) {
            Slot slot = Slot.at(image, TABLE + (long) ENTRY * i);
            if ((slot.status() & 0x7f) != 0) {
                return Optional.empty();
            }
            if (slot.isEmpty()) {
                continue;
            }
            boolean sane = slot.type() != 0
                    && slot.start() > 0
                    && slot.count() > 0
                    && slot.start() * SECTOR < image.size()
                    && !overlaps(image, i, slot);
            if (!sane) {
                return Optional.empty();
            }
            used++;
        }
        return used == 0 ? Optional.empty() : Optional.of(Claim.strong(0, image.size()));
    }

    private static boolean overlaps(Bytes image, int before, Slot slot) throws Malformed {
        for (int i = 0; i < before; i++) {
            Slot other = Slot.at(image, TABLE + (long) ENTRY * i);
            boolean apart = other.isEmpty()
                    || other.start() + other.count() <= slot.start()
                    || slot.start() + slot.count() <= other.start();
            if (!apart) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes disk = image.slice(claim.at(), claim.length(), "disk");
        out.header("disk_signature", "0x%08x".formatted(disk.u32(440, LITTLE_ENDIAN, "disk signature")), 440, 4);
        out.uses(Extent.Kind.STRUCTURE, 440, 72);
        Partitions partitions = new Partitions(disk, out);
        partitions.reserve(0, SECTOR);
        int logical = 5;
        for (int i = 0; i < 4; i++) {
            long at = TABLE + (long) ENTRY * i;
            Slot slot = Slot.at(disk, at);
            if (slot.isEmpty()) {
                continue;
            }
            give(partitions, slot, at, i + 1, slot.start() * SECTOR);
            if (slot.isExtended()) {
                logical = chain(disk, slot, logical, partitions, out);
            }
        }
        return claim.end();
    }

    private static void give(Partitions partitions, Slot slot, long at, int number, long offset) throws Unreadable {
        String type = "0x%02x".formatted(slot.type());
        long length = slot.count() * SECTOR;
        partitions.row(number, "", type, "", offset, length, slot.status() == 0x80 ? "active" : "");
        if (!slot.isExtended()) {
            partitions.part(at, number, offset, length);
        }
    }

    /// The chain of records in an extended partition: each names one partition, counted from itself, and
    /// the next record, counted from the first.
    private static int chain(Bytes disk, Slot extended, int first, Partitions partitions, Sink out) throws Unreadable {
        Set<Long> met = new HashSet<>();
        long record = extended.start();
        int number = first;
        while (true) {
            long at = record * SECTOR;
            if (!met.add(record) || met.size() > MOST_LOGICAL) {
                out.problem(new Problem.Unsafe(at, "extended boot record", "a chain without an end"));
                return number;
            }
            if (!disk.holds(at, SECTOR) || disk.u16(at + 510, LITTLE_ENDIAN, "signature") != 0xaa55) {
                out.problem(new Problem.Malformed(at, "extended boot record", "there is none"));
                return number;
            }
            out.uses(Extent.Kind.STRUCTURE, at + TABLE, SECTOR - TABLE);
            partitions.reserve(at, SECTOR);
            long next = 0;
            for (int i = 0; i < 4; i++) {
                long entry = at + TABLE + (long) ENTRY * i;
                Slot slot = Slot.at(disk, entry);
                if (slot.isEmpty()) {
                    continue;
                }
                if (slot.isExtended()) {
                    next = next == 0 ? extended.start() + slot.start() : next;
                } else {
                    give(partitions, slot, entry, number++, (record + slot.start()) * SECTOR);
                }
            }
            if (next == 0) {
                return number;
            }
            record = next;
        }
    }
}
