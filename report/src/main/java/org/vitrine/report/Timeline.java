package org.vitrine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vitrine.tables.Dossier;

/// Several releases in a row: how much could be read of each, which clauses fail, who may log in, how the programs are
/// hardened, which versions of which components are there.
public final class Timeline {
    /// How many rows a table has at most.
    private static final int MOST = 500;

    private final Ask ask;
    private final List<String> releases;

    private Timeline(Dossier dossiers, List<String> releases) {
        this.ask = new Ask(dossiers);
        this.releases = List.copyOf(releases);
    }

    /// The page of several dossiers that were opened as one.
    ///
    /// @param releases their names in `dossiers`, in the order of the releases
    public static String html(Dossier dossiers, List<String> releases) {
        HtmlSheaf sheaf = new HtmlSheaf("Releases in a row · Vitrine");
        new Timeline(dossiers, releases).write(sheaf);
        return sheaf.text();
    }

    /// The same in Markdown.
    public static String markdown(Dossier dossiers, List<String> releases) {
        MarkdownSheaf sheaf = new MarkdownSheaf();
        new Timeline(dossiers, releases).write(sheaf);
        return sheaf.text();
    }

    private void write(Sheaf sheaf) {
        sheaf.heading(1, "releases", Figures.of(releases.size(), "release", "releases") + " in a row");
        sheaf.paragraph("In the order they were given. What could not be read of a release is not counted in it.");
        read(sheaf);
        counts(sheaf);
        hardening(sheaf);
        matrix(sheaf, "failing", "Clauses that fail in one of them", "Clause", """
                SELECT dossier, clause || ' ' || title, outcome FROM clause
                WHERE clause IN (SELECT clause FROM clause WHERE outcome = 'FAIL') ORDER BY ALL""", false);
        matrix(sheaf, "accounts", "Accounts in force", "Login", """
                SELECT DISTINCT dossier, name, 'uid ' || uid || ', ' || lower(scheme) || ', ' || lower(password)
                FROM account WHERE state = 'ACTIVE' ORDER BY ALL""", false);
        matrix(sheaf, "components", "Components", "Component", """
                SELECT DISTINCT dossier, product, CASE WHEN version = '' THEN 'no version' ELSE version END
                FROM component ORDER BY ALL""", true);
    }

    private void read(Sheaf sheaf) {
        sheaf.heading(2, "read", "What could be read");
        Map<String, List<Object>> rows = byRelease("""
                SELECT r.dossier, r.sha256, r.size, r.understood, (SELECT count(*) FROM artifact a WHERE a.dossier = r.dossier),
                    (SELECT count(*) FROM problem p WHERE p.dossier = r.dossier) FROM release r ORDER BY ALL""");
        List<Sheaf.Row> table = new ArrayList<>();
        for (String release : releases) {
            List<Object> row = rows.get(release);
            if (row != null) {
                table.add(Sheaf.Row.of(
                        release,
                        Head.brief(String.valueOf(row.get(1))),
                        Figures.count(Ask.number(row.get(2))),
                        Figures.percent(Ask.number(row.get(3)), Ask.number(row.get(2))),
                        Figures.count(Ask.number(row.get(4))),
                        Figures.count(Ask.number(row.get(5)))));
            }
        }
        sheaf.table(List.of("Release", "SHA-256", "Bytes", "Understood", "Artifacts", "Problems met"), table);
    }

    private void counts(Sheaf sheaf) {
        sheaf.heading(2, "counts", "What was found");
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("Clauses that fail", "SELECT dossier, count(*) FROM clause WHERE outcome = 'FAIL' GROUP BY 1");
        queries.put("inconclusive", "SELECT dossier, count(*) FROM clause WHERE outcome = 'INCONCLUSIVE' GROUP BY 1");
        queries.put("that pass", "SELECT dossier, count(*) FROM clause WHERE outcome = 'PASS' GROUP BY 1");
        queries.put("Accounts in force", "SELECT dossier, count(*) FROM account WHERE state = 'ACTIVE' GROUP BY 1");
        queries.put("Private keys", "SELECT dossier, count(DISTINCT content) FROM private_key GROUP BY 1");
        queries.put("Files with setuid", "SELECT dossier, count(*) FROM artifact WHERE mode & 2048 <> 0 GROUP BY 1");
        queries.put("Components", "SELECT dossier, count(DISTINCT product) FROM component GROUP BY 1");
        List<String> columns = new ArrayList<>(List.of("Release"));
        List<List<String>> cells = new ArrayList<>();
        releases.forEach(release -> cells.add(new ArrayList<>(List.of(release))));
        queries.forEach((title, sql) -> {
            columns.add(title);
            Map<String, List<Object>> counts = byRelease(sql);
            for (int i = 0; i < releases.size(); i++) {
                List<Object> count = counts.get(releases.get(i));
                cells.get(i).add(count == null ? "0" : Figures.count(Ask.number(count.get(1))));
            }
        });
        sheaf.table(columns, cells.stream().map(row -> new Sheaf.Row("", row)).toList());
    }

    private void hardening(Sheaf sheaf) {
        sheaf.heading(2, "hardening", "Programs and libraries");
        Map<String, List<Object>> rows = byRelease("""
                SELECT a.dossier, count(*), count(*) FILTER (e.canary = 'YES'), count(*) FILTER (e.nx = 'YES'),
                    count(*) FILTER (e.relro = 'FULL'), count(*) FILTER (e.pie = 'YES'),
                    count(*) FILTER (e.pie IN ('YES', 'NO'))
                FROM artifact a JOIN elf e ON e.content = a.sha256 AND e.dossier = a.dossier
                WHERE e.role IN ('EXECUTABLE', 'LIBRARY') GROUP BY 1 ORDER BY 1""");
        List<Sheaf.Row> table = new ArrayList<>();
        for (String release : releases) {
            List<Object> row = rows.get(release);
            if (row == null) {
                table.add(Sheaf.Row.of(release, "0", "–", "–", "–", "–"));
            } else {
                table.add(Sheaf.Row.of(
                        release,
                        Figures.count(Ask.number(row.get(1))),
                        share(row.get(2), row.get(1)),
                        share(row.get(3), row.get(1)),
                        share(row.get(4), row.get(1)),
                        share(row.get(5), row.get(6))));
            }
        }
        sheaf.table(
                List.of(
                        "Release",
                        "Files",
                        "Stack protector",
                        "Stack not executable",
                        "Full RELRO",
                        "Position-independent programs"),
                table);
    }

    private static String share(Object part, Object whole) {
        long of = Ask.number(whole);
        return of == 0
                ? "–"
                : Figures.count(Ask.number(part)) + " of " + Figures.count(of) + " ("
                        + Figures.percent(Ask.number(part), of) + ")";
    }

    /// A table with a column for each release, of rows that give release, subject and value.
    ///
    /// @param folded whether what is the same in all of them is only counted
    private void matrix(Sheaf sheaf, String anchor, String title, String head, String sql, boolean folded) {
        Map<String, Map<String, String>> subjects = new TreeMap<>();
        for (List<Object> row : ask.values(sql)) {
            subjects.computeIfAbsent(String.valueOf(row.get(1)), _ -> new LinkedHashMap<>())
                    .merge(
                            String.valueOf(row.getFirst()),
                            String.valueOf(row.get(2)),
                            (one, other) -> one + "; " + other);
        }
        sheaf.heading(2, anchor, title);
        List<Sheaf.Row> rows = new ArrayList<>();
        long same = 0;
        for (Map.Entry<String, Map<String, String>> subject : subjects.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(subject.getKey()));
            releases.forEach(release -> cells.add(subject.getValue().getOrDefault(release, "–")));
            if (folded && cells.stream().skip(1).distinct().count() == 1) {
                same++;
            } else {
                rows.add(new Sheaf.Row("", cells));
            }
        }
        if (same > 0) {
            sheaf.paragraph(Figures.of(same, "is", "are") + " the same in all of them and not listed.");
        }
        if (rows.isEmpty()) {
            sheaf.paragraph(same > 0 ? "No other is there." : "None.");
            return;
        }
        List<String> columns = new ArrayList<>(List.of(head));
        columns.addAll(releases);
        sheaf.table(columns, rows.subList(0, Math.min(MOST, rows.size())));
        if (rows.size() > MOST) {
            sheaf.paragraph("The first " + Figures.count(MOST) + " of " + Figures.count(rows.size()) + ".");
        }
    }

    private Map<String, List<Object>> byRelease(String sql) {
        Map<String, List<Object>> rows = new LinkedHashMap<>();
        ask.values(sql).forEach(row -> rows.put(String.valueOf(row.getFirst()), row));
        return rows;
    }
}
