package org.vitrine.standards;

/// Why an answer is [Outcome#INCONCLUSIVE].
public enum Reason {
    /// It is not inconclusive.
    NONE,
    /// Only the running element can tell.
    NEEDS_LIVE,
    /// The vendor has to declare something first.
    NEEDS_DECLARATION,
    /// It depends on what kind of product this is, and nobody said.
    NEEDS_PRODUCT,
    /// Something in its reach could not be read.
    NOT_READABLE,
    /// A budget was met in its reach.
    LIMIT,
    /// A query failed.
    TOOL_ERROR,
    /// No check for it has been written yet.
    NOT_CATALOGUED
}
