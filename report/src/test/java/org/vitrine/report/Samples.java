package org.vitrine.report;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Content;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Release;
import org.vitrine.evidence.Xattr;
import org.vitrine.inspect.Inspectors;
import org.vitrine.standards.ClauseVerdict;
import org.vitrine.standards.Evidence;
import org.vitrine.standards.PartVerdict;
import org.vitrine.tables.Dossier;

/// Dossiers of facts that nobody saw.
final class Samples {
    static final List<Class<? extends Fact>> KINDS = Stream.of(
                    Stream.<Class<? extends Fact>>of(
                            Release.class,
                            Artifact.class,
                            Content.class,
                            Region.class,
                            ProblemFact.class,
                            Header.class,
                            Xattr.class),
                    Inspectors.KINDS.stream(),
                    Stream.<Class<? extends Fact>>of(ClauseVerdict.class, PartVerdict.class, Evidence.class))
            .flatMap(kinds -> kinds)
            .toList();

    static final Digest DIGEST = Digest.parse("ab".repeat(32));

    private Samples() {}

    /// A dossier of these facts, in a folder of this name.
    static Dossier dossier(Path room, String name, Collection<? extends Fact> facts) throws IOException {
        Path temporary = Files.createDirectories(room.resolve("temporary"));
        return Dossier.create(room.resolve(name), KINDS, facts, temporary);
    }

    /// One fact of every kind, with this text in each of its texts, about artifact 0.
    static List<Fact> ofEveryKind(String text) {
        List<Fact> facts = new ArrayList<>();
        KINDS.forEach(kind -> facts.add((Fact) value(kind, text)));
        return facts;
    }

    /// A fact of this kind, with this text in each of its texts, about artifact 0.
    static Fact any(Class<? extends Fact> kind, String text) {
        return (Fact) value(kind, text);
    }

    private static Object value(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == boolean.class) {
            return false;
        } else if (type == Digest.class) {
            return DIGEST;
        } else if (type == Name.class) {
            return Name.of(text);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = value(types[i], text);
            }
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }
}
