package org.vitrine.evidence;

/// Where facts are put.
@FunctionalInterface
public interface Facts {
    /// Takes one fact.
    void add(Fact fact);
}
