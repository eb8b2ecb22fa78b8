package org.vitrine.structure.code;

/// What a function's shape was taken of.
public enum Basis {
    /// Its instructions, without what the linker decides.
    DECODED,
    /// Its bytes as they stand, because an instruction in it is not known.
    RAW
}
