package org.vitrine.structure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Display;

/// The line by which a Linux kernel names itself at its start (`linux_banner`), as its bytes hold it: `Linux version
/// 2.6.31 (tomcat@buildserver) (gcc version 4.3.3 (GCC) ) #13 Fri Mar 25 17:10:18 CST 2016`, a line feed and a zero.
/// In a log no zero follows it.
///
/// @param at where it starts, in bytes from the start of the content
/// @param length in bytes, without line feed and zero
/// @param text the whole line, made safe to show
/// @param release what `uname -r` says
/// @param builder user and host that built it
/// @param compiler compiler, and in later kernels linker, in the kernel's words
/// @param build number, flags and time of the build, as they stand
public record LinuxBanner(
        long at, int length, String text, String release, String builder, String compiler, String build) {
    private static final byte[] START = "Linux version ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 1024;

    /// The first banner at or behind `from`.
    public static Optional<LinuxBanner> next(Bytes content, long from) {
        for (long at = from; ; at++) {
            at = content.indexOf(START, at, content.size());
            if (at < 0) {
                return Optional.empty();
            }
            Optional<LinuxBanner> banner = at(content, at);
            if (banner.isPresent()) {
                return banner;
            }
        }
    }

    private static Optional<LinuxBanner> at(Bytes content, long at) {
        byte[] window = new byte[LONGEST + 2];
        int filled = content.copyAvailable(at, window, 0, window.length);
        int end = 0;
        while (end < filled && window[end] >= ' ' && window[end] != 0x7f) {
            end++;
        }
        if (end + 1 >= filled || window[end] != '\n' || window[end + 1] != 0) {
            return Optional.empty();
        }
        return parse(at, new String(Arrays.copyOf(window, end), StandardCharsets.ISO_8859_1));
    }

    private static Optional<LinuxBanner> parse(long at, String line) {
        int release = START.length;
        int afterRelease = line.indexOf(" (", release);
        if (afterRelease < 0 || !line.substring(release, afterRelease).matches("[0-9]+\\.[0-9]+[!-~]*")) {
            return Optional.empty();
        }
        int builder = afterRelease + 2;
        int afterBuilder = line.indexOf(") (", builder);
        if (afterBuilder < 0 || line.substring(builder, afterBuilder).indexOf('@') < 0) {
            return Optional.empty();
        }
        int compiler = afterBuilder + 3;
        int afterCompiler = closing(line, compiler);
        if (afterCompiler < 0 || !line.startsWith(" #", afterCompiler + 1)) {
            return Optional.empty();
        }
        return Optional.of(new LinuxBanner(
                at,
                line.length(),
                Display.text(line),
                Display.text(line.substring(release, afterRelease)),
                Display.text(line.substring(builder, afterBuilder)),
                Display.text(line.substring(compiler, afterCompiler).strip()),
                Display.text(line.substring(afterCompiler + 2))));
    }

    /// Where the parenthesis closes that was open before `from`; -1 where none does.
    private static int closing(String line, int from) {
        int depth = 1;
        for (int i = from; i < line.length(); i++) {
            char one = line.charAt(i);
            depth += one == '(' ? 1 : one == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
