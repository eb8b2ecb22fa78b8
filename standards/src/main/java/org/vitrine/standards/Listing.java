package org.vitrine.standards;

import java.util.Locale;

/// A catalogue as a page of the reference: each clause with its parts, and what each of them can do.
public final class Listing {
    private Listing() {}

    /// The page, in Markdown. The same catalogue gives the same text.
    public static String of(Catalogue catalogue) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(catalogue.title()).append("\n\n");
        page.append("Generated from the catalogue `").append(catalogue.id());
        page.append("`; don't edit. The demands are in our words; the document itself rules.\n");
        page.append(
                "A part *decides* (can pass and fail), *refutes* (can fail, never pass) or *hints* (decides nothing).\n");
        for (Requirement requirement : catalogue.requirements()) {
            page.append("\n## ")
                    .append(requirement.clause())
                    .append(' ')
                    .append(requirement.title())
                    .append("\n\n");
            if (!requirement.test().isEmpty()) {
                page.append('`').append(requirement.test()).append("`\n\n");
            }
            page.append(requirement.demand()).append("\n\n");
            if (!requirement.classes().isEmpty()) {
                page.append("It concerns products of these classes: ")
                        .append(String.join(", ", requirement.classes()))
                        .append(".\n\n");
            }
            page.append("| part | method | strength | what it looks at | checked |\n|---|---|---|---|---|\n");
            for (Part part : requirement.parts()) {
                page.append("| ").append(part.name());
                page.append(" | ").append(word(part.method()));
                page.append(" | ").append(word(part.strength()));
                page.append(" | ").append(part.title());
                page.append(" | ").append(part.catalogued() ? "yes" : Judge.sentence(part.missing()));
                page.append(" |\n");
            }
        }
        return page.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
