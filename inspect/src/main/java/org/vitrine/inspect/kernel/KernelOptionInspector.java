package org.vitrine.inspect.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Location;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;
import org.vitrine.inspect.spi.ContentInspector;

/// The configuration a Linux kernel was built with, wherever it lies as text: taken out of the kernel itself
/// (IKCONFIG), below /boot, or among a vendor's left-overs. It is told by its heading. Rows of [KernelOption].
public final class KernelOptionInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "kernel-option",
            "Options a Linux kernel was built with",
            List.of("Linux, Documentation/kbuild/kconfig-language.rst", "Linux, scripts/extract-ikconfig"),
            List.of(
                    "A configuration without the heading that Linux writes is not recognised: BusyBox, U-Boot and others"
                            + " write files of the same form.",
                    "Options that the version doesn't know, or whose conditions aren't met, stand in no configuration:"
                            + " an absent option is no row.",
                    "A file beside a kernel need not be the one it was built with.",
                    "Files larger than 4 MiB are left out."));

    private static final long LARGEST = 4 << 20;
    private static final int HEADING = 4096;
    /// More than three times what the largest configuration has.
    private static final int MOST = 100_000;

    /// Since 2.6.37 `# Linux/arm 4.1.25 Kernel Configuration`, of which some builds leave out the middle; before
    /// `# Linux kernel version: 2.6.31`.
    private static final Pattern TITLE =
            Pattern.compile("(?m)^# Linux(?:(?:/[!-~]+)?(?: ([0-9]+\\.[0-9]+[!-~]*))? Kernel Configuration"
                    + "| kernel version: ([0-9]+\\.[0-9]+[!-~]*))$");

    private static final Pattern SET = Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(.*)");
    private static final Pattern UNSET = Pattern.compile("# (CONFIG_[A-Za-z0-9_]+) is not set");

    /// An inspector; it keeps nothing between contents.
    public KernelOptionInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) throws Unreadable {
        Optional<String> heading = content.size() > LARGEST ? Optional.empty() : kernel(content);
        if (heading.isEmpty()) {
            return;
        }
        String kernel = heading.get();
        // One character for each byte, so that places in the text are places in the content.
        String text = new String(content.array(0, content.size(), "configuration"), StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int feed = text.indexOf('\n', at);
            int end = feed < 0 ? text.length() : feed;
            String line = text.substring(at, end);
            Matcher set = SET.matcher(line);
            Matcher unset = UNSET.matcher(line);
            boolean chosen = set.matches();
            if (chosen || unset.matches()) {
                if (++count > MOST) {
                    throw new LimitReached("options", MOST, count);
                }
                facts.add(new KernelOption(
                        chosen ? set.group(1) : unset.group(1),
                        chosen ? shown(set.group(2)) : "n",
                        kernel,
                        new Location(sha256, at, line.length())));
            }
            at = end + 1;
        }
    }

    /// The version in the heading, which can lack it; absent where the content is no configuration of Linux.
    private static Optional<String> kernel(Bytes content) throws Malformed {
        if (content.size() < 16 || content.u8(0, "first") != '#') {
            return Optional.empty();
        }
        byte[] head = content.array(0, Math.min(HEADING, content.size()), "heading");
        Matcher title = TITLE.matcher(new String(head, StandardCharsets.ISO_8859_1));
        if (!title.find()) {
            return Optional.empty();
        }
        String version = title.group(1) == null ? title.group(2) : title.group(1);
        return Optional.of(version == null ? "" : version);
    }

    private static String shown(String raw) {
        String value = raw.strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String bare = quoted ? value.substring(1, value.length() - 1).replace("\\\"", "\"") : value;
        return Display.text(bare.getBytes(StandardCharsets.ISO_8859_1));
    }
}
