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

/// The file system NTFS: named with its label and size, not yet read.
public final class Ntfs implements Format {
    private static final int AT = 0;

    @Override
    public Card card() {
        return new Card(
                "ntfs",
                "NTFS",
                List.of("Linux kernel, fs/ntfs3/ntfs.h (NTFS_BOOT)"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("NTFS    ", AT + 3));
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
        if (!(block.matches(3, new byte[] {'N', 'T', 'F', 'S', ' ', ' ', ' ', ' '})
                && isPower(block.u16(11, LITTLE_ENDIAN, "bytes_per_sector")))) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        long sectors = block.i64(40, LITTLE_ENDIAN, "sectors_per_volume");
        return sectors < 0 || sectors > 1L << 46 ? 0 : (sectors + 1) * block.u16(11, LITTLE_ENDIAN, "bytes_per_sector");
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 512, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 512);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header("serial_num", "%016x".formatted(block.i64(72, LITTLE_ENDIAN, "serial_num")), AT + 72, 8);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static boolean isPower(long size) {
        return size >= 512 && size <= 1 << 16 && Long.bitCount(size) == 1;
    }
}
