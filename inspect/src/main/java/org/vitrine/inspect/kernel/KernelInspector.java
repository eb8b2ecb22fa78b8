package org.vitrine.inspect.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.Elf;
import org.vitrine.structure.ElfHeader;
import org.vitrine.structure.LinuxBanner;

/// Linux kernels by the string in which they name themselves, in the decompressed kernel and in the header of x86
/// images: rows of [Kernel].
public final class KernelInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "kernel",
            "Linux kernels by their version strings",
            List.of("Linux, init/version.c (linux_banner)", "Linux, Documentation/arch/x86/boot.rst (kernel_version)"),
            List.of(
                    "The string can be changed, and a vendor's corrections don't change it.",
                    "Names of builder and compiler, and the time, are what the build said of itself.",
                    "The architecture is taken from an ELF header, an Image header or the module vermagic; where none"
                            + " of them says, from the compiler's name, else it is UNKNOWN.",
                    "A kernel that lies uncompressed in a raw image is told for the image too.",
                    "Only x86 images say their version without being decompressed."));

    private static final int SMALLEST = 4096;
    /// A content with more holds logs or nonsense.
    private static final int MOST = 64;
    private static final long LARGEST_SCAN = 256L << 20;

    private static final byte[] MODULES = ascii(" mod_unload ");
    private static final byte[] PREEMPT = ascii(" preempt ");
    private static final byte[] ARM64 = ascii("ARMd");
    private static final byte[] RISCV = ascii("RSC\u0005");
    private static final byte[] BOOT_HEADER = ascii("HdrS");
    private static final Pattern BOOT_VERSION =
            Pattern.compile("([0-9]+\\.[0-9]+\\S*) \\(([^()\\s]+@[^()\\s]+)\\) (#.*)");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// An inspector; it keeps nothing between contents.
    public KernelInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Malformed {
        if (content.size() < SMALLEST) {
            return;
        }
        bootHeader(sha256, content, facts);
        Set<String> told = new HashSet<>();
        Optional<LinuxBanner> next = LinuxBanner.next(content, 0);
        String vermagic = next.isPresent() ? vermagic(content, next.get().release()) : "";
        for (int count = 0; next.isPresent() && count < MOST; count++) {
            LinuxBanner banner = next.get();
            if (told.add(banner.text())) {
                facts.add(new Kernel(
                        banner.release(),
                        architecture(content, vermagic, banner.compiler()),
                        banner.builder(),
                        banner.compiler(),
                        banner.build(),
                        vermagic.startsWith(banner.release() + " ") ? vermagic : "",
                        Kernel.Source.BANNER,
                        banner.text(),
                        new Location(sha256, banner.at(), banner.length())));
            }
            next = LinuxBanner.next(content, banner.at() + banner.length());
        }
    }

    private static void bootHeader(Digest sha256, Bytes content, Facts facts) throws Malformed {
        if (!content.matches(0x202, BOOT_HEADER)
                || content.u16(0x1fe, LITTLE_ENDIAN, "boot_flag") != 0xaa55
                || content.u16(0x206, LITTLE_ENDIAN, "version") < 0x200) {
            return;
        }
        long at = content.u16(0x20e, LITTLE_ENDIAN, "kernel_version") + 0x200L;
        String text = text(content, at);
        Matcher matcher = BOOT_VERSION.matcher(text);
        if (matcher.lookingAt()) {
            facts.add(new Kernel(
                    Display.text(matcher.group(1)),
                    Kernel.Architecture.X86,
                    Display.text(matcher.group(2)),
                    "",
                    Display.text(bare(matcher.group(3))),
                    "",
                    Kernel.Source.BOOT_HEADER,
                    Display.text(text),
                    new Location(sha256, at, text.length())));
        }
    }

    /// The build alone: the image's builder writes more behind it.
    private static String bare(String text) {
        int comma = text.indexOf(',');
        return comma < 0 ? text : text.substring(0, comma);
    }

    private static String text(Bytes content, long at) {
        byte[] window = new byte[512];
        int filled = content.copyAvailable(at, window, 0, window.length);
        int end = 0;
        while (end < filled && window[end] >= ' ' && window[end] < 0x7f) {
            end++;
        }
        return new String(window, 0, end, StandardCharsets.ISO_8859_1);
    }

    /// The string that modules are compared with: it starts with the release, and names options behind it.
    private static String vermagic(Bytes content, String release) {
        long end = Math.min(content.size(), LARGEST_SCAN);
        for (byte[] word : List.of(MODULES, PREEMPT)) {
            byte[] start = ascii("\0" + release + " ");
            for (long at = content.indexOf(word, 0, end); at >= 0; at = content.indexOf(word, at + 1, end)) {
                long from = content.indexOf(start, Math.max(0, at - 256), at + 1 + start.length);
                if (from >= 0) {
                    return Display.text(text(content, from + 1).strip());
                }
            }
        }
        return "";
    }

    private static Kernel.Architecture architecture(Bytes content, String vermagic, String compiler) {
        if (ElfHeader.startsWithMagic(content)) {
            try {
                return switch (Elf.open(content).header().machine()) {
                    case 3 -> Kernel.Architecture.X86;
                    case 8 -> Kernel.Architecture.MIPS;
                    case 20, 21 -> Kernel.Architecture.POWERPC;
                    case 40 -> Kernel.Architecture.ARM;
                    case 62 -> Kernel.Architecture.X86_64;
                    case 183 -> Kernel.Architecture.ARM64;
                    case 243 -> Kernel.Architecture.RISCV;
                    default -> Kernel.Architecture.UNKNOWN;
                };
            } catch (Malformed e) {
                return Kernel.Architecture.UNKNOWN;
            }
        }
        if (content.matches(56, ARM64)) {
            return Kernel.Architecture.ARM64;
        }
        if (content.matches(56, RISCV)) {
            return Kernel.Architecture.RISCV;
        }
        Kernel.Architecture said = words(vermagic);
        return said == Kernel.Architecture.UNKNOWN ? words(compiler) : said;
    }

    /// A machine by the words that `MODULE_ARCH_VERMAGIC` and names of cross compilers hold.
    private static Kernel.Architecture words(String text) {
        String spaced = " " + text.replace('-', ' ') + " ";
        if (spaced.contains(" aarch64 ")) {
            return Kernel.Architecture.ARM64;
        }
        if (spaced.contains(" MIPS") || spaced.contains(" mips")) {
            return Kernel.Architecture.MIPS;
        }
        if (spaced.matches(".* (ARMv[0-9].*|arm(eb)? .*)")) {
            return Kernel.Architecture.ARM;
        }
        if (spaced.contains(" riscv")) {
            return Kernel.Architecture.RISCV;
        }
        if (spaced.contains(" powerpc")) {
            return Kernel.Architecture.POWERPC;
        }
        if (spaced.contains(" x86_64 ")) {
            return Kernel.Architecture.X86_64;
        }
        boolean intel = spaced.matches(".* (i[3-6]86|[3-6]86|PENTIUM[A-Z0-9]*|K[678]) .*");
        return intel ? Kernel.Architecture.X86 : Kernel.Architecture.UNKNOWN;
    }
}
