package org.vitrine.centre;

import java.util.List;
import java.util.stream.Stream;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Content;
import org.vitrine.evidence.Extent;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.LaboratoryResult;
import org.vitrine.evidence.Layer;
import org.vitrine.evidence.NotInspected;
import org.vitrine.evidence.Partition;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Product;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Release;
import org.vitrine.evidence.Xattr;
import org.vitrine.inspect.Inspectors;
import org.vitrine.standards.ClauseVerdict;
import org.vitrine.standards.Evidence;
import org.vitrine.standards.PartVerdict;

/// All kinds of fact that a dossier holds, each named once: its tables.
public final class Kinds {
    /// What was seen.
    public static final List<Class<? extends Fact>> FACTS = Stream.concat(
                    Stream.of(
                            Release.class,
                            Product.class,
                            LaboratoryResult.class,
                            Artifact.class,
                            Content.class,
                            Region.class,
                            Extent.class,
                            Partition.class,
                            Layer.class,
                            ProblemFact.class,
                            NotInspected.class,
                            Header.class,
                            Xattr.class),
                    Inspectors.KINDS.stream())
            .toList();

    /// What it means.
    public static final List<Class<? extends Fact>> VERDICTS =
            List.of(ClauseVerdict.class, PartVerdict.class, Evidence.class);

    private Kinds() {}
}
