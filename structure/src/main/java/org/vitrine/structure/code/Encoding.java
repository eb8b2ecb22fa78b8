package org.vitrine.structure.code;

/// Which of a machine's instruction sets a function is written in.
enum Encoding {
    /// Not said.
    UNKNOWN,
    /// The machine's main one: A32, MIPS, and all of machines with a single one.
    MAIN,
    /// The machine's short one: Thumb, MIPS16, microMIPS.
    SHORT
}
