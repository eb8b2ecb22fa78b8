package org.vitrine.tables;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Digest;

/// Queries that were checked when Vitrine was built, by the SHA-256 of their text, with what their shape says: which
/// tables they read, and which of them have to be empty so that they certainly give no row. Such a query isn't
/// checked again, and isn't asked where the answer is known: planning takes longer than answering.
///
/// One line each: the digest, the tables with commas between them or `-`, the [Vacancy].
public final class Vouched {
    /// No query.
    public static final Vouched NONE = new Vouched(Map.of());

    private final Map<Digest, Query> queries;

    private Vouched(Map<Digest, Query> queries) {
        this.queries = queries;
    }

    /// What is known of a query.
    record Query(List<String> tables, Vacancy vacancy) {}

    /// Reads a list that comes with a program.
    ///
    /// @throws IOException when it can't be read
    public static Vouched read(InputStream list) throws IOException {
        Map<Digest, Query> queries = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split(" ", 3);
            List<String> tables = parts[1].equals("-") ? List.of() : List.of(parts[1].split(",", -1));
            queries.put(Digest.parse(parts[0]), new Query(tables, Vacancy.parse(parts[2])));
        }
        return new Vouched(queries);
    }

    /// The line of a query.
    static String line(String sql, Query query) {
        String tables = query.tables().isEmpty() ? "-" : String.join(",", query.tables());
        return digest(sql) + " " + tables + " " + query.vacancy();
    }

    /// What is known of this very query.
    Optional<Query> of(String sql) {
        return queries.isEmpty() ? Optional.empty() : Optional.ofNullable(queries.get(digest(sql)));
    }

    private static Digest digest(String sql) {
        return Digest.ofContent(Bytes.of(sql.getBytes(StandardCharsets.UTF_8)));
    }
}
