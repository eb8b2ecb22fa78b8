package org.vitrine.cli;

import org.vitrine.report.Figures;

/// Numbers as the terminal shows them.
final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /// A count in groups: `4,063,744`.
    static String count(long number) {
        return Figures.grouped(number, ',');
    }

    /// A count and its noun: `1 region`, `2 regions`.
    static String of(long number, String singular, String plural) {
        return count(number) + " " + (number == 1 ? singular : plural);
    }

    /// A size with a decimal unit: `38 kB`.
    static String size(long bytes) {
        int unit = 0;
        long left = bytes;
        while (left >= 10_000 && unit < UNITS.length - 1) {
            left = (left + 500) / 1000;
            unit++;
        }
        return count(left) + " " + UNITS[unit];
    }
}
