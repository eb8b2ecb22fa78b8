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

/// The file system ReiserFS: named with its label and size, not yet read.
public final class Reiserfs implements Format {
    private static final int AT = 0x10000;

    @Override
    public Card card() {
        return new Card(
                "reiserfs",
                "ReiserFS",
                List.of("Linux kernel, fs/reiserfs/reiserfs.h"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("ReIsEr", AT + 52));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 204)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 204, "superblock");
        if (!(block.matches(52, new byte[] {'R', 'e', 'I', 's', 'E', 'r'})
                && isPower(block.u16(44, LITTLE_ENDIAN, "s_blocksize")))) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        return block.u32(0, LITTLE_ENDIAN, "s_block_count") * block.u16(44, LITTLE_ENDIAN, "s_blocksize");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 204, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 204);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("s_magic", HeaderText.of(block, 52, 10, "s_magic"), AT + 52, 10);
        out.header("s_label", HeaderText.of(block, 100, 16, "s_label"), AT + 100, 16);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static boolean isPower(long size) {
        return size >= 512 && size <= 1 << 16 && Long.bitCount(size) == 1;
    }
}
