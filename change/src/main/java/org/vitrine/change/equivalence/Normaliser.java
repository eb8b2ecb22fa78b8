package org.vitrine.change.equivalence;

/// Something that may differ between two builds of one source, located by the rules of a format and of nothing else.
///
/// None speaks of mode, owner, links, devices, extended attributes, of which files there are, of partition tables or
/// of keys: these are never set aside.
public interface Normaliser {
    /// Its name, such as `build-id`.
    String id();

    /// Raised when it sets aside more or less than before.
    int version();

    /// What it takes on trust.
    Risk risk();

    /// Why two builds of one source differ there, in a sentence.
    String reason();
}
