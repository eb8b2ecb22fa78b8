package org.vitrine.structure;

/// A range of memory that an operating system must leave alone.
///
/// @param address its physical address, unsigned
/// @param size in bytes, unsigned
public record DtbReservation(long address, long size) {}
