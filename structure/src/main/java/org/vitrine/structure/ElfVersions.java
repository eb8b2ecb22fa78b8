package org.vitrine.structure;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Unreadable;

/// The versions that dynamic symbols are asked for in (Linux Standard Base Core, "Symbol Versioning").
public final class ElfVersions {
    /// Version numbers have 15 bits.
    private static final int MOST = 1 << 15;

    private final Bytes content;
    private final ByteOrder order;
    private final long versym;
    private final Map<Integer, Name> needed = new HashMap<>();

    private ElfVersions(Bytes content, ByteOrder order, long versym) {
        this.content = content;
        this.order = order;
        this.versym = versym;
    }

    /// The versions of a file.
    ///
    /// @param versym where the numbers of the symbols' versions start in the content
    /// @param verneed where the versions asked for start
    static ElfVersions read(Bytes content, ByteOrder order, long versym, long verneed, StringTable strings)
            throws Unreadable {
        ElfVersions versions = new ElfVersions(content, order, versym);
        long at = verneed;
        int steps = 0;
        // Dynamic linkers follow vn_next to its end and don't count with DT_VERNEEDNUM.
        while (true) {
            int count = content.u16(at + 2, order, "vn_cnt");
            long auxiliary = at + content.u32(at + 8, order, "vn_aux");
            for (int i = 0; i < count; i++) {
                if (++steps > MOST) {
                    throw new LimitReached("needed versions", MOST, steps);
                }
                int number = content.u16(auxiliary + 6, order, "vna_other") & 0x7fff;
                versions.needed.put(number, strings.name(content.u32(auxiliary + 8, order, "vna_name"), "vna_name"));
                auxiliary += content.u32(auxiliary + 12, order, "vna_next");
            }
            long next = content.u32(at + 12, order, "vn_next");
            if (next == 0) {
                return versions;
            }
            at += next;
            if (++steps > MOST) {
                throw new LimitReached("needed versions", MOST, steps);
            }
        }
    }

    /// The version an undefined symbol is asked for in, such as `GLIBC_2.34`; empty when in none.
    ///
    /// @param symbol its place in the dynamic symbols
    /// @throws Malformed when the file ends before its number
    public Name version(long symbol) throws Malformed {
        int number = content.u16(versym + 2 * symbol, order, "vs_index") & 0x7fff;
        return needed.getOrDefault(number, Name.EMPTY);
    }
}
