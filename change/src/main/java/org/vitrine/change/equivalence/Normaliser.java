package org.vitrine.change.equivalence;

/// Something that may differ between two builds of one source, located by the rules of a format and of nothing else.
///
/// None speaks of mode, owner, links, devices, extended attributes, of which files there are, of partition tables or
/// of keys: these are never set aside.
public interface Normaliser {
    /// What it accounts for.
    NormaliserCard card();
}
