package org.vitrine.standards;

import java.util.List;

/// One clause of a document that demands something of a product.
///
/// @param catalogue `body/document/version`; a clause number means something only with it
/// @param clause its number: `4.2.4.2.2`
/// @param ordinal its place in the document, from 0
/// @param test the document's name of its test case, as an alias; empty where it has none
/// @param title its short title
/// @param demand what it demands, in our words
/// @param link where it can be read
/// @param threats references to the threats it answers, such as clauses of TR 33.926; may be empty
/// @param classes the kinds of product it concerns, of [ProductFile#KINDS]; empty where it concerns all
/// @param parts what can be answered of it, each in its own way
public record Requirement(
        String catalogue,
        String clause,
        int ordinal,
        String test,
        String title,
        String demand,
        String link,
        List<String> threats,
        List<String> classes,
        List<Part> parts) {
    /// Copies the lists.
    public Requirement {
        threats = List.copyOf(threats);
        classes = List.copyOf(classes);
        parts = List.copyOf(parts);
    }
}
