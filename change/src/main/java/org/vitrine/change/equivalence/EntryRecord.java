package org.vitrine.change.equivalence;

import java.util.List;
import org.vitrine.evidence.Digest;

/// What an archive says of one entry, and which of it may differ.
///
/// @param offset where it stands in the archive, in bytes
/// @param length its bytes there
/// @param normal SHA-256 of it with zeros in the fields, or without them
/// @param fields the spans that may differ
record EntryRecord(long offset, long length, Digest normal, List<Field> fields) {
    /// Copies the list.
    EntryRecord {
        fields = List.copyOf(fields);
    }

    /// A span that may differ.
    ///
    /// @param offset in the archive
    /// @param length in bytes
    /// @param by who accounts for it
    record Field(long offset, long length, Normaliser by) {}

    /// Reads the records of an archive.
    @FunctionalInterface
    interface Reader {
        /// All of them in their order.
        ///
        /// @throws org.vitrine.evidence.Unreadable when the archive holds anything else than what it knows
        List<EntryRecord> read(org.vitrine.evidence.Bytes archive) throws org.vitrine.evidence.Unreadable;
    }
}
