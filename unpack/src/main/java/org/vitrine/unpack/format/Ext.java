package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.format.ext.Superblock;
import org.vitrine.unpack.format.ext.Volume;
import org.vitrine.unpack.format.ext.Walk;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file systems ext2, ext3 and ext4, which differ in their features only.
public final class Ext implements Format {
    private static final int JOURNAL_DEVICE = 0x8;
    private static final int RECOVER = 0x4;
    private static final int DIRECTORY_DATA = 0x1000;

    @Override
    public Card card() {
        return new Card(
                "ext",
                "ext2, ext3 and ext4",
                List.of(
                        "Linux kernel, Documentation/filesystems/ext4/ (data structures and algorithms)",
                        "https://www.nongnu.org/ext2-doc/ext2.html"),
                List.of(
                        "The journal is not replayed: contents are those on the disk, and an unclean one is reported.",
                        "Deleted files and what lies in free blocks are not shown as files.",
                        "Contents that are encrypted, or compressed by e2compr, are not read.",
                        "Checksums of bitmaps are not verified, and copies of the superblock are not compared.",
                        "A file system whose first superblock is lost is not found by its copies."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("53ef", Superblock.AT + 56));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!Superblock.standsAt(image, at)) {
            return Optional.empty();
        }
        Superblock superblock = Superblock.of(image.from(at, "superblock"));
        if ((superblock.incompatible() & JOURNAL_DEVICE) != 0) {
            return Optional.empty();
        }
        return Optional.of(Claim.strong(at, Math.min(superblock.size(), image.size() - at)));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes content = image.slice(claim.at(), claim.length(), "file system");
        Superblock superblock = Superblock.of(content);
        headers(content, superblock, out);
        if (superblock.size() > content.size()) {
            out.problem(new Problem.Malformed(
                    Superblock.AT + 4,
                    "s_blocks_count",
                    superblock.size() + " bytes named, " + content.size() + " are there"));
        }
        if ((superblock.incompatible() & RECOVER) != 0) {
            out.problem(new Problem.Unsupported(
                    Superblock.AT + 96,
                    "s_feature_incompat",
                    "needs_recovery: the journal holds changes that are not replayed"));
        }
        if ((superblock.incompatible() & DIRECTORY_DATA) != 0) {
            out.problem(new Problem.Unsupported(Superblock.AT + 96, "s_feature_incompat", "data in directory entries"));
        }
        Volume volume = new Volume(content, superblock, out);
        volume.check();
        new Walk(volume).run();
        return claim.end();
    }

    private static void headers(Bytes image, Superblock superblock, Sink out) throws Malformed {
        int at = Superblock.AT;
        out.header("kind", superblock.kind(), -1, 0);
        out.header("s_inodes_count", Long.toString(superblock.inodes()), at, 4);
        out.header("s_blocks_count", Long.toString(superblock.blocks()), at + 4L, 4);
        out.header("block_size", Integer.toString(superblock.blockSize()), at + 24L, 4);
        time("s_wtime", image, at + 48, out);
        out.header("s_state", Integer.toString(image.u16(at + 58L, LITTLE_ENDIAN, "s_state")), at + 58L, 2);
        out.header("s_inode_size", Integer.toString(superblock.inodeSize()), at + 88L, 2);
        out.header("s_feature_compat", "0x%x".formatted(superblock.compatible()), at + 92L, 4);
        out.header("s_feature_incompat", "0x%x".formatted(superblock.incompatible()), at + 96L, 4);
        out.header("s_feature_ro_compat", "0x%x".formatted(superblock.readOnly()), at + 100L, 4);
        boolean unclean = (superblock.incompatible() & RECOVER) != 0;
        out.header("needs_recovery", unclean ? "yes" : "no", at + 96L, 4);
        out.header("s_uuid", superblock.identifier(image), at + 104L, 16);
        out.header("s_volume_name", HeaderText.of(image, at + 120L, 16, "s_volume_name"), at + 120L, 16);
        out.header("s_last_mounted", HeaderText.of(image, at + 136L, 64, "s_last_mounted"), at + 136L, 64);
        time("s_mkfs_time", image, at + 264, out);
    }

    private static void time(String field, Bytes image, int at, Sink out) throws Malformed {
        long seconds = image.u32(at, LITTLE_ENDIAN, field);
        out.header(field, Instant.ofEpochSecond(seconds).toString(), at, 4);
    }
}
