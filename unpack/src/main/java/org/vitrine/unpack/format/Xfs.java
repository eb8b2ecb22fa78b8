package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system XFS: named with its label and size, not yet read.
public final class Xfs implements Format {
    private static final int AT = 0;

    @Override
    public Card card() {
        return new Card(
                "xfs",
                "XFS",
                List.of("XFS Algorithms and Data Structures, 3rd edition, chapter Superblocks"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("XFSB", AT));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 512)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 512, "superblock");
        if (!(block.matches(0, new byte[] {'X', 'F', 'S', 'B'}) && isPower(block.u32(4, BIG_ENDIAN, "sb_blocksize")))) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        long blocks = block.i64(8, BIG_ENDIAN, "sb_dblocks");
        return blocks < 0 || blocks > 1L << 46 ? 0 : blocks * block.u32(4, BIG_ENDIAN, "sb_blocksize");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 512, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 512);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("sb_fname", HeaderText.of(block, 108, 12, "sb_fname"), AT + 108, 12);
        out.header("version", Integer.toString(block.u16(100, BIG_ENDIAN, "sb_versionnum") & 0xf), AT + 100, 2);
        out.header("sb_blocksize", Long.toString(block.u32(4, BIG_ENDIAN, "sb_blocksize")), AT + 4, 4);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static boolean isPower(long size) {
        return size >= 512 && size <= 1 << 16 && Long.bitCount(size) == 1;
    }
}
