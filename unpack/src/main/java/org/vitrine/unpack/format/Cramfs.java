package org.vitrine.unpack.format;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.cramfs.Superblock;
import org.vitrine.unpack.format.cramfs.Volume;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// Cramfs, versions 1 and 2 and both byte orders: the compressed read-only file system before squashfs.
public final class Cramfs implements Format {
    private static final int PAGE = 4096;

    @Override
    public Card card() {
        return new Card(
                "cramfs",
                "Compressed ROM file system",
                List.of(
                        "Linux kernel, Documentation/filesystems/cramfs.rst",
                        "Linux kernel, include/uapi/linux/cramfs_fs.h"),
                List.of(
                        "Blocks of 4096 bytes are taken for granted: an image doesn't say.",
                        "Files with the same content share its bytes; whether they were links is not recorded.",
                        "Version 1 doesn't say how long it is: it ends with its last file."));
    }

    @Override
    public List<Magic> magic() {
        List<Magic> magic = new ArrayList<>();
        for (int place : Superblock.PLACES) {
            magic.add(Magic.hex("453dcd28", place));
            magic.add(Magic.hex("28cd3d45", place));
        }
        return magic;
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        return Superblock.of(image, at)
                .map(superblock -> Claim.strong(
                        at,
                        superblock.version() == 1
                                ? Claim.UNKNOWN
                                : Math.min(
                                        Math.max(superblock.size(), superblock.at() + Superblock.SIZE),
                                        image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content =
                claim.measured() ? image.slice(claim.at(), claim.length(), "cramfs") : image.from(claim.at(), "cramfs");
        Superblock superblock = Superblock.of(content, 0).orElseThrow(() -> new Malformed(0, "superblock", "is cut"));
        headers(content, superblock, out);
        out.uses(Extent.Kind.STRUCTURE, superblock.at(), Superblock.SIZE);
        Volume volume = new Volume(content, superblock, out);
        volume.walk();
        if (claim.measured()) {
            return claim.end();
        }
        long page = (volume.end() + PAGE - 1) / PAGE * PAGE;
        return claim.at() + Math.min(page, content.size());
    }

    private static void headers(Bytes image, Superblock superblock, Sink out) throws Malformed {
        long at = superblock.at();
        out.header("version", Integer.toString(superblock.version()), at + 8, 4);
        out.header("byte_order", superblock.order() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian", at, 4);
        out.header("flags", "0x%x".formatted(superblock.flags()), at + 8, 4);
        out.header("name", HeaderText.of(image, at + Superblock.NAME, 16, "name"), at + Superblock.NAME, 16);
        if (superblock.version() == 1) {
            return;
        }
        out.header("size", Long.toString(superblock.size()), at + 4, 4);
        out.header("fsid.crc", "0x%08x".formatted(superblock.crc()), at + 32, 4);
        out.header("fsid.edition", Long.toString(superblock.edition()), at + 36, 4);
        out.header("fsid.files", Long.toString(superblock.files()), at + 44, 4);
        try {
            long sum = superblock.checksum(image);
            if (sum != superblock.crc()) {
                out.problem(new Problem.Malformed(at + 32, "fsid.crc", "must be 0x%08x".formatted(sum)));
            }
        } catch (Malformed e) {
            out.problem(e.problem());
        }
    }
}
