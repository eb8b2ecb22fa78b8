package org.vitrine.tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrine.evidence.Digest;
import org.vitrine.structure.json.Json;
import org.vitrine.structure.json.NotJson;

/// What a dossier says it holds: the file `dossier.json`.
///
/// Sorted keys, two spaces a level, LF, ASCII. The dossier's identity is [#digest], which binds what the
/// tables say; the Parquet files' digests bind this copy of them.
///
/// @param format version of the manifest and of the row encoding; 1 is the only one
/// @param identity what the caller binds the tables to: the release's SHA-256, the catalogue's digest, the
///     tool
/// @param tables the tables, sorted by name
public record Manifest(int format, SortedMap<String, String> identity, List<Entry> tables) {
    /// The only version there is.
    public static final int FORMAT = 1;

    /// The file's name in a dossier.
    public static final String FILE = "dossier.json";

    /// The most characters that a manifest may have.
    static final int MAX_SIZE = 1 << 20;

    private static final int MAX_TABLES = 256;
    private static final int MAX_COLUMNS = 256;
    private static final long MAX_ROWS = 100_000_000;
    private static final long MAX_FILE = 1L << 32;

    /// Sorts the tables and copies all.
    public Manifest {
        identity = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(identity));
        tables = tables.stream().sorted(Comparator.comparing(Entry::name)).toList();
    }

    /// One table.
    ///
    /// @param schema its name, version and columns
    /// @param rows how many rows it has
    /// @param root RFC 6962 root over the canonical encodings of its rows in their order
    /// @param sha256 digest of its Parquet file, for the integrity of this copy
    /// @param size of its Parquet file, in bytes
    public record Entry(Schema schema, long rows, Digest root, Digest sha256, long size) {
        /// The table's name.
        public String name() {
            return schema.name();
        }

        /// The Parquet file's name in the folder `facts`.
        public String file() {
            return name() + ".parquet";
        }

        /// The table's columns, name, number of rows and version in one line of JSON, sorted, without blanks:
        /// what a seal hides beside the rows.
        public String head() {
            return described().sorted().compact();
        }

        private Json.Builder statement() {
            return described().put("root", root.toString());
        }

        private Json.Builder described() {
            List<Json> columns = new ArrayList<>();
            for (SchemaColumn column : schema.columns()) {
                columns.add(Json.object()
                        .put("confidential", Json.of(column.confidential()))
                        .put("name", column.name())
                        .put("type", column.type().name())
                        .build());
            }
            return Json.object()
                    .put("columns", columns)
                    .put("name", name())
                    .put("rows", rows)
                    .put("version", schema.version());
        }

        private Json full() {
            return statement()
                    .put(
                            "parquet",
                            Json.object()
                                    .put("sha256", sha256.toString())
                                    .put("size", size)
                                    .build())
                    .sorted();
        }
    }

    /// The dossier's identity: RFC 6962 root over these leaves, each one JSON object in one line without
    /// blanks and with sorted keys, in UTF-8: `{"format":…,"identity":{…}}`, then for each table by name its
    /// `columns`, `name`, `root`, `rows` and `version`. The Parquet files' digests stay outside: another
    /// writer of the same rows gives another file and the same dossier.
    public Digest digest() {
        RowTree tree = new RowTree();
        tree.add(leaf(Json.object()
                .put("format", format)
                .put("identity", identityJson())
                .sorted()));
        for (Entry table : tables) {
            tree.add(leaf(table.statement().sorted()));
        }
        return tree.root();
    }

    /// What it says of the table of this name.
    public Optional<Entry> table(String name) {
        return tables.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static byte[] leaf(Json json) {
        return json.compact().getBytes(StandardCharsets.UTF_8);
    }

    private Json identityJson() {
        Json.Builder members = Json.object();
        identity.forEach(members::put);
        return members.sorted();
    }

    /// The file's text.
    public String text() {
        return Json.object()
                .put("digest", digest().toString())
                .put("format", format)
                .put("identity", identityJson())
                .put("tables", tables.stream().map(Entry::full).toList())
                .sorted()
                .pretty();
    }

    /// The manifest of a text that may come from anybody.
    ///
    /// @throws DossierRefused when it isn't exactly what [#text] would write
    public static Manifest parse(String text) throws DossierRefused {
        Manifest manifest;
        try {
            manifest = new ManifestReader(MAX_TABLES, MAX_COLUMNS, MAX_ROWS, MAX_FILE)
                    .manifest(Json.parse(text, MAX_SIZE, 8));
        } catch (NotJson e) {
            throw new DossierRefused(FILE + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new DossierRefused(FILE + " has a field of the wrong shape");
        }
        Set<String> names = new HashSet<>();
        for (Entry table : manifest.tables) {
            if (!names.add(table.name())) {
                throw new DossierRefused(FILE + " lists table " + table.name() + " twice");
            }
        }
        // Only one spelling: nothing can hide in the text, and the digest in it is right.
        if (!manifest.text().equals(text)) {
            throw new DossierRefused(FILE + " isn't in its canonical form, or its digest is wrong");
        }
        return manifest;
    }

    static Manifest of(Map<String, String> identity, List<Entry> tables) {
        return new Manifest(FORMAT, new TreeMap<>(identity), tables);
    }
}
