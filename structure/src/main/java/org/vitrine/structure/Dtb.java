package org.vitrine.structure;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// A flattened devicetree, also called a DTB (Devicetree Specification v0.4, chapter 5): what a boot loader tells a
/// kernel of its machine, and what U-Boot's FIT images are written in. The tree is read whole; values stay where
/// they are.
///
/// ```java
/// String model = Dtb.open(content).root().text("model");
/// ```
public final class Dtb {
    private static final int MOST_RESERVATIONS = 1024;

    private final DtbHeader header;
    private final DtbNode root;
    private final List<DtbReservation> reservations;
    private final long structureEnd;

    private Dtb(DtbHeader header, DtbNode root, List<DtbReservation> reservations, long structureEnd) {
        this.header = header;
        this.root = root;
        this.reservations = List.copyOf(reservations);
        this.structureEnd = structureEnd;
    }

    /// The tree whose header stands at the start of `blob`. What lies behind its declared size isn't looked at.
    ///
    /// @throws Malformed when it has no sane header, or a token, a name or a value is not where it should be
    /// @throws LimitReached when nodes nest deeper than 64, or nodes and properties are more than 524,288
    public static Dtb open(Bytes blob) throws Unreadable {
        DtbHeader header = DtbHeader.at(blob, 0)
                .orElseThrow(() -> new Malformed(0, "header", "no devicetree header whose fields make sense"));
        DtbReader reader = new DtbReader(blob, header);
        DtbNode root = reader.tree();
        return new Dtb(header, root, reservations(blob, header), reader.position());
    }

    /// Its header.
    public DtbHeader header() {
        return header;
    }

    /// Its root.
    public DtbNode root() {
        return root;
    }

    /// The ranges of memory it reserves.
    public List<DtbReservation> reservations() {
        return reservations;
    }

    /// The offset of the first byte behind the end token, from the blob's start.
    public long structureEnd() {
        return structureEnd;
    }

    /// Pairs of 64-bit numbers, closed by two zeros (section 5.3).
    private static List<DtbReservation> reservations(Bytes blob, DtbHeader header) throws Unreadable {
        List<DtbReservation> found = new ArrayList<>();
        for (long at = header.reservations(); ; at += 16) {
            long address = blob.i64(at, BIG_ENDIAN, "reservation address");
            long size = blob.i64(at + 8, BIG_ENDIAN, "reservation size");
            if (address == 0 && size == 0) {
                return found;
            }
            if (found.size() == MOST_RESERVATIONS) {
                throw new LimitReached("reservations", MOST_RESERVATIONS, MOST_RESERVATIONS + 1L);
            }
            found.add(new DtbReservation(address, size));
        }
    }
}
