package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
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

/// A compressed Linux kernel for 32-bit ARM in either byte order: eight instructions that do nothing, a branch, a
/// magic with the first and last address, then the program that decompresses the kernel, and the kernel.
public final class ZImage implements Format {
    private static final int MAGIC = 0x24;
    private static final int START = 0x28;
    private static final int END = 0x2c;
    private static final int TABLE_MAGIC = 0x34;
    private static final int TABLE = 0x38;
    private static final int HEADER = 0x3c;
    private static final int TABLE_TAG = 0x5a534c4b;

    /// Decompressors of all compilers are far shorter, and no kernel is as long.
    private static final long LARGEST = 256L << 20;
    /// The decompressor alone takes half of it.
    private static final long SMALLEST = 32 << 10;

    private static final Card CARD = new Card(
            "zimage",
            "Linux kernel for ARM (zImage)",
            List.of(
                    "Linux, Documentation/arch/arm/booting.rst",
                    "Linux, arch/arm/boot/compressed/head.S, vmlinux.lds.S"),
            List.of(
                    "The decompressor counts as explained as a whole; it is not taken apart.",
                    "Images without the table of Linux 4.15 and later don't say where the kernel is: then the first"
                            + " stream that decodes is taken for it.",
                    "A kernel packed with LZO, LZ4 or zstd in an image without that table is given up to the image's"
                            + " end.",
                    "A devicetree that is appended lies behind the image and is found there."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("18286f01", MAGIC), Magic.hex("016f2818", MAGIC));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER)) {
            return Optional.empty();
        }
        ByteOrder order = order(image, at);
        long start = image.u32(at + START, order, "start");
        long end = image.u32(at + END, order, "end");
        // What stands before the branch does nothing: words alike, save that an EFI stub alters the first.
        boolean padded = image.i32(at + 8, LITTLE_ENDIAN, "nop") == image.i32(at + 12, LITTLE_ENDIAN, "nop")
                && image.i32(at + 16, LITTLE_ENDIAN, "nop") == image.i32(at + 12, LITTLE_ENDIAN, "nop")
                && image.i32(at + 12, LITTLE_ENDIAN, "nop") != 0;
        return padded && end - start >= SMALLEST && end - start <= LARGEST
                ? Optional.of(Claim.strong(at, Math.min(end - start, image.size() - at)))
                : Optional.empty();
    }

    /// The order of the data; code can be in the other one.
    private static ByteOrder order(Bytes image, long at) throws Malformed {
        return image.i32(at + MAGIC, LITTLE_ENDIAN, "magic") == 0x016f2818 ? LITTLE_ENDIAN : BIG_ENDIAN;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        ByteOrder order = order(all, 0);
        long start = all.u32(START, order, "start");
        long end = all.u32(END, order, "end");
        out.header("byte order", order == LITTLE_ENDIAN ? "little-endian" : "big-endian", MAGIC, 4);
        out.header("start", "0x" + Long.toHexString(start), START, 4);
        out.header("end", "0x" + Long.toHexString(end), END, 4);
        if (all.size() < end - start) {
            out.problem(new Problem.Malformed(
                    END, "end", (end - start) + " bytes declared, " + all.size() + " left in the image"));
        }
        long stated = statedEnd(all, order, out);
        long searched = stated > 0 ? stated : all.size();
        Optional<Packed> packed = Packed.first(all, HEADER, searched, 1, first -> first.length > 0);
        if (packed.isEmpty()) {
            out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
            out.problem(new Problem.Unsupported(HEADER, "piggy", "no compressed kernel was found"));
            return claim.end();
        }
        Packed stream = packed.get();
        out.uses(Extent.Kind.STRUCTURE, 0, all.size());
        out.header("compression", stream.compression(), stream.at(), 0);
        if (stated > 0) {
            long length = stated - stream.at() - (stream.compression().equals("gzip") ? 0 : 4);
            out.part("payload", stream.at(), all.slice(stream.at(), length, "piggy"));
        } else {
            stream.into(all, "payload", 0, out);
        }
        return claim.end();
    }

    /// Where the compressed kernel and the size behind it end, from the table that images since Linux 4.15 hold; -1
    /// where there is none.
    private static long statedEnd(Bytes all, ByteOrder order, Sink out) throws Malformed {
        if (all.u32(TABLE_MAGIC, order, "table magic") != 0x45454545L) {
            return -1;
        }
        long table = all.u32(TABLE, order, "table");
        if (!all.holds(table, 16) || all.i32(table + 4, order, "table tag") != TABLE_TAG) {
            return -1;
        }
        long size = all.u32(table + 8, order, "piggy size address");
        out.header("piggy size address", Long.toString(size), table + 8, 4);
        if (size <= HEADER || !all.holds(size, 4)) {
            out.problem(new Problem.Malformed(table + 8, "piggy size address", size + " is not inside the image"));
            return -1;
        }
        out.header("decompressed size", Long.toString(all.u32(size, LITTLE_ENDIAN, "size")), size, 4);
        return size + 4;
    }
}
