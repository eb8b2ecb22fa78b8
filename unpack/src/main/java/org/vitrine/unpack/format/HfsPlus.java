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

/// The file system HFS Plus: named with its label and size, not yet read.
public final class HfsPlus implements Format {
    private static final int AT = 1024;

    @Override
    public Card card() {
        return new Card(
                "hfsplus",
                "HFS Plus",
                List.of("Apple, Technical Note TN1150: HFS Plus Volume Format"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("H+\u0000\u0004", AT), Magic.text("HX\u0000\u0005", AT));
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
        if (!(block.u8(0, "signature") == 'H'
                && block.u16(2, BIG_ENDIAN, "version") - 4 < 2
                && isPower(block.u32(40, BIG_ENDIAN, "blockSize")))) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        return block.u32(40, BIG_ENDIAN, "blockSize") * block.u32(44, BIG_ENDIAN, "totalBlocks");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 512, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 512);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("signature", HeaderText.of(block, 0, 2, "signature"), AT + 0, 2);
        out.header("version", Integer.toString(block.u16(2, BIG_ENDIAN, "version")), AT + 2, 2);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static boolean isPower(long size) {
        return size >= 512 && size <= 1 << 16 && Long.bitCount(size) == 1;
    }
}
