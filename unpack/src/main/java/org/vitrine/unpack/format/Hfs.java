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

/// The file system HFS: named with its label and size, not yet read.
public final class Hfs implements Format {
    private static final int AT = 1024;

    @Override
    public Card card() {
        return new Card(
                "hfs",
                "HFS",
                List.of("Apple, Inside Macintosh: Files, chapter File Manager (Master Directory Blocks)"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("BD", AT));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 162)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 162, "superblock");
        if (!(at == 0
                && block.u16(0, BIG_ENDIAN, "drSigWord") == 0x4244
                && block.u16(14, BIG_ENDIAN, "drVBMSt") == 3
                && block.u8(36, "drVN") <= 27
                && block.u32(20, BIG_ENDIAN, "drAlBlkSiz") % 512 == 0)) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        return 512L * block.u16(28, BIG_ENDIAN, "drAlBlSt")
                + block.u16(18, BIG_ENDIAN, "drNmAlBlks") * block.u32(20, BIG_ENDIAN, "drAlBlkSiz");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 162, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 162);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("drVN", HeaderText.of(block, 37, block.u8(36, "drVN"), "drVN"), AT + 36, 28);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }
}
