package org.vitrine.tables;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.vitrine.evidence.Digest;

/// Takes the tables of dossiers that somebody else may have made onto a shelf, and believes nothing: the
/// files' digests are checked on a private copy before DuckDB sees it, then names, types, order, count and
/// root of the rows.
final class DossierLoading implements AutoCloseable {
    private static final QueryLimits LIMITS = new QueryLimits(Duration.ofMinutes(2), 1, 400L << 20);

    private final Shelf shelf;
    private final Path folder;
    private final Path copy;
    private final FileChannel file;

    DossierLoading(Shelf shelf, Path temporary) throws IOException {
        this.shelf = shelf;
        this.folder = Files.createTempDirectory(temporary, "vitrine");
        this.copy = folder.resolve("table.parquet");
        this.file = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// Loads one table under a name that may differ from its own.
    void load(DossierFiles files, Manifest.Entry entry, Salt salt, String name) throws IOException, DossierRefused {
        files.copy(entry, file);
        shelf.load(name, entry.schema(), entry.rows(), copy, LIMITS);
        RowEncoding encoding = new RowEncoding(entry.schema(), salt);
        RowTree tree = new RowTree();
        byte[][] last = {{}};
        try {
            shelf.scan(name, entry.schema(), entry.rows(), row -> {
                byte[] encoded = encoding.encode(row);
                if (Arrays.compareUnsigned(last[0], encoded) >= 0) {
                    throw new DossierRefused("the rows of " + entry.name() + " aren't in their canonical order");
                }
                tree.add(encoded);
                last[0] = encoded;
            });
        } catch (SQLException e) {
            throw new DossierRefused("table " + entry.name() + " can't be read");
        }
        if (tree.leaves() != entry.rows() || !tree.root().equals(entry.root())) {
            throw new DossierRefused("the rows of " + entry.name() + " aren't those that the manifest describes");
        }
    }

    /// The salt of a dossier; of no use, and so not asked for, where no column is confidential.
    static Salt salt(DossierFiles files, Manifest manifest) throws IOException, DossierRefused {
        return manifest.tables().stream().anyMatch(entry -> entry.schema().hasConfidential())
                ? files.readSalt()
                : new Salt(Digest.NONE);
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
    }
}
