package org.vitrine.structure;

import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Name;

/// A node of a devicetree.
///
/// @param name with its unit address, `memory@80000000`; empty for the root
/// @param at where its begin token stands, in bytes from the start of the blob
/// @param properties in the blob's order
/// @param children in the blob's order
public record DtbNode(Name name, long at, List<DtbProperty> properties, List<DtbNode> children) {
    /// Copies the lists.
    public DtbNode {
        properties = List.copyOf(properties);
        children = List.copyOf(children);
    }

    /// The first child with this whole name.
    public Optional<DtbNode> child(String wanted) {
        return children.stream().filter(child -> child.name.is(wanted)).findFirst();
    }

    /// The first property with this name.
    public Optional<DtbProperty> property(String wanted) {
        return properties.stream()
                .filter(property -> property.name().is(wanted))
                .findFirst();
    }

    /// The text of a property; empty when it is absent or no text.
    public String text(String wanted) {
        return property(wanted).map(DtbProperty::text).orElse("");
    }
}
