package org.vitrine.change.equivalence;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;

/// An entry's record as it is read: a copy of its bytes in which the fields that may differ become zero.
final class RecordBuilder {
    /// Names, links and attributes of one entry.
    private static final long LONGEST = 1 << 20;

    private final long offset;
    private final byte[] bytes;
    private final List<EntryRecord.Field> fields = new ArrayList<>();
    private final Spans dropped = new Spans();

    /// The record that stands at `offset`.
    RecordBuilder(Bytes archive, long offset, long length) throws Malformed, LimitReached {
        if (length > LONGEST) {
            throw new LimitReached("bytes of an entry's record", LONGEST, length);
        }
        this.offset = offset;
        this.bytes = archive.array(offset, length, "record");
    }

    /// Its bytes, which the fields seen so far are zero in.
    byte[] bytes() {
        return bytes;
    }

    /// Sets a field aside.
    ///
    /// @param at from the record's start
    RecordBuilder field(int at, int length, Normaliser by) {
        for (int i = at; i < at + length; i++) {
            bytes[i] = 0;
        }
        fields.add(new EntryRecord.Field(offset + at, length, by));
        return this;
    }

    /// Sets a line aside that may be missing, or be of another length.
    ///
    /// @param at from the record's start
    RecordBuilder line(int at, int length, Normaliser by) {
        dropped.add(at, length);
        fields.add(new EntryRecord.Field(offset + at, length, by));
        return this;
    }

    /// The record.
    EntryRecord record() {
        return record(new byte[0]);
    }

    /// The record, which says the same as another one only where it is said of the same.
    ///
    /// @param whose what it is said of
    EntryRecord record(byte[] whose) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(whose);
        for (Spans.Span kept : dropped.gaps(bytes.length)) {
            sha256.update(bytes, (int) kept.from(), (int) kept.size());
        }
        return new EntryRecord(offset, bytes.length, Digest.of(sha256.digest()), fields);
    }
}
