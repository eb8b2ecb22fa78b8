package org.vitrine.unpack.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.unpack.spi.Claim;
import org.vitrine.unpack.spi.Entry;
import org.vitrine.unpack.spi.Format;
import org.vitrine.unpack.spi.Magic;
import org.vitrine.unpack.spi.Sink;

/// An ar archive: libraries of object files, and Debian's packages. Long names in the ways of GNU and
/// of BSD.
public final class Ar implements Format {
    private static final byte[] MAGIC = "!<arch>\n".getBytes(US_ASCII);
    private static final byte[] THIN = "!<thin>\n".getBytes(US_ASCII);
    private static final int START = 8;
    private static final int HEADER = 60;
    private static final int END = 0x600a;
    private static final int LONGEST_NAME = 1 << 12;

    @Override
    public Card card() {
        return new Card(
                "ar",
                "ar archive",
                List.of("ar(5) of FreeBSD 14", "System V ABI, archive file", "deb(5) of dpkg 1.22"),
                List.of(
                        "Symbol tables are skipped, and an archive without a member is not recognised.",
                        "Thin archives, which only name files that lie elsewhere, list them without a content."));
    }

    @Override
    public List<Magic> magic() {
        return List.of(Magic.text("!<arch>\n", 0), Magic.text("!<thin>\n", 0));
    }

    @Override
    public Optional<Claim> claim(Bytes image, long at) {
        if (!image.matches(at, MAGIC) && !image.matches(at, THIN)) {
            return Optional.empty();
        }
        return memberAt(image, at + START) ? Optional.of(Claim.strong(at, Claim.UNKNOWN)) : Optional.empty();
    }

    private static boolean memberAt(Bytes image, long at) {
        try {
            return image.u16(at + 58, BIG_ENDIAN, "ar_fmag") == END && number(image, at + 48, 10, 10, "ar_size") >= 0;
        } catch (Malformed e) {
            return false;
        }
    }

    /// Digits, then spaces; a field of spaces is 0.
    private static long number(Bytes image, long at, int length, int radix, String field) throws Malformed {
        String text = new String(image.array(at, length, field), ISO_8859_1).strip();
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw new Malformed(at, field, "not a number of base " + radix);
            }
            value = value * radix + digit;
        }
        return value;
    }

    @Override
    public long unpack(Bytes image, Claim claim, Sink sink) throws Unreadable {
        return new Reading(image, claim.at(), sink).run();
    }

    /// One reading from front to back.
    private static final class Reading {
        private final Bytes image;
        private final long start;
        private final Sink sink;
        private final boolean thin;
        private Bytes names = Bytes.EMPTY;

        Reading(Bytes image, long start, Sink sink) {
            this.image = image;
            this.start = start;
            this.sink = sink;
            this.thin = image.matches(start, THIN);
        }

        long run() throws Unreadable {
            sink.uses(Extent.Kind.STRUCTURE, 0, START);
            sink.header("magic", thin ? "thin" : "arch", 0, START);
            long next = start + START;
            while (memberAt(image, next)) {
                sink.uses(Extent.Kind.STRUCTURE, next - start, HEADER);
                next = member(next);
            }
            if (next < image.size() && image.u8(next, "ar_name") != 0 && image.size() - next < HEADER) {
                sink.problem(new Problem.Malformed(next - start, "ar_hdr", "the archive ends within a header"));
            }
            return Math.min(next, image.size());
        }

        private long member(long at) throws Unreadable {
            String raw = new String(image.array(at, 16, "ar_name"), ISO_8859_1).stripTrailing();
            long size = number(image, at + 48, 10, 10, "ar_size");
            long data = at + HEADER;
            boolean table = raw.equals("/") || raw.equals("/SYM64/") || raw.equals("//");
            if (thin && !table) {
                file(at, name(at, raw), Bytes.EMPTY);
                return data;
            }
            long left = image.size() - data;
            Bytes content = image.slice(data, Math.min(size, left), "member");
            if (table) {
                sink.uses(Extent.Kind.STRUCTURE, data - start, content.size());
                names = raw.equals("//") ? content : names;
            } else {
                contained(at, raw, content);
            }
            if (size > left) {
                throw new Malformed(at + 48, "ar_size", size + " bytes declared, " + left + " left");
            }
            long end = data + size;
            if ((end - start & 1) != 0 && end < image.size() && image.u8(end, "padding") == '\n') {
                sink.uses(Extent.Kind.STRUCTURE, end - start, 1);
                return end + 1;
            }
            // Some writers leave the padding out, or write another byte.
            return (end - start & 1) == 0 || memberAt(image, end) ? end : end + 1;
        }

        private void contained(long at, String raw, Bytes content) throws Unreadable {
            long data = at + HEADER;
            if (!raw.startsWith("#1/")) {
                sink.uses(Extent.Kind.DATA, data - start, content.size());
                file(at, name(at, raw), content);
                return;
            }
            long length = number(image, at + 3, 13, 10, "ar_name");
            if (length > Math.min(LONGEST_NAME, content.size())) {
                throw new Malformed(at, "ar_name", length + " bytes for a name");
            }
            byte[] name = trimmed(content.array(0, length, "name"));
            sink.uses(Extent.Kind.STRUCTURE, data - start, length);
            boolean symbols = new String(name, ISO_8859_1).startsWith("__.SYMDEF");
            sink.uses(
                    symbols ? Extent.Kind.STRUCTURE : Extent.Kind.DATA, data + length - start, content.size() - length);
            if (!symbols) {
                file(at, name, content.from(length, "member"));
            }
        }

        private static byte[] trimmed(byte[] name) {
            int end = 0;
            while (end < name.length && name[end] != 0) {
                end++;
            }
            return Arrays.copyOf(name, end);
        }

        private byte[] name(long at, String raw) throws Malformed {
            if (raw.length() > 1 && raw.charAt(0) == '/' && Character.digit(raw.charAt(1), 10) >= 0) {
                long from = number(image, at + 1, 15, 10, "ar_name");
                long end = names.indexOf(new byte[] {'\n'}, from, from + LONGEST_NAME);
                if (from >= names.size() || end < 0) {
                    throw new Malformed(at, "ar_name", "no long name stands at " + from);
                }
                long stop = end > from && names.u8(end - 1, "name") == '/' ? end - 1 : end;
                return names.array(from, stop - from, "name");
            }
            boolean slash = raw.length() > 1 && raw.endsWith("/");
            return (slash ? raw.substring(0, raw.length() - 1) : raw).getBytes(ISO_8859_1);
        }

        private void file(long at, byte[] name, Bytes content) throws Unreadable {
            List<Name> path = EntryPath.of(name, at - start, "ar_name", sink);
            if (path.isEmpty()) {
                sink.problem(new Problem.Malformed(at - start, "ar_name", "a member without a name"));
                return;
            }
            Entry entry = Entry.of(path, ArtifactType.FILE)
                    .owned(
                            (int) number(image, at + 40, 8, 8, "ar_mode") & 07777,
                            number(image, at + 28, 6, 10, "ar_uid"),
                            number(image, at + 34, 6, 10, "ar_gid"),
                            number(image, at + 16, 12, 10, "ar_date"));
            sink.file(entry, content);
        }
    }
}
