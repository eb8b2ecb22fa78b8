package org.vitrine.evidence;

/// What can be said of a [Region] without a format.
public enum RegionKind {
    /// One byte value over and over.
    PADDING,
    /// As random as compressed or encrypted data.
    OPAQUE,
    /// Has structure, but none that a format here explains.
    NOT_UNDERSTOOD
}
