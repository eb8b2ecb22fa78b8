package org.vitrine.standards;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A few rows of a few tables, made up to show what a part answers to them: what an outcome looks like, and the test
/// that it is reached.
///
/// @param outcome what the part answers
/// @param tables for each table its rows, a row as column → value, in the order of the file; columns that are not
///     named have their type's default
public record Example(Outcome outcome, Map<String, List<Map<String, String>>> tables) {
    /// The tables are kept as they are given.
    public Example {
        tables = Collections.unmodifiableMap(tables);
    }
}
