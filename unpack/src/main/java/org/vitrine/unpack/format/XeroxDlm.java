package org.vitrine.unpack.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Display;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// A dynamic loadable module of Xerox's printers: lines of text about the job, then what is to be loaded.
public final class XeroxDlm implements Format {
    private static final byte[] BEGIN = "%%XRXbegin\n".getBytes(ISO_8859_1);
    private static final byte[] END = "%%XRXend\n".getBytes(ISO_8859_1);
    private static final String ATTRIBUTE = "%%OID_ATT_";
    private static final int LONGEST = 1 << 16;

    private static final Card CARD = new Card(
            "xerox-dlm",
            "Xerox dynamic loadable module",
            List.of("No specification is published; the layout was read off images"),
            List.of("The module's signature is given, not verified: what it covers is not published."));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("%%XRXbegin", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        // The header names no length: only what starts a content reaches to its end.
        boolean whole = at == 0 && image.matches(at, BEGIN) && image.indexOf(END, BEGIN.length, LONGEST) > 0;
        return whole ? Optional.of(Claim.strong(0, image.size())) : Optional.empty();
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink out) throws Unreadable {
        long end = image.indexOf(END, BEGIN.length, LONGEST) + END.length;
        String text = new String(image.array(0, end, "header"), ISO_8859_1);
        out.uses(Extent.Kind.STRUCTURE, 0, end);
        int at = 0;
        for (String line : text.split("\n", -1)) {
            int space = line.indexOf(' ');
            if (line.startsWith(ATTRIBUTE) && space > 0) {
                String field = Display.text(line.substring(ATTRIBUTE.length(), space));
                out.header(field, Display.text(line.substring(space + 1)), at, line.length());
            }
            at += line.length() + 1;
        }
        if (end < image.size()) {
            out.part("payload", end, image.from(end, "payload"));
        }
        return claim.end();
    }
}
