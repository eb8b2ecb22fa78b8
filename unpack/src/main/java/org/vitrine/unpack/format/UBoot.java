package org.vitrine.unpack.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/// The boot loader U-Boot as a program without a container, told by the string by which it names itself: `U-Boot
/// 1.1.4 (Mar 25 2016 - 16:59:44)`. A content is one only if nothing else was found in it. Its version and the
/// start arguments it is built with become rows; the whole counts as explained, as a program does.
public final class UBoot implements Format {
    private static final Card CARD = new Card(
            "u-boot",
            "U-Boot boot loader",
            List.of("U-Boot, include/version.h and cmd/version.c (version_string)", "U-Boot, include/env_default.h"),
            List.of(
                    "In the midst of a flash image it is found by the start-up code of 32-bit ARM of its releases up to"
                            + " 2014 only; else as a whole content of up to 4 MiB in which nothing else is found.",
                    "The boot loader counts as explained as a whole: code and data in it are not taken apart.",
                    "Of the environment it is built with only bootargs, bootcmd, bootdelay and baudrate get a row."));

    private static final long LARGEST = 4 << 20;
    private static final long SMALLEST = 16 << 10;
    /// `ldr pc, [pc, #20]`.
    private static final String LOAD_PC = "14f09fe5";
    private static final int FILLER_AT = 0x3c;
    private static final int FILLER = 0x12345678;
    private static final int VECTORS = 0x58;
    private static final byte[] NAME = "U-Boot ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern BANNER = Pattern.compile(
            "U-Boot [0-9]+\\.[0-9]+[!-~]* \\([A-Z][a-z]{2} [ 0-9]{2} [0-9]{4} - [0-9:]{8}[^)]{0,32}\\)");
    private static final List<String> DEFAULTS = List.of("bootargs", "bootcmd", "bootdelay", "baudrate");
    private static final int LONGEST = 1024;

    @Override
    public Card card() {
        return CARD;
    }

    /// The seven vectors behind the first one, on ARM in little-endian order: each loads its target from a table.
    @Override
    public List<Magic> magic() {
        return List.of(Magic.hex(LOAD_PC.repeat(7), 4));
    }

    @Override
    public List<String> kinds() {
        return List.of("data");
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) throws Malformed {
        if (hasVectors(image, at)) {
            long length = linkedLength(image, at);
            return length > 0 ? Optional.of(Claim.strong(at, length)) : Optional.empty();
        }
        boolean whole = at == 0 && image.size() <= LARGEST && banner(image) >= 0;
        return whole ? Optional.of(Claim.strong(0, used(image))) : Optional.empty();
    }

    /// Whether the start of U-Boot's older ARM start-up code stands here: seven vectors, their targets, and a
    /// number that fills the table up to 64 bytes.
    private static boolean hasVectors(Bytes image, long at) throws Malformed {
        return image.holds(at, VECTORS)
                && image.matches(at + 4, HexFormat.of().parseHex(LOAD_PC.repeat(7)))
                && image.i32(at + FILLER_AT, LITTLE_ENDIAN, "filler") == FILLER;
    }

    /// The length that the linker wrote behind the vectors: of the offsets of its sections' ends the first one
    /// behind which nothing more stands; -1 where none is. The end of .bss has no bytes in a file.
    private static long linkedLength(Bytes image, long at) throws Malformed {
        long found = -1;
        for (int word = FILLER_AT + 8; word < VECTORS; word += 4) {
            long length = image.u32(at + word, LITTLE_ENDIAN, "section offset");
            boolean inside = length >= SMALLEST && length <= LARGEST && image.holds(at, length);
            if (inside && isPadded(image, at + length) && (found < 0 || length < found)) {
                found = length;
            }
        }
        return found;
    }

    private static boolean isPadded(Bytes image, long at) {
        byte[] window = new byte[64];
        int filled = image.copyAvailable(at, window, 0, window.length);
        for (int i = 1; i < filled; i++) {
            if (window[i] != window[0]) {
                return false;
            }
        }
        return true;
    }

    /// Where the banner stands; -1 where none does.
    private static long banner(Bytes image) {
        for (long at = image.indexOf(NAME, 0, image.size()); at >= 0; at = image.indexOf(NAME, at + 1, image.size())) {
            if (BANNER.matcher(text(image, at)).lookingAt()) {
                return at;
            }
        }
        return -1;
    }

    private static String text(Bytes image, long at) {
        byte[] window = new byte[LONGEST];
        int filled = image.copyAvailable(at, window, 0, window.length);
        int end = 0;
        while (end < filled && (window[end] >= ' ' && window[end] < 0x7f)) {
            end++;
        }
        return new String(window, 0, end, StandardCharsets.ISO_8859_1);
    }

    /// Its length without the erased flash or the zeros behind it.
    private static long used(Bytes image) {
        byte[] last = new byte[1];
        image.copyAvailable(image.size() - 1, last, 0, 1);
        byte[] window = new byte[1 << 12];
        long end = image.size();
        while (end > 0) {
            int step = (int) Math.min(window.length, end);
            image.copyAvailable(end - step, window, 0, step);
            int i = step;
            while (i > 0 && window[i - 1] == last[0]) {
                i--;
            }
            if (i > 0) {
                return end - step + i;
            }
            end -= step;
        }
        return image.size();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        Bytes all = image.slice(claim.at(), claim.length(), "boot loader");
        long at = banner(all);
        Matcher banner = BANNER.matcher(at < 0 ? "" : text(all, at));
        if (banner.lookingAt()) {
            out.header("version_string", banner.group(), at, banner.group().length());
        } else {
            out.problem(new Problem.Malformed(-1, "version_string", "none was found"));
        }
        for (String name : DEFAULTS) {
            byte[] start = ("\0" + name + "=").getBytes(StandardCharsets.US_ASCII);
            long place = all.indexOf(start, 0, all.size());
            if (place >= 0) {
                String value = text(all, place + start.length);
                out.header("default " + name, Display.text(value), place + 1, name.length() + 1L + value.length());
            }
        }
        out.uses(Extent.Kind.STRUCTURE, 0, all.size());
        return claim.end();
    }
}
