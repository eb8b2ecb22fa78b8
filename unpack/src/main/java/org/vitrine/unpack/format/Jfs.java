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
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system JFS: named with its label and size, not yet read.
public final class Jfs implements Format {
    private static final int AT = 0x8000;

    @Override
    public Card card() {
        return new Card(
                "jfs", "JFS", List.of("Linux kernel, fs/jfs/jfs_superblock.h"), List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("JFS1", AT));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 184)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 184, "superblock");
        if (!(block.matches(0, new byte[] {'J', 'F', 'S', '1'})
                && block.u32(4, LITTLE_ENDIAN, "s_version") - 1 < 2
                && isPower(block.u32(24, LITTLE_ENDIAN, "s_pbsize")))) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        long blocks = block.i64(8, LITTLE_ENDIAN, "s_size");
        return blocks < 0 || blocks > 1L << 46 ? 0 : blocks * block.u32(24, LITTLE_ENDIAN, "s_pbsize");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 184, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 184);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("version", Long.toString(block.u32(4, LITTLE_ENDIAN, "s_version")), AT + 4, 4);
        out.header("s_label", HeaderText.of(block, 152, 16, "s_label"), AT + 152, 16);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static boolean isPower(long size) {
        return size >= 512 && size <= 1 << 16 && Long.bitCount(size) == 1;
    }
}
