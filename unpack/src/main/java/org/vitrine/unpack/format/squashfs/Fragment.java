package org.vitrine.unpack.format.squashfs;

/// A block that the tails of several files share.
///
/// @param start offset of the block in the image
/// @param size its stored form
record Fragment(long start, BlockSize size) {}
