package org.vitrine.cli;

import java.io.PrintStream;
import java.util.List;
import org.vitrine.evidence.Display;
import org.vitrine.tables.Dossier;
import org.vitrine.tables.QueryRefused;

/// How far a rebuilt release is the same as the shipped one, in a few lines: the rung, why, what was set aside, and the
/// paths that are not the same.
final class EquivalenceSummary {
    private static final int LINES = 12;
    private static final int TOOLCHAINS = 3;

    private final Dossier comparison;
    private final PrintStream out;

    EquivalenceSummary(Dossier comparison, PrintStream out) {
        this.comparison = comparison;
        this.out = out;
    }

    void print() {
        List<Object> row = rows("SELECT verdict, reason, trial, spans, old_normalised, new_normalised, residual, used "
                        + "FROM equivalence")
                .getFirst();
        out.println();
        boolean tried = String.valueOf(row.get(2)).equals("TRIED");
        out.println(
                "rebuilt    " + (tried ? row.get(0) : row.get(2)) + ": " + Display.text(String.valueOf(row.get(1))));
        if (!tried) {
            return;
        }
        out.println("set aside  " + Amounts.count((long) row.get(3)) + " spans, " + Amounts.count((long) row.get(4))
                + " and " + Amounts.count((long) row.get(5)) + " bytes"
                + (String.valueOf(row.get(7)).isEmpty() ? "" : ": " + row.get(7)));
        out.println("left over  " + Amounts.count((long) row.get(6)) + " bytes that nothing accounts for");
        if (!rows("SELECT 1 FROM span WHERE risk = 'N3' LIMIT 1").isEmpty()) {
            out.println("signatures were located, not verified: whose key they are of is not known");
        }
        toolchains();
        List<List<Object>> files = rows("""
                SELECT verdict, path, reason FROM equivalence_file
                WHERE verdict IN ('CODE_SAME', 'PARTIAL', 'MISMATCH')
                ORDER BY array_position(['MISMATCH', 'PARTIAL', 'CODE_SAME'], verdict), residual DESC, path""");
        for (List<Object> file : files.subList(0, Math.min(LINES, files.size()))) {
            String path = String.valueOf(file.get(1));
            out.println("  " + file.get(0) + " " + (path.isEmpty() ? "." : path) + ": "
                    + Display.text(String.valueOf(file.get(2))));
        }
        if (files.size() > LINES) {
            out.println("  and " + Amounts.count(files.size() - LINES) + " more");
        }
    }

    /// The pair that most files name first.
    private void toolchains() {
        List<List<Object>> pairs =
                rows("SELECT was, now, files, path FROM equivalence_toolchain ORDER BY files DESC, ordinal");
        for (List<Object> pair : pairs.subList(0, Math.min(TOOLCHAINS, pairs.size()))) {
            long files = (long) pair.get(2);
            out.println("compiled   " + named(pair.get(0)) + " -> " + named(pair.get(1)) + ", in "
                    + (files == 1 ? String.valueOf(pair.get(3)) : Amounts.count(files) + " files"));
        }
        if (pairs.size() > TOOLCHAINS) {
            out.println("           and " + Amounts.count(pairs.size() - TOOLCHAINS) + " more pairs of compilers");
        }
    }

    private static String named(Object comment) {
        String text = String.valueOf(comment);
        return text.isEmpty() ? "no compiler named" : Display.text(text);
    }

    private List<List<Object>> rows(String sql) {
        try {
            return comparison.query(sql).values();
        } catch (QueryRefused e) {
            throw new IllegalStateException(e);
        }
    }
}
