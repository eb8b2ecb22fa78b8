package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
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

/// The legacy image of U-Boot: a header of 64 bytes in big-endian order with the checksums of itself and of
/// the data behind it. Its magic also stands in the code of boot loaders: where the header's checksum is
/// wrong, it is claimed only if all its fields make sense, and the checksum is reported.
public final class UImage implements Format {
    private static final int HEADER = 64;
    private static final int MULTI = 4;
    private static final int SCRIPT = 6;
    private static final int NAME_LENGTH = 32;

    /// More sub-images than any boot loader takes.
    private static final int MOST_IMAGES = 256;

    private static final List<String> SYSTEMS = List.of(
            "invalid",
            "openbsd",
            "netbsd",
            "freebsd",
            "4_4bsd",
            "linux",
            "svr4",
            "esix",
            "solaris",
            "irix",
            "sco",
            "dell",
            "ncr",
            "lynxos",
            "vxworks",
            "psos",
            "qnx",
            "u-boot",
            "rtems",
            "artos",
            "unity",
            "integrity",
            "ose",
            "plan9",
            "openrtos",
            "arm-trusted-firmware",
            "tee",
            "opensbi",
            "efi");
    private static final List<String> ARCHITECTURES = List.of(
            "invalid",
            "alpha",
            "arm",
            "x86",
            "ia64",
            "mips",
            "mips64",
            "powerpc",
            "s390",
            "sh",
            "sparc",
            "sparc64",
            "m68k",
            "nios",
            "microblaze",
            "nios2",
            "blackfin",
            "avr32",
            "st200",
            "sandbox",
            "nds32",
            "or1k",
            "arm64",
            "arc",
            "x86_64",
            "xtensa",
            "riscv");
    private static final List<String> TYPES = List.of(
            "invalid",
            "standalone",
            "kernel",
            "ramdisk",
            "multi",
            "firmware",
            "script",
            "filesystem",
            "flat_dt",
            "kwbimage",
            "imximage",
            "ublimage",
            "omapimage",
            "aisimage",
            "kernel_noload",
            "pblimage",
            "mxsimage",
            "gpimage",
            "atmelimage",
            "socfpgaimage",
            "x86_setup",
            "lpc32xximage",
            "loadable",
            "rkimage",
            "rksd",
            "rkspi",
            "zynqimage",
            "zynqmpimage",
            "zynqmpbif",
            "fpga",
            "vybridimage",
            "tee",
            "firmware_ivt",
            "pmmc",
            "stm32image",
            "socfpgaimage_v1",
            "mtk_image",
            "imx8mimage",
            "imx8image",
            "copro",
            "sunxi_egon",
            "sunxi_toc0");
    private static final List<String> COMPRESSIONS = List.of("none", "gzip", "bzip2", "lzma", "lzo", "lz4", "zstd");

    private static final Card CARD = new Card(
            "uimage",
            "U-Boot legacy image",
            List.of("U-Boot, include/image.h (struct legacy_img_hdr)", "U-Boot, doc/mkimage.1"),
            List.of(
                    "Headers that a vendor altered, with another magic or a checksum of its own, are not recognised.",
                    "The checksums are CRC-32: they show damage, not whether somebody altered the image."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("27051956"));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, HEADER) || image.i32(at, BIG_ENDIAN, "ih_magic") != 0x27051956) {
            return Optional.empty();
        }
        if (checksum(image, at) != image.u32(at + 4, BIG_ENDIAN, "ih_hcrc") && !isPlausible(image, at)) {
            return Optional.empty();
        }
        long size = HEADER + image.u32(at + 12, BIG_ENDIAN, "ih_size");
        return Optional.of(Claim.strong(at, Math.min(size, image.size() - at)));
    }

    private static long checksum(Bytes image, long at) throws Malformed {
        byte[] header = image.array(at, HEADER, "header");
        Arrays.fill(header, 4, 8, (byte) 0);
        CRC32 crc = new CRC32();
        crc.update(header);
        return crc.getValue();
    }

    /// Whether all codes are known and the name is text: an image whose header was altered without its
    /// checksum, as tools that only change the name leave it.
    private static boolean isPlausible(Bytes image, long at) throws Malformed {
        byte[] header = image.array(at, HEADER, "header");
        boolean known = isKnown(SYSTEMS, header[28])
                && isKnown(ARCHITECTURES, header[29])
                && isKnown(TYPES, header[30])
                && header[31] >= 0
                && header[31] < COMPRESSIONS.size();
        int end = 32;
        while (end < HEADER && header[end] >= ' ' && header[end] < 0x7f) {
            end++;
        }
        int text = end - 32;
        while (end < HEADER && header[end] == 0) {
            end++;
        }
        return known && text >= 3 && end == HEADER;
    }

    private static boolean isKnown(List<String> names, byte code) {
        return code > 0 && code < names.size();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long at = claim.at();
        Bytes all = image.slice(at, claim.length(), "image");
        long declared = all.u32(12, BIG_ENDIAN, "ih_size");
        int type = all.u8(30, "ih_type");
        out.uses(Extent.Kind.STRUCTURE, 0, HEADER);
        header(all, out);
        long stored = all.u32(4, BIG_ENDIAN, "ih_hcrc");
        long computed = checksum(all, 0);
        if (stored != computed) {
            out.problem(mismatch(4, "ih_hcrc", stored, computed));
        }
        Bytes data = all.from(HEADER, "data");
        if (data.size() < declared) {
            out.problem(new Problem.Malformed(
                    12, "ih_size", declared + " bytes declared, " + data.size() + " left in the image"));
        } else {
            verify(all, data, out);
        }
        if (type == MULTI || type == SCRIPT) {
            parts(data, type == SCRIPT ? "script" : "image", out);
        } else if (data.size() > 0) {
            out.part("payload", HEADER, data);
        }
        return claim.end();
    }

    private static void header(Bytes image, Sink out) throws Malformed {
        out.header("ih_hcrc", hex(image, 4, "ih_hcrc"), 4, 4);
        out.header(
                "ih_time",
                Instant.ofEpochSecond(image.u32(8, BIG_ENDIAN, "ih_time")).toString(),
                8,
                4);
        out.header("ih_size", Long.toString(image.u32(12, BIG_ENDIAN, "ih_size")), 12, 4);
        out.header("ih_load", hex(image, 16, "ih_load"), 16, 4);
        out.header("ih_ep", hex(image, 20, "ih_ep"), 20, 4);
        out.header("ih_dcrc", hex(image, 24, "ih_dcrc"), 24, 4);
        out.header("ih_os", name(SYSTEMS, image.u8(28, "ih_os")), 28, 1);
        out.header("ih_arch", name(ARCHITECTURES, image.u8(29, "ih_arch")), 29, 1);
        out.header("ih_type", name(TYPES, image.u8(30, "ih_type")), 30, 1);
        out.header("ih_comp", name(COMPRESSIONS, image.u8(31, "ih_comp")), 31, 1);
        out.header("ih_name", HeaderText.of(image, 32, NAME_LENGTH, "ih_name"), 32, NAME_LENGTH);
    }

    private static String hex(Bytes image, long at, String field) throws Malformed {
        return "0x" + HexFormat.of().toHexDigits(image.i32(at, BIG_ENDIAN, field));
    }

    private static String name(List<String> names, int value) {
        return value < names.size() ? names.get(value) : Integer.toString(value);
    }

    private static void verify(Bytes image, Bytes data, Sink out) throws Malformed {
        CRC32 crc = new CRC32();
        data.feed(crc::update);
        long stored = image.u32(24, BIG_ENDIAN, "ih_dcrc");
        if (crc.getValue() != stored) {
            out.problem(mismatch(24, "ih_dcrc", stored, crc.getValue()));
        }
    }

    private static Problem mismatch(long offset, String field, long stored, long computed) {
        return new Problem.Malformed(
                offset, field, Long.toHexString(stored) + " stored, " + Long.toHexString(computed) + " computed");
    }

    /// A table of lengths, closed by a zero, and the sub-images behind it, each at a multiple of four.
    private static void parts(Bytes data, String what, Sink out) throws Unreadable {
        int count = 0;
        while (data.u32(4L * count, BIG_ENDIAN, "image size") != 0) {
            if (++count > MOST_IMAGES) {
                throw new Malformed(HEADER, "image size", "more than " + MOST_IMAGES + " sub-images");
            }
        }
        long at = 4L * (count + 1);
        out.uses(Extent.Kind.STRUCTURE, HEADER, at);
        for (int i = 0; i < count; i++) {
            long size = data.u32(4L * i, BIG_ENDIAN, "image size");
            if (!data.holds(at, size)) {
                out.problem(new Problem.Malformed(
                        HEADER + 4L * i,
                        "image size",
                        size + " bytes declared, " + Math.max(0, data.size() - at) + " left in the image"));
                size = data.size() - at;
                if (size <= 0) {
                    return;
                }
            }
            out.part(what, HEADER + at, data.slice(at, size, what));
            at += size + 3 & ~3L;
        }
    }
}
