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

/// The file system Btrfs: named with its label and size, not yet read.
public final class Btrfs implements Format {
    private static final int AT = 0x10000;

    @Override
    public Card card() {
        return new Card(
                "btrfs",
                "Btrfs",
                List.of("https://btrfs.readthedocs.io/en/latest/dev/On-disk-format.html"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("_BHRfS_M", AT + 64));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 4096)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 4096, "superblock");
        if (!block.matches(64, new byte[] {'_', 'B', 'H', 'R', 'f', 'S', '_', 'M'})) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        return Math.max(0, block.i64(112, LITTLE_ENDIAN, "total_bytes"));
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 4096, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 4096);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("label", HeaderText.of(block, 299, 256, "label"), AT + 299, 256);
        out.header("sectorsize", Long.toString(block.u32(144, LITTLE_ENDIAN, "sectorsize")), AT + 144, 4);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }
}
