package org.vitrine.change.equivalence;

/// A span of one side that is set aside.
///
/// @param side the release it lies in
/// @param offset in the artifact, in bytes
/// @param length in bytes
/// @param kept whether zeros stand in its place; else nothing does
/// @param by who accounts for it
/// @param value what stands there, where it can be said in a word
record Aside(NormalisedSpan.Where side, long offset, long length, boolean kept, Normaliser by, String value) {}
