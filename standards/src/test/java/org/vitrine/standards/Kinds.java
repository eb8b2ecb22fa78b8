package org.vitrine.standards;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Content;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Table;
import org.vitrine.evidence.Xattr;
import org.vitrine.inspect.Inspectors;

/// The kinds of fact that catalogues are written for.
final class Kinds {
    static final List<Class<? extends Fact>> ALL = Stream.concat(
                    Stream.of(
                            Artifact.class, Content.class, Region.class, ProblemFact.class, Header.class, Xattr.class),
                    Inspectors.KINDS.stream())
            .toList();

    private Kinds() {}

    static Class<? extends Fact> of(String table) {
        return new ExampleFacts(ALL).kind(table);
    }

    static String name(Class<? extends Fact> kind) {
        return ExampleFacts.name(kind);
    }

    static int version(Class<? extends Fact> kind) {
        Table table = kind.getAnnotation(Table.class);
        return table == null ? 0 : table.version();
    }

    static List<Fact> facts(Example example) {
        return new ExampleFacts(ALL).of(example);
    }

    static Fact fact(Class<? extends Fact> kind, Map<String, String> row) {
        return ExampleFacts.of(kind, row);
    }

    static String column(String component) {
        return ExampleFacts.column(component);
    }
}
