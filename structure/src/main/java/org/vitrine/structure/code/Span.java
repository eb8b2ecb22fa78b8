package org.vitrine.structure.code;

/// A run of code: a section, or a part of a segment.
///
/// @param section the section's index; -1 for a part of a segment
/// @param offset where it lies in the file
/// @param address where it is mapped; 0 in an object
/// @param code a copy of its bytes, which decoders change
// Never compared as a record.
@SuppressWarnings("ArrayRecordComponent")
record Span(int section, long offset, long address, byte[] code) {
    /// Whether an address lies in it.
    boolean holds(long at) {
        return Long.compareUnsigned(at - address, code.length) < 0;
    }
}
