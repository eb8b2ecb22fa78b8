package org.vitrine.cli;

/// Numbers as a report writes them.
final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    /// A count with thin groups: `4,063,744`.
    static String count(long number) {
        String digits = Long.toString(Math.abs(number));
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                grouped.append(',');
            }
            grouped.append(digits.charAt(i));
        }
        return (number < 0 ? "-" : "") + grouped;
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

    /// A share in per cent with one digit, never rounded up to 100: `97.2`.
    static String percent(long part, long whole) {
        if (whole == 0) {
            return "100.0";
        }
        long thousandths = (long) Math.floor((double) part / whole * 1000);
        return thousandths / 10 + "." + thousandths % 10;
    }
}
