package org.vitrine.centre;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.vitrine.ledger.tree.Hash;
import org.vitrine.ledger.tree.InclusionProof;
import org.vitrine.ledger.tree.Nodes;
import org.vitrine.ledger.verify.SealSecret;
import org.vitrine.ledger.verify.SealSecret.Use;
import org.vitrine.structure.json.Json;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.DossierRefused;
import org.vitrine.tables.Manifest;
import org.vitrine.tables.QueryRefused;

/// The file `edition.jsonl`: rows of a sealed dossier, opened for some readers, each with its salt and
/// the way to its table's root. Values of confidential columns stay commitments, here as in the
/// dossier's own rows; rows that seem to hold a secret elsewhere stay closed ([Withheld]).
///
/// Deterministic: the same rows of the same seal give the same bytes.
public final class Edition {
    /// Its name in an edition's folder.
    static final String FILE = "edition.jsonl";

    /// What a public edition holds when nothing is chosen: what was examined, how much of it was read,
    /// the verdicts with their sentences, the software found; of a comparison its meaning.
    private static final List<String> PUBLIC = List.of(
            "clause",
            "comparison",
            "component",
            "component_change",
            "delta",
            "equivalence",
            "problem",
            "product",
            "release",
            "rootfs",
            "verdict",
            "verdict_change");

    private static final HexFormat HEX = HexFormat.of();

    private final Dossier dossier;
    private final Manifest manifest;
    private final SealSecret secret;

    Edition(Dossier dossier, Manifest manifest, SealSecret secret) {
        this.dossier = dossier;
        this.manifest = manifest;
        this.secret = secret;
    }

    /// For whom rows are opened.
    public enum Kind {
        /// For everybody.
        PUBLIC,
        /// For whoever runs the product: all tables, unless some are chosen.
        OPERATOR
    }

    /// Which rows are opened: for each table a condition in SQL, empty for all of them.
    ///
    /// @param tables tables whose rows are all opened
    /// @param rows `TABLE: CONDITION`
    /// @throws DossierRefused when there is no such table, or a choice is written otherwise
    Map<String, String> chosen(Kind kind, List<String> tables, List<String> rows) throws DossierRefused {
        Map<String, String> chosen = new TreeMap<>();
        tables.forEach(table -> chosen.put(table.strip(), ""));
        for (String choice : rows) {
            int colon = choice.indexOf(':');
            if (colon < 1) {
                throw new DossierRefused("rows are chosen as 'TABLE: CONDITION', such as \"account: uid = 0\"");
            }
            chosen.put(
                    choice.substring(0, colon).strip(),
                    choice.substring(colon + 1).strip());
        }
        if (chosen.isEmpty()) {
            manifest.tables().stream()
                    .map(Manifest.Entry::name)
                    .filter(name -> kind == Kind.OPERATOR || PUBLIC.contains(name))
                    .forEach(name -> chosen.put(name, ""));
        }
        for (String table : chosen.keySet()) {
            if (manifest.table(table).isEmpty()) {
                throw new DossierRefused("the dossier has no table " + table);
            }
        }
        return chosen;
    }

    /// Writes the file, line by line: what it opens; then for each table its head, and its rows.
    ///
    /// @param about the leaf hash of the seal's statement
    /// @return how many of the chosen rows of each table stay closed, since they seem to hold a secret
    SortedMap<String, Integer> write(OutputStream out, Kind kind, Hash about, Map<String, String> chosen)
            throws IOException, DossierRefused, QueryRefused {
        Json.Builder first = Json.object()
                .put("about", about.toString())
                .put("edition", kind.toString().toLowerCase(Locale.ROOT));
        line(out, first.build());
        SortedMap<String, Integer> closed = new TreeMap<>();
        for (Map.Entry<String, String> choice : new TreeMap<>(chosen).entrySet()) {
            int rows = table(out, manifest.table(choice.getKey()).orElseThrow(), choice.getValue());
            if (rows > 0) {
                closed.put(choice.getKey(), rows);
            }
        }
        return closed;
    }

    private static void line(OutputStream out, Json json) throws IOException {
        out.write(json.compact().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private int table(OutputStream out, Manifest.Entry entry, String condition)
            throws IOException, DossierRefused, QueryRefused {
        NavigableSet<Long> wanted = new TreeSet<>();
        if (!condition.isEmpty()) {
            dossier.query("SELECT rowid FROM " + entry.name() + " WHERE (" + condition + ")")
                    .values()
                    .forEach(row -> wanted.add(((Number) row.getFirst()).longValue() + 1));
        }
        NavigableSet<Long> closed = closed(entry);
        if (!condition.isEmpty()) {
            closed.retainAll(wanted);
        } else if (!closed.isEmpty()) {
            LongStream.rangeClosed(1, entry.rows()).forEach(wanted::add);
        }
        wanted.removeAll(closed);
        boolean isWhole = closed.isEmpty() && (condition.isEmpty() || wanted.size() == entry.rows());
        // Where all rows follow nobody needs a path, and the leaves are left uncounted.
        Nodes nodes = isWhole ? (_, _) -> Hash.EMPTY_ROOT : nodes(SealedTables.leaves(dossier, entry, secret));
        long size = entry.rows() + 1;
        Json.Builder head = Json.object().put("head", entry.head());
        if (!isWhole) {
            head.put("path", path(0, size, nodes));
        }
        line(
                out,
                head.put("salt", HEX.formatHex(secret.salt(Use.HEAD, entry.name(), 0)))
                        .build());
        SealSecret.Salts salts = secret.salts(Use.ROW, entry.name());
        long[] index = {0};
        try {
            dossier.encodings(entry.name(), row -> {
                index[0]++;
                if (isWhole || wanted.contains(index[0])) {
                    try {
                        Json.Builder opened = Json.object().put("index", index[0]);
                        if (!isWhole) {
                            opened.put("path", path(index[0], size, nodes));
                        }
                        opened.put("salt", HEX.formatHex(salts.at(index[0])))
                                .put("values", texts(row).stream().map(Json::of).toList());
                        line(out, opened.build());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return closed.size();
    }

    /// The places of rows that are opened to nobody, from 1.
    private NavigableSet<Long> closed(Manifest.Entry entry) throws IOException, DossierRefused {
        NavigableSet<Long> closed = new TreeSet<>();
        Withheld withheld = Withheld.of(entry.schema());
        long[] index = {0};
        dossier.encodings(entry.name(), row -> {
            index[0]++;
            if (withheld.is(texts(row))) {
                closed.add(index[0]);
            }
        });
        return closed;
    }

    private static List<Json> path(long index, long size, Nodes nodes) throws IOException {
        return InclusionProof.of(index, size, nodes).path().stream()
                .map(hash -> Json.of(hash.toString()))
                .toList();
    }

    /// A row's values as texts: numbers in digits, bytes in base64, commitments in hex.
    private static List<String> texts(byte[] row) {
        List<String> texts = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(row);
        while (rest.hasRemaining()) {
            byte tag = rest.get();
            byte[] value = new byte[Math.toIntExact(rest.getLong())];
            rest.get(value);
            texts.add(
                    switch (tag) {
                        case 1 -> Long.toString(ByteBuffer.wrap(value).getLong());
                        case 2 -> Integer.toString(ByteBuffer.wrap(value).getInt());
                        case 3 -> new String(value, StandardCharsets.UTF_8);
                        case 4 -> Base64.getEncoder().encodeToString(value);
                        default -> HEX.formatHex(value);
                    });
        }
        return texts;
    }

    /// All full subtrees over some leaves.
    private static Nodes nodes(List<Hash> leaves) {
        List<List<Hash>> levels = new ArrayList<>(List.of(leaves));
        while (levels.getLast().size() > 1) {
            List<Hash> below = levels.getLast();
            List<Hash> level = new ArrayList<>(below.size() / 2);
            for (int i = 0; i + 1 < below.size(); i += 2) {
                level.add(Hash.ofNode(below.get(i), below.get(i + 1)));
            }
            levels.add(level);
        }
        return (level, index) -> levels.get(level).get(Math.toIntExact(index));
    }
}
