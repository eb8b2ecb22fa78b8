package org.vitrine.evidence;

/// The bytes contradict the format's specification.
public final class Malformed extends Unreadable {
    private static final long serialVersionUID = 1;

    /// A refusal of one field.
    ///
    /// @param offset where the field stands, from the start of the bytes that were being read
    /// @param field the specification's name of the field
    /// @param reason what is wrong with it, without a full stop
    public Malformed(long offset, String field, String reason) {
        super(new Problem.Malformed(offset, field, reason));
    }
}
