package org.vitrine.unpack.format.squashfs;

/// A decoded block.
///
/// @param bytes what it decodes to; not to be changed
/// @param next offset in the image of the first byte behind its stored form
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; private to this package
record Block(byte[] bytes, long next) {}
