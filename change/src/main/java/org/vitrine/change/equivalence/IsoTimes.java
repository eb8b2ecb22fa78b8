package org.vitrine.change.equivalence;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_TIMES;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;

/// The times of two discs of one shape (ECMA-119, sections 8.4.26 and 9.1.5), of every tree that a volume descriptor
/// names, and those that the Rock Ridge extension adds to an entry (IEEE P1282, "TF"). Every other byte has to be the
/// same.
final class IsoTimes {
    private static final int SECTOR = 2048;
    private static final int FIRST = 16;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int ROOT = 156;
    private static final List<Integer> DATES = List.of(813, 830, 847, 864);
    private static final int MOST = 1 << 22;
    /// What mkisofs writes behind the descriptors: when it was called.
    private static final Pattern MADE =
            Pattern.compile("[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}");

    private final Bytes old;
    private final Bytes current;
    private final List<Spans.Span> known;
    private final List<Aside> asides = new ArrayList<>();
    private final Deque<Extent> waiting = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int looked;

    private IsoTimes(Bytes old, Bytes current, List<Spans.Span> known) {
        this.known = known;
        this.old = old;
        this.current = current;
    }

    /// A folder's records, or a continuation of one entry's.
    private record Extent(long at, long size) {}

    /// What is set aside.
    ///
    /// @param known what is set aside already, as fields of the header
    /// @throws Malformed when a table lies outside of the disc
    static List<Aside> of(Bytes old, Bytes current, List<Spans.Span> known) throws Malformed {
        IsoTimes times = new IsoTimes(old, current, known);
        try {
            times.descriptors();
        } catch (LimitReached e) {
            throw new Malformed(0, "records", "more than are compared here");
        }
        return times.asides;
    }

    private void descriptors() throws Malformed, LimitReached {
        for (int i = 0; i < MOST_DESCRIPTORS; i++) {
            long at = (long) (FIRST + i) * SECTOR;
            if (!old.matches(at + 1, "CD001".getBytes(StandardCharsets.US_ASCII))) {
                made(at);
                break;
            }
            int type = old.u8(at, "type");
            if (type == 1 || type == 2) {
                for (int date : DATES) {
                    field(at + date, 17, HEADER_TIMES);
                }
                field(at + ROOT + 18, 7, ENTRY_TIMES);
                waiting.add(new Extent(
                        old.u32(at + ROOT + 2, LITTLE_ENDIAN, "Location of Extent") * SECTOR,
                        old.u32(at + ROOT + 10, LITTLE_ENDIAN, "Data Length")));
            }
        }
        while (!waiting.isEmpty()) {
            Extent folder = waiting.remove();
            if (seen.add(folder.at())) {
                records(folder);
            }
        }
    }

    private void made(long at) throws Malformed, LimitReached {
        if (old.matches(at, "MKI ".getBytes(StandardCharsets.US_ASCII)) && old.holds(at, 28) && current.holds(at, 28)) {
            String was = new String(old.array(at + 4, 24, "made"), StandardCharsets.ISO_8859_1);
            String is = new String(current.array(at + 4, 24, "made"), StandardCharsets.ISO_8859_1);
            if (MADE.matcher(was).matches() && MADE.matcher(is).matches()) {
                field(at + 4, 24, HEADER_TIMES);
            }
        }
    }

    private void records(Extent folder) throws Malformed, LimitReached {
        old.require(folder.at(), folder.size(), "folder");
        long end = folder.at() + folder.size();
        for (long at = folder.at(); at < end; ) {
            int length = old.u8(at, "Length of Directory Record");
            if (length == 0) {
                // Records don't pass the end of a sector.
                count();
                at = (at / SECTOR + 1) * SECTOR;
                continue;
            }
            if (length < 34 || at + length > end) {
                throw new Malformed(at, "Length of Directory Record", length + " bytes");
            }
            field(at + 18, 7, ENTRY_TIMES);
            int name = old.u8(at + 32, "Length of File Identifier");
            if ((old.u8(at + 25, "File Flags") & 2) != 0 && !isDots(at, name)) {
                waiting.add(new Extent(
                        old.u32(at + 2, LITTLE_ENDIAN, "Location of Extent") * SECTOR,
                        old.u32(at + 10, LITTLE_ENDIAN, "Data Length")));
            }
            systemUse(at + 33 + name + (name & 1 ^ 1), at + length);
            at += length;
        }
    }

    private boolean isDots(long at, int name) throws Malformed {
        return name == 1 && old.u8(at + 33, "File Identifier") < 2;
    }

    /// The entries of the System Use Sharing Protocol, and where they go on.
    private void systemUse(long from, long to) throws Malformed, LimitReached {
        long at = from;
        long end = to;
        for (int pieces = 0; pieces < MOST_DESCRIPTORS; pieces++) {
            long next = -1;
            long nextEnd = -1;
            while (at + 4 <= end) {
                String signature = new String(old.array(at, 2, "signature"), StandardCharsets.ISO_8859_1);
                int length = old.u8(at + 2, "length");
                if (length < 4 || at + length > end) {
                    break;
                }
                if (signature.equals("TF") && length > 5) {
                    field(at + 5, length - 5, ENTRY_TIMES);
                } else if (signature.equals("CE") && length == 28) {
                    next = old.u32(at + 4, LITTLE_ENDIAN, "CE block") * SECTOR
                            + old.u32(at + 12, LITTLE_ENDIAN, "CE offset");
                    nextEnd = next + old.u32(at + 20, LITTLE_ENDIAN, "CE length");
                }
                at += length;
            }
            if (next < 0 || !old.holds(next, nextEnd - next) || !seen.add(next)) {
                return;
            }
            at = next;
            end = nextEnd;
        }
    }

    private void field(long from, int length, Normaliser by) throws Malformed, LimitReached {
        count();
        if (Residual.of(old.slice(from, length, "time"), current.slice(from, length, "time")) > 0
                && !Spans.cut(List.of(new Spans.Span(from, from + length)), known)
                        .isEmpty()) {
            asides.add(new Aside(NormalisedSpan.Where.OLD, from, length, true, by, ""));
            asides.add(new Aside(NormalisedSpan.Where.NEW, from, length, true, by, ""));
        }
    }

    private void count() throws LimitReached {
        if (++looked > MOST) {
            throw new LimitReached("times and sectors", MOST, looked);
        }
    }
}
