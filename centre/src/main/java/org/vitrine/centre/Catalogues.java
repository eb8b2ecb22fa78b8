package org.vitrine.centre;

import java.util.List;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.CatalogueReader;

/// The catalogues that a release is held against.
public final class Catalogues {
    private Catalogues() {}

    /// Those that come with Vitrine.
    public static List<Catalogue> builtIn() {
        return CatalogueReader.builtIn().stream().map(CatalogueReader::builtIn).toList();
    }
}
