package org.vitrine.unpack.format.squashfs;

/// A place in a table of metadata blocks.
///
/// @param block offset of the metadata block in the image
/// @param offset of the byte in the decoded block
record Position(long block, int offset) {}
