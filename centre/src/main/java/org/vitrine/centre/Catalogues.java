package org.vitrine.centre;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vitrine.evidence.Product;
import org.vitrine.standards.Catalogue;
import org.vitrine.standards.CatalogueReader;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;

/// The catalogues that a release is held against.
public final class Catalogues {
    /// The classes of product that stand at a home or an office, and so are what EN 303 645 is for.
    private static final Set<String> CONSUMER =
            Set.of("cpe", "gateway", "ont", "access-point", "modem", "femtocell", "router");

    private static final String CONSUMER_CATALOGUE = "etsi/en-303-645/2.1.1";
    private static final String IDENTITY = "catalogue ";

    private Catalogues() {}

    /// Those that every release is held against.
    public static List<Catalogue> builtIn() {
        return CatalogueReader.builtIn().stream().map(CatalogueReader::builtIn).toList();
    }

    /// All that come with Vitrine.
    public static List<Catalogue> all() {
        return CatalogueReader.all().stream().map(CatalogueReader::builtIn).toList();
    }

    /// Those for a release, by what its submitter says it is.
    public static List<Catalogue> of(Optional<Product> product) {
        boolean consumer =
                product.isPresent() && CONSUMER.contains(product.get().kind());
        Set<String> ids = new TreeSet<>(CatalogueReader.builtIn());
        if (consumer) {
            ids.add(CONSUMER_CATALOGUE);
        }
        return named(ids);
    }

    /// Those of these ids that come with Vitrine, in the order of [CatalogueReader#all()]; the others aren't read.
    private static List<Catalogue> named(Set<String> ids) {
        return CatalogueReader.all().stream()
                .filter(ids::contains)
                .map(CatalogueReader::builtIn)
                .toList();
    }

    /// Those that a dossier was judged with, as its manifest names them, in the edition that comes with
    /// this Vitrine.
    ///
    /// @throws IOException when the manifest can't be read, or names a catalogue that doesn't come
    ///     with this Vitrine
    /// @throws DossierRefused when it isn't sound
    public static List<Catalogue> of(Path dossier) throws IOException, DossierRefused {
        Set<String> ids = new TreeSet<>();
        for (String key : Dossier.manifest(dossier).identity().keySet()) {
            if (key.startsWith(IDENTITY)) {
                ids.add(key.substring(IDENTITY.length()));
            }
        }
        List<Catalogue> found = named(ids);
        if (found.size() != ids.size()) {
            found.forEach(catalogue -> ids.remove(catalogue.id()));
            throw new FileSystemException(
                    dossier.toString(), null, "was judged with a catalogue that this version lacks: " + ids);
        }
        return found;
    }
}
