package org.vitrine.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrine.tables.Dossier;

/// The release that a dossier is about, and what its submitter says it is: empty where nobody said.
record Subject(
        String sha256,
        long size,
        String kind,
        long understood,
        String vendor,
        String product,
        String version,
        String productClass,
        String obtained,
        String published,
        String agreement) {
    static Subject of(Dossier dossier) {
        Ask ask = new Ask(dossier);
        List<Object> release = ask.values("SELECT sha256, size, kind, understood FROM release").stream()
                .findFirst()
                .orElse(List.of("", 0L, "FILE", 0L));
        List<Object> said = has(dossier, "product")
                ? ask
                        .values(
                                "SELECT vendor, product, version, kind, obtained, published, agreement FROM product LIMIT 1")
                        .stream()
                        .findFirst()
                        .orElse(NOTHING)
                : NOTHING;
        return new Subject(
                text(release, 0),
                Ask.number(release.get(1)),
                text(release, 2),
                Ask.number(release.get(3)),
                text(said, 0),
                text(said, 1),
                text(said, 2),
                text(said, 3),
                text(said, 4),
                text(said, 5),
                text(said, 6));
    }

    private static final List<Object> NOTHING = List.of("", "", "", "", "", "", "");

    /// Whether a dossier has a table: those of older versions have fewer.
    static boolean has(Dossier dossier, String table) {
        return dossier.schemas().stream().anyMatch(schema -> schema.name().equals(table));
    }

    /// What to call it: vendor, product and version where they are known, else the first digits of its digest.
    String title() {
        String named = Stream.of(vendor, product, version)
                .filter(word -> !word.isBlank())
                .collect(Collectors.joining(" "));
        return named.isEmpty() ? "release " + Head.brief(sha256) : named;
    }

    /// How much of it could be read, in a sentence.
    String coverage() {
        return Figures.percent(understood, size) + " of its " + size + " bytes are understood";
    }

    private static String text(List<Object> row, int column) {
        return String.valueOf(row.get(column));
    }
}
