package org.vitrine.standards;

/// How a part of a clause is answered.
public enum Method {
    /// From the release as shipped.
    STATIC,
    /// On a running element.
    LIVE,
    /// From what the vendor declares.
    DECLARED
}
