package org.vitrine.unpack.format;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.minix.Superblock;
import org.vitrine.unpack.format.minix.Walk;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The Minix file system, versions 1 to 3 and of either byte order, as early Linux and small devices use
/// it.
public final class Minix implements Format {
    @Override
    public Card card() {
        return new Card(
                "minix",
                "Minix file system",
                List.of("Linux kernel, include/uapi/linux/minix_fs.h"),
                List.of(
                        "Zones of more than one block are not read.",
                        "Further names of a file are shown as files of their own."));
    }

    @Override
    public List<Magic> magic() {
        int at = Superblock.AT + 16;
        return List.of(
                Magic.hex("7f13", at),
                Magic.hex("8f13", at),
                Magic.hex("6824", at),
                Magic.hex("7824", at),
                Magic.hex("5a4d", at + 8),
                Magic.hex("137f", at),
                Magic.hex("138f", at),
                Magic.hex("2468", at),
                Magic.hex("2478", at),
                Magic.hex("4d5a", at + 8));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        return Superblock.at(image, at)
                .map(superblock -> Claim.strong(at, Math.min(superblock.size(), image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "file system");
        Superblock superblock =
                Superblock.at(content, 0).orElseThrow(() -> new Malformed(Superblock.AT, "superblock", "is cut"));
        out.header("version", Integer.toString(superblock.version()), -1, 0);
        out.header("byte_order", superblock.order() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian", -1, 0);
        out.header("s_ninodes", Long.toString(superblock.inodes()), Superblock.AT, superblock.version() == 3 ? 4 : 2);
        out.header("zones", Long.toString(superblock.zones()), -1, 0);
        if (superblock.size() > content.size()) {
            out.problem(new Problem.Malformed(
                    Superblock.AT, "s_zones", superblock.size() + " bytes named, " + content.size() + " are there"));
        }
        out.uses(Extent.Kind.STRUCTURE, Superblock.AT, Superblock.SIZE);
        long maps = (long) (superblock.inodeMap() + superblock.zoneMap()) * superblock.blockSize();
        out.uses(Extent.Kind.STRUCTURE, 2L * superblock.blockSize(), maps);
        new Walk(content, superblock, out).run();
        return claim.end();
    }
}
