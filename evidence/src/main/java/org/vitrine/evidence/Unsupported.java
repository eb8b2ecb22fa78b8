package org.vitrine.evidence;

/// The bytes may be right, but this part of the format can't be read here: encrypted, or a variant without a reader.
public final class Unsupported extends Unreadable {
    private static final long serialVersionUID = 1;

    /// A refusal of one field.
    ///
    /// @param offset where the field stands, from the start of the bytes that were being read
    /// @param field the specification's name of the field that asks for it
    /// @param reason what is not supported, without a full stop
    public Unsupported(long offset, String field, String reason) {
        super(new Problem.Unsupported(offset, field, reason));
    }
}
