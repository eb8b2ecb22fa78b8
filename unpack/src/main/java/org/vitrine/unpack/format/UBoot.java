package org.vitrine.unpack.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
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
                    "Recognised as a whole content of up to 4 MiB in which nothing else is found: a boot loader in the"
                            + " midst of a flash image stays a region.",
                    "The boot loader counts as explained as a whole: code and data in it are not taken apart.",
                    "Of the environment it is built with only bootargs, bootcmd, bootdelay and baudrate get a row."));

    private static final long LARGEST = 4 << 20;
    private static final byte[] NAME = "U-Boot ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern BANNER = Pattern.compile(
            "U-Boot [0-9]+\\.[0-9]+[!-~]* \\([A-Z][a-z]{2} [ 0-9]{2} [0-9]{4} - [0-9:]{8}[^)]{0,32}\\)");
    private static final List<String> DEFAULTS = List.of("bootargs", "bootcmd", "bootdelay", "baudrate");
    private static final int LONGEST = 1024;

    @Override
    public Card card() {
        return CARD;
    }

    /// The name as a version string that stands at the very start of a content; nearly none does, so that [#kinds]
    /// is what counts.
    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("U-Boot ", 0));
    }

    @Override
    public List<String> kinds() {
        return List.of("data");
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        boolean whole = at == 0 && image.size() <= LARGEST && banner(image) >= 0;
        return whole ? Optional.of(Claim.strong(0, used(image))) : Optional.empty();
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
        long at = banner(image);
        Matcher banner = BANNER.matcher(text(image, at));
        if (!banner.lookingAt()) {
            throw new Malformed(at, "version_string", "is not there any more");
        }
        out.header("version_string", banner.group(), at, banner.group().length());
        for (String name : DEFAULTS) {
            byte[] start = ("\0" + name + "=").getBytes(StandardCharsets.US_ASCII);
            long place = image.indexOf(start, 0, image.size());
            if (place >= 0) {
                String value = text(image, place + start.length);
                out.header("default " + name, Display.text(value), place + 1, name.length() + 1L + value.length());
            }
        }
        out.uses(Extent.Kind.DATA, 0, claim.length());
        return claim.end();
    }
}
