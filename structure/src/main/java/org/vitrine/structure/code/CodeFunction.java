package org.vitrine.structure.code;

import org.vitrine.evidence.Name;

/// A function of an ELF file.
///
/// @param name the symbol's name; empty where no symbol names it
/// @param offset in bytes, from the start of the content
/// @param length in bytes, in the file
/// @param shape the first eight bytes, big-endian, of the SHA-256 of the function's bytes after all bits
///     that hold what a linker decides were made zero, and jumps to absolute addresses inside were made
///     relative
/// @param bounds what start and length were taken from
/// @param basis what the shape was taken of
public record CodeFunction(Name name, long offset, long length, long shape, Bounds bounds, Basis basis) {}
