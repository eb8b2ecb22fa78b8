package org.vitrine.inspect.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Facts;
import org.vitrine.evidence.Location;
import org.vitrine.inspect.shell.Lines;
import org.vitrine.inspect.spi.ContentInspector;
import org.vitrine.structure.ElfHeader;

/// URLs that programs hold as text: one pass for colons, then a look at what stands around each.
public final class HeldUrlInspector implements ContentInspector {
    private static final Card CARD = new Card(
            "held_url",
            "URLs in programs",
            List.of("RFC 3986, section 3", "RFC 2606", "RFC 5737"),
            List.of(
                    "ELF only; what a program puts together from parts, and names without a scheme, are not seen.",
                    "A host is told once for each scheme and port, 128 of them for a content.",
                    "Which hosts only name something is a list of some hundred domains and a few forms of paths."));

    private static final int BLOCK = 1 << 16;
    /// So much may stand before a colon, or behind it.
    private static final int MARGIN = 512;
    private static final int MAXIMUM_HOSTS = 128;

    /// The inspector; it keeps nothing.
    public HeldUrlInspector() {}

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void inspect(Digest sha256, Bytes content, Facts facts) {
        if (!ElfHeader.startsWithMagic(content)) {
            return;
        }
        Set<List<Object>> told = new HashSet<>();
        byte[] block = new byte[(int) Math.min(content.size(), BLOCK)];
        for (long start = 0; told.size() < MAXIMUM_HOSTS; ) {
            int filled = content.copyAvailable(start, block, 0, block.length);
            boolean last = start + filled >= content.size();
            scan(sha256, block, filled, start, last, told, facts);
            if (last || filled <= 2 * MARGIN) {
                return;
            }
            start += filled - 2 * MARGIN;
        }
    }

    private static void scan(
            Digest sha256, byte[] block, int filled, long start, boolean last, Set<List<Object>> told, Facts facts) {
        int from = start == 0 ? 0 : MARGIN;
        int to = last ? filled - 2 : filled - MARGIN;
        for (int at = colon(block, from, to); at < to; at = colon(block, at + 1, to)) {
            if (block[at + 1] == '/' && block[at + 2] == '/' || isStun(block, at)) {
                int first = Math.max(0, at - MARGIN);
                int length = Math.min(filled, at + MARGIN) - first;
                String around = new String(block, first, length, StandardCharsets.ISO_8859_1);
                Optional<Url> found = Url.at(around, at - first);
                if (found.isPresent() && told.size() < MAXIMUM_HOSTS) {
                    Url url = found.get();
                    if (told.add(List.of(url.scheme(), url.host(), url.port()))) {
                        facts.add(fact(sha256, url, start + first));
                    }
                }
            }
        }
    }

    /// The first colon from `at` on, or `to`. A method by itself, since nearly all time is spent in this loop.
    private static int colon(byte[] block, int at, int to) {
        while (at < to && block[at] != ':') {
            at++;
        }
        return at;
    }

    /// `stun:` and `turn:` take no slashes: RFC 7064, RFC 7065.
    private static boolean isStun(byte[] block, int at) {
        return at >= 4
                && (block[at - 1] == 'n')
                && (block[at - 4] == 's' && block[at - 3] == 't' && block[at - 2] == 'u'
                        || block[at - 4] == 't' && block[at - 3] == 'u' && block[at - 2] == 'r');
    }

    private static HeldUrl fact(Digest sha256, Url url, long start) {
        return new HeldUrl(
                Names.isName(url) ? HeldUrl.Use.NAMED : HeldUrl.Use.HELD,
                url.scheme(),
                Lines.shown(url.host()),
                url.port(),
                Lines.shown(url.text()),
                new Location(sha256, start + url.start(), url.end() - url.start()));
    }
}
