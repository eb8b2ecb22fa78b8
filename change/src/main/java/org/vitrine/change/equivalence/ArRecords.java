package org.vitrine.change.equivalence;

import static org.vitrine.change.equivalence.ContainerNormaliser.ENTRY_TIMES;
import static org.vitrine.change.equivalence.ContainerNormaliser.HEADER_SUMS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// The records of an ar archive: the header of each member, and the tables of names and symbols whole.
/// The times and
/// the contents' sizes may differ.
final class ArRecords implements EntryRecord.Reader {
    private static final String MAGIC = "!<arch>\n";
    private static final int HEADER = 60;
    private static final int MTIME = 16;
    private static final int SIZE = 48;
    private static final int MOST = 1 << 20;

    @Override
    public List<EntryRecord> read(Bytes archive) throws Unreadable {
        if (!archive.matches(0, MAGIC.getBytes(StandardCharsets.ISO_8859_1))) {
            throw new Malformed(0, "magic", "no ar archive");
        }
        List<EntryRecord> records = new ArrayList<>();
        for (long at = MAGIC.length(); at < archive.size(); ) {
            if (records.size() == MOST) {
                throw new LimitReached("ar members", MOST, MOST + 1L);
            }
            String header = new String(archive.array(at, HEADER, "header"), StandardCharsets.ISO_8859_1);
            String number = header.substring(SIZE, SIZE + 10).strip();
            if (!header.endsWith("`\n") || !number.matches("[0-9]{1,10}")) {
                throw new Malformed(at, "ar_fmag", "no member");
            }
            long size = Long.parseLong(number);
            archive.require(at + HEADER, size, "member");
            boolean isTable = header.startsWith("/ ") || header.startsWith("//") || header.startsWith("/SYM64/");
            if (header.startsWith("#1/")) {
                throw new Malformed(at, "ar_name", "a name within the member");
            }
            records.add(new RecordBuilder(archive, at, HEADER + (isTable ? size : 0))
                    .field(MTIME, 12, ENTRY_TIMES)
                    .field(SIZE, 10, HEADER_SUMS)
                    .record());
            at += HEADER + size + (size & 1);
        }
        return records;
    }
}
