package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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

/// A Linux kernel for x86 as boot loaders take it: a boot sector and set-up code in sectors of 512 bytes,
/// then the program that decompresses the kernel, and the compressed kernel within it.
public final class BzImage implements Format {
    private static final int SECTOR = 512;
    private static final int SETUP_SECTS = 0x1f1;
    private static final int SYSSIZE = 0x1f4;
    private static final int BOOT_FLAG = 0x1fe;
    private static final int HEADER = 0x202;
    private static final int VERSION = 0x206;
    private static final int KERNEL_VERSION = 0x20e;
    private static final int CMDLINE_SIZE = 0x238;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int SETUP_END = 0x268;

    /// Protocol 2.06 says how long a command line may be, 2.08 where the payload is, and that a checksum
    /// ends the file.
    private static final int WITH_CMDLINE_SIZE = 0x206;
    private static final int WITH_PAYLOAD = 0x208;

    /// A kernel and a ramdisk larger than this don't fit below 4 GiB.
    private static final long LARGEST = 1L << 30;

    /// Where the header doesn't say where the kernel is, it must have room for one, and is searched so far.
    private static final long SMALLEST_SEARCHED = 64 << 10;

    private static final long SEARCHED = 1 << 20;

    private static final Card CARD = new Card(
            "bzimage",
            "Linux kernel for x86 (bzImage, zImage)",
            List.of("Linux, Documentation/arch/x86/boot.rst, protocols 2.00 to 2.15"),
            List.of(
                    "Set-up code and decompressor count as explained as a whole; they are not taken apart.",
                    "Kernels from before boot protocol 2.00 (1995) are not recognised.",
                    "The checksum at the end is told where it is right. Where it is wrong nothing is said: signing an"
                            + " image for UEFI alters it.",
                    "A signature for UEFI Secure Boot lies behind the image and is not told."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("HdrS", HEADER));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (!image.holds(at, SETUP_END)
                || image.u16(at + BOOT_FLAG, LITTLE_ENDIAN, "boot_flag") != 0xaa55
                || image.i32(at + HEADER, LITTLE_ENDIAN, "header") != 0x53726448) {
            return Optional.empty();
        }
        int protocol = image.u16(at + VERSION, LITTLE_ENDIAN, "version");
        int sectors = sectors(image, at);
        long size = size(image, at);
        boolean sane = protocol >= 0x200
                && protocol <= 0x2ff
                && sectors <= 64
                && size > (sectors + 1L) * SECTOR
                && (protocol >= WITH_PAYLOAD || size >= SMALLEST_SEARCHED)
                && size <= LARGEST;
        return sane ? Optional.of(Claim.strong(at, Math.min(size, image.size() - at))) : Optional.empty();
    }

    /// A 0 stands for 4.
    private static int sectors(Bytes image, long at) throws Malformed {
        int sectors = image.u8(at + SETUP_SECTS, "setup_sects");
        return sectors == 0 ? 4 : sectors;
    }

    private static long size(Bytes image, long at) throws Malformed {
        // Before 2.04 only the lower half of the field is the size; the upper one was the swap device.
        boolean wide = image.u16(at + VERSION, LITTLE_ENDIAN, "version") >= 0x204;
        long paragraphs = image.u32(at + SYSSIZE, LITTLE_ENDIAN, "syssize");
        long system = (wide ? paragraphs : paragraphs & 0xffff) * 16;
        return (sectors(image, at) + 1L) * SECTOR + system;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "image");
        long size = size(all, 0);
        int protocol = all.u16(VERSION, LITTLE_ENDIAN, "version");
        int setup = (sectors(all, 0) + 1) * SECTOR;
        describe(all, protocol, out);
        boolean narrow = protocol < 0x204;
        if (all.size() < size && !narrow) {
            out.problem(new Problem.Malformed(
                    SYSSIZE, "syssize", size + " bytes declared, " + all.size() + " left in the image"));
        }
        if (all.size() == size && protocol >= WITH_PAYLOAD && isWhole(all)) {
            out.header("crc32", "right over " + size + " bytes", size - 4, 4);
        }
        // A big kernel of an old protocol passes what 16 bits of size can say.
        Bytes whole = narrow ? image.from(claim.at(), "image") : all;
        long end = Math.max(payload(whole, setup, protocol, out), all.size());
        out.uses(Extent.Kind.STRUCTURE, 0, end);
        return claim.at() + end;
    }

    private static void describe(Bytes all, int protocol, Sink out) throws Malformed {
        int minor = protocol & 0xff;
        out.header("version", (protocol >> 8) + "." + (minor < 10 ? "0" : "") + minor, VERSION, 2);
        int pointer = all.u16(KERNEL_VERSION, LITTLE_ENDIAN, "kernel_version");
        long text = pointer + 0x200L;
        if (pointer > 0 && all.holds(text, 1)) {
            int most = (int) Math.min(256, all.size() - text);
            String version = HeaderText.of(all, text, most, "kernel_version");
            out.header("kernel_version", version, text, Math.min(most, version.length()));
        }
        out.header("setup_sects", Integer.toString(all.u8(SETUP_SECTS, "setup_sects")), SETUP_SECTS, 1);
        out.header("syssize", Long.toString(all.u32(SYSSIZE, LITTLE_ENDIAN, "syssize")), SYSSIZE, 4);
        if (protocol >= WITH_CMDLINE_SIZE) {
            long size = all.u32(CMDLINE_SIZE, LITTLE_ENDIAN, "cmdline_size");
            out.header("cmdline_size", Long.toString(size), CMDLINE_SIZE, 4);
        }
    }

    /// The remainder over a file with its own checksum at the end is always the same.
    private static boolean isWhole(Bytes all) {
        CRC32 crc = new CRC32();
        all.feed(crc::update);
        return crc.getValue() == 0xffff_ffffL;
    }

    /// Gives out the compressed kernel, and says where it ends.
    private static long payload(Bytes all, int setup, int protocol, Sink out) throws Unreadable {
        if (protocol >= WITH_PAYLOAD) {
            long offset = setup + all.u32(PAYLOAD_OFFSET, LITTLE_ENDIAN, "payload_offset");
            long length = all.u32(PAYLOAD_LENGTH, LITTLE_ENDIAN, "payload_length");
            out.header("payload_offset", Long.toString(offset - setup), PAYLOAD_OFFSET, 4);
            out.header("payload_length", Long.toString(length), PAYLOAD_LENGTH, 4);
            if (length > 0 && offset < all.size()) {
                return declared(all, offset, length, out);
            }
        }
        long searched = Math.min(all.size(), setup + SEARCHED);
        Optional<Packed> packed = Packed.first(all, Math.min(setup, searched), searched, 1, first -> first.length > 0);
        if (packed.isEmpty()) {
            out.problem(new Problem.Unsupported(setup, "payload", "no compressed kernel was found"));
            return all.size();
        }
        out.header("compression", packed.get().compression(), packed.get().at(), 0);
        return packed.get().into(all, "payload", 0, out);
    }

    private static long declared(Bytes all, long offset, long length, Sink out) throws Unreadable {
        if (!all.holds(offset, length)) {
            out.problem(new Problem.Malformed(
                    PAYLOAD_LENGTH,
                    "payload_length",
                    length + " bytes declared, " + (all.size() - offset) + " left in the image"));
        }
        long present = Math.min(length, all.size() - offset);
        String compression = Packed.at(all, offset).map(Packed::compression).orElse("none");
        out.header("compression", compression, offset, 0);
        // All but gzip, which has the size itself, are followed by the decompressed size.
        boolean sized = present == length && length > 4 && !compression.equals("gzip") && !compression.equals("none");
        long stream = sized ? present - 4 : present;
        if (sized) {
            long size = all.u32(offset + stream, LITTLE_ENDIAN, "decompressed size");
            out.header("decompressed size", Long.toString(size), offset + stream, 4);
        }
        out.part("payload", offset, all.slice(offset, stream, "payload"));
        return offset + present;
    }
}
