package org.vitrine.change.equivalence;

/// The identity card of a normaliser: what it accounts for, and on whose word.
///
/// @param name as it stands in tables, such as `build-id`
/// @param version raised when it sets aside more or less than before
/// @param risk what it takes on trust
/// @param reason why two builds of one source differ there, in a sentence
/// @param reference the specification that locates its spans; empty for somebody's own pattern, which has none
public record NormaliserCard(String name, int version, Risk risk, String reason, String reference) {}
