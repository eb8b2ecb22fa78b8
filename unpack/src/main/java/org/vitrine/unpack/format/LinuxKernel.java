package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.Elf;
import org.vitrine.structure.LinuxBanner;
import org.vitrine.structure.ProgramHeader;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A Linux kernel as it lies in memory: what a zImage or bzImage unpacks to, an `Image` of ARM64 or RISC-V, a
/// `vmlinux`. It has no magic of its own on most machines; it is told by its banner and by a second string that
/// every kernel has. Its configuration and its ramdisk, where it holds them, become parts.
///
/// The whole of it counts as explained, as a program does: what it is, is known, its code is not looked at.
public final class LinuxKernel implements Format {
    /// The kind of content it is.
    public static final String KIND = "linux-kernel";

    private static final Card CARD = new Card(
            "linux-kernel",
            "Linux kernel, decompressed",
            List.of(
                    "Linux, init/version.c (linux_banner, linux_proc_banner) and kernel/configs.c (IKCFG_ST)",
                    "Linux, Documentation/arch/arm64/booting.rst and Documentation/arch/riscv/boot-image-header.rst",
                    "Linux, Documentation/driver-api/early-userspace/buffer-format.rst"),
            List.of(
                    "The kernel counts as explained as a whole: code and data in it are not taken apart.",
                    "Told by its strings where it starts a content; a kernel that lies uncompressed in the midst of a"
                            + " flash image is not carved out.",
                    "Kernels larger than 256 MiB or smaller than 256 KiB are not recognised.",
                    "A ramdisk within it is found as a cpio archive, or by decompressing gzip, bzip2, LZMA and xz"
                            + " streams that hold one; one packed with LZO, LZ4 or zstd is found by its recorded size."));

    private static final long SMALLEST = 256 << 10;
    private static final long LARGEST = 256L << 20;
    /// The smallest block that most flash chips erase. Kernels hold a page of ones, but no 64 KiB.
    private static final int ERASED = 1 << 16;
    private static final byte[] PROC_BANNER = ascii("%s version %s (");
    private static final byte[] INIT_ARGUMENT = ascii("\0init=\0");
    private static final byte[] CONFIG_START = ascii("IKCFG_ST\u001f\u008b\b");
    private static final byte[] CONFIG_END = ascii("IKCFG_ED");
    private static final byte[] ARM64 = ascii("ARMd");
    private static final byte[] RISCV = ascii("RSC\u0005");
    private static final byte[] ELF_MAGIC = ascii("\u007fELF");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Whether a content is a kernel from its start on. Flash images that hold one are told by the erased blocks in
    /// them, of which a kernel has none.
    public static boolean is(Bytes content) {
        if (content.size() < SMALLEST || content.size() > LARGEST) {
            return false;
        }
        return LinuxBanner.next(content, 0).isPresent()
                && (content.indexOf(PROC_BANNER, 0, content.size()) >= 0
                        || content.indexOf(INIT_ARGUMENT, 0, content.size()) >= 0)
                && !hasErasedBlock(content);
    }

    private static boolean hasErasedBlock(Bytes content) {
        byte[] block = new byte[ERASED];
        for (long at = 0; at + block.length <= content.size(); at += block.length) {
            content.copyAvailable(at, block, 0, block.length);
            int same = 0;
            while (same < block.length && block[same] == -1) {
                same++;
            }
            if (same == block.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Card card() {
        return CARD;
    }

    /// The headers of ARM64 and RISC-V.
    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex("41524d64", 56), Magic.hex("52534305", 56));
    }

    @Override
    public List<String> kinds() {
        return List.of(KIND, "elf", "pe");
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        // Where it ends is nowhere said: it is one from end to end, or not found.
        boolean whole = at == 0 && !hasInterpreter(image) && is(image);
        return whole ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    /// A program that needs a dynamic linker is none, whatever strings it holds; most programs are ruled out so.
    private static boolean hasInterpreter(Bytes image) {
        if (!image.matches(0, ELF_MAGIC)) {
            return false;
        }
        try {
            return Elf.open(image).programHeader(ProgramHeader.PT_INTERP).isPresent();
        } catch (Unreadable e) {
            return true;
        }
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        out.uses(Extent.Kind.STRUCTURE, 0, image.size());
        Optional<LinuxBanner> banner = LinuxBanner.next(image, 0);
        if (banner.isPresent()) {
            out.header(
                    "linux_banner",
                    banner.get().text(),
                    banner.get().at(),
                    banner.get().length());
        }
        imageHeader(image, out);
        configuration(image, out);
        Optional<Ramdisk> ramdisk = Ramdisk.in(image);
        if (ramdisk.isPresent()) {
            long at = ramdisk.get().at();
            out.part("initramfs", at, image.slice(at, ramdisk.get().length(), "initramfs"));
        }
        return image.size();
    }

    private static void imageHeader(Bytes image, Sink out) throws Malformed {
        if (image.matches(56, ARM64) || image.matches(56, RISCV)) {
            out.header("text_offset", hex(image, 8, "text_offset"), 8, 8);
            out.header("image_size", Long.toUnsignedString(image.i64(16, LITTLE_ENDIAN, "image_size")), 16, 8);
            out.header("flags", hex(image, 24, "flags"), 24, 8);
        }
    }

    private static String hex(Bytes image, long at, String field) throws Malformed {
        return "0x" + Long.toHexString(image.i64(at, LITTLE_ENDIAN, field));
    }

    private static void configuration(Bytes image, Sink out) throws Unreadable {
        long start = image.indexOf(CONFIG_START, 0, image.size());
        if (start < 0) {
            return;
        }
        long from = start + 8;
        long end = image.indexOf(CONFIG_END, from, image.size());
        if (end < 0) {
            out.problem(new Problem.Malformed(start, "IKCFG_ST", "no IKCFG_ED follows"));
            return;
        }
        out.part("ikconfig", from, image.slice(from, end - from, "ikconfig"));
    }
}
