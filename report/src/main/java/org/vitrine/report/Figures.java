package org.vitrine.report;

import java.util.Locale;

/// Numbers as a report writes them.
public final class Figures {
    private static final char THIN = '\u2009';

    private Figures() {}

    /// A count with thin separators.
    static String count(long number) {
        return grouped(number, THIN);
    }

    /// A number in groups of three digits.
    public static String grouped(long number, char separator) {
        StringBuilder grouped = new StringBuilder(Long.toString(number));
        for (int at = grouped.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            grouped.insert(at, separator);
        }
        return grouped.toString();
    }

    /// A count and its noun.
    static String of(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /// A share in per cent with one digit, rounded down: 100 means all of it.
    public static String percent(long part, long whole) {
        if (whole == 0) {
            return "100.0 %";
        }
        long thousandths = (long) StrictMath.floor((double) part / whole * 1000);
        return thousandths / 10 + "." + thousandths % 10 + " %";
    }

    /// An offset: `0x1F00`.
    static String hexadecimal(long offset) {
        return "0x" + Long.toHexString(offset).toUpperCase(Locale.ROOT);
    }
}
