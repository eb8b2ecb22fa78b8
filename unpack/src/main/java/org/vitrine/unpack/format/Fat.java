package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.fat.BootSector;
import org.vitrine.unpack.format.fat.Walk;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file systems FAT12, FAT16 and FAT32, with long names.
public final class Fat implements Format {
    private static final int SIGNED = 0x29;

    @Override
    public Card card() {
        return new Card(
                "fat",
                "FAT12, FAT16 and FAT32",
                List.of(
                        "Microsoft, FAT: General Overview of On-Disk Format (FAT32 File System Specification 1.03)",
                        "ECMA-107, Volume and File Structure of Disk Cartridges"),
                List.of(
                        "Times are local times without a zone; they are shown as if they were UTC.",
                        "Short names are bytes of a code page that the file system doesn't name.",
                        "Attributes such as hidden and read-only, and deleted files, are not shown.",
                        "File systems without the bytes 55 AA at the end of their boot sector are not claimed."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("55aa", 510));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!BootSector.standsAt(image, at) || image.u16(at + 510, LITTLE_ENDIAN, "Signature_word") != 0xaa55) {
            return Optional.empty();
        }
        BootSector boot = BootSector.of(image.from(at, "boot sector"));
        return Optional.of(Claim.strong(at, Math.min(boot.size(), image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "file system");
        BootSector boot = BootSector.of(content);
        boolean wide = boot.rootCluster() != 0;
        headers(content, boot, wide ? 28 : 0, out);
        if (boot.size() > content.size()) {
            out.problem(new Problem.Malformed(
                    32, "BPB_TotSec32", boot.size() + " bytes named, " + content.size() + " are there"));
        }
        out.uses(Extent.Kind.STRUCTURE, 0, wide ? 90 : 62);
        out.uses(Extent.Kind.STRUCTURE, 510, 2);
        if (wide) {
            copies(content, boot, out);
        }
        tables(content, boot, out);
        new Walk(content, boot, out).run();
        return claim.end();
    }

    private static void headers(Bytes image, BootSector boot, int shift, Sink out) throws Malformed {
        out.header("type", "FAT" + boot.bits(), -1, 0);
        out.header("BS_OEMName", HeaderText.of(image, 3, 8, "BS_OEMName"), 3, 8);
        out.header("BPB_BytsPerSec", Integer.toString(boot.sectorSize()), 11, 2);
        out.header("cluster_size", Integer.toString(boot.clusterSize()), 13, 1);
        out.header("clusters", Long.toString(boot.clusters()), -1, 0);
        if (image.u8(38L + shift, "BS_BootSig") == SIGNED) {
            long id = image.u32(39L + shift, LITTLE_ENDIAN, "BS_VolID");
            out.header("BS_VolID", "0x%08x".formatted(id), 39L + shift, 4);
            out.header(
                    "BS_VolLab",
                    HeaderText.of(image, 43L + shift, 11, "BS_VolLab").strip(),
                    43L + shift,
                    11);
        }
    }

    /// The sector with counts of free clusters, and the copy of the boot sector, where they are what
    /// they should be.
    private static void copies(Bytes image, BootSector boot, Sink out) throws Malformed {
        long info = (long) image.u16(48, LITTLE_ENDIAN, "BPB_FSInfo") * boot.sectorSize();
        if (info > 0 && image.holds(info, 512) && image.i32(info, LITTLE_ENDIAN, "FSI_LeadSig") == 0x41615252) {
            out.uses(Extent.Kind.STRUCTURE, info, 4);
            out.uses(Extent.Kind.STRUCTURE, info + 484, 12);
            out.uses(Extent.Kind.STRUCTURE, info + 508, 4);
        }
        long backup = (long) image.u16(50, LITTLE_ENDIAN, "BPB_BkBootSec") * boot.sectorSize();
        if (backup > 0 && backup < boot.table(0) && image.holds(backup, 512)) {
            if (image.matches(backup, image.array(0, 90, "boot sector"))) {
                out.uses(Extent.Kind.STRUCTURE, backup, 90);
                out.uses(Extent.Kind.STRUCTURE, backup + 510, 2);
            } else {
                out.problem(new Problem.Malformed(50, "BPB_BkBootSec", "the copy differs from the boot sector"));
            }
        }
    }

    /// The copies of the table, which should be equal.
    private static void tables(Bytes image, BootSector boot, Sink out) throws Malformed {
        for (int copy = 0; copy < boot.tables(); copy++) {
            long there = Math.min(boot.tableLength(), image.size() - boot.table(copy));
            if (there > 0) {
                out.uses(Extent.Kind.STRUCTURE, boot.table(copy), there);
            }
            if (copy > 0 && there > 0 && !isEqual(image, boot.table(0), boot.table(copy), there)) {
                out.problem(new Problem.Malformed(boot.table(copy), "FAT", "the second table differs from the first"));
            }
        }
    }

    private static boolean isEqual(Bytes image, long one, long other, long length) throws Malformed {
        int step = 1 << 16;
        for (long done = 0; done < length; done += step) {
            long part = Math.min(step, length - done);
            if (!image.matches(other + done, image.array(one + done, part, "FAT"))) {
                return false;
            }
        }
        return true;
    }
}
