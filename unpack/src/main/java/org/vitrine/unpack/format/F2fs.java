package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// The file system F2FS: named with its label and size, not yet read.
public final class F2fs implements Format {
    private static final int AT = 1024;

    @Override
    public Card card() {
        return new Card(
                "f2fs",
                "F2FS",
                List.of("Linux kernel, include/linux/f2fs_fs.h and Documentation/filesystems/f2fs.rst"),
                List.of("Its files are not read."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("1020f5f2", AT));
    }

    @Override
    public List<Integer> boundaries() {
        return List.of(512);
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at + AT, 1148)) {
            return Optional.empty();
        }
        Bytes block = image.slice(at + AT, 1148, "superblock");
        if (!(block.i32(0, LITTLE_ENDIAN, "magic") == 0xf2f52010 && log(block) >= 12 && log(block) <= 16)) {
            return Optional.empty();
        }
        long size = size(block);
        long left = image.size() - at;
        return size <= AT ? Optional.empty() : Optional.of(Claim.strong(at, Math.min(size, left)));
    }

    private static long size(Bytes block) throws Malformed {
        long blocks = block.i64(36, LITTLE_ENDIAN, "block_count");
        return blocks < 0 || blocks > 1L << 40 ? 0 : blocks << log(block);
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes block = image.slice(claim.at() + AT, 1148, "superblock");
        out.uses(Extent.Kind.STRUCTURE, AT, 1148);
        out.header("size", Long.toString(size(block)), -1, 0);
        out.header(
                "version",
                block.u16(4, LITTLE_ENDIAN, "major_ver") + "." + block.u16(6, LITTLE_ENDIAN, "minor_ver"),
                AT + 4,
                4);
        out.header("volume_name", name(block), AT + 124, 1024);
        out.problem(new Problem.Unsupported(AT, "superblock", "the file system is named, its files are not yet read"));
        return claim.end();
    }

    private static long log(Bytes block) throws Malformed {
        return block.u32(16, LITTLE_ENDIAN, "log_blocksize");
    }

    private static String name(Bytes block) throws Malformed {
        String name = new String(block.array(124, 1024, "volume_name"), StandardCharsets.UTF_16LE);
        int end = name.indexOf(0);
        return Display.text(end < 0 ? name : name.substring(0, end));
    }
}
