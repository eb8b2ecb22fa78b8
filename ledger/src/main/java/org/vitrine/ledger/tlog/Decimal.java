package org.vitrine.ledger.tlog;

import org.vitrine.ledger.Refused;

/// Numbers in ASCII digits without a leading zero, as all C2SP formats write them.
final class Decimal {
    private static final int MOST_DIGITS = 19;

    private Decimal() {}

    /// From 0 to 2^63 − 1.
    ///
    /// @param what what the text should be, for the refusal
    static long parse(String text, String what) throws Refused {
        if (text.isEmpty() || !text.chars().allMatch(c -> '0' <= c && c <= '9')) {
            throw new Refused(what + " is not a decimal number");
        }
        if (text.length() > 1 && text.charAt(0) == '0') {
            throw new Refused(what + " has a leading zero");
        }
        if (text.length() > MOST_DIGITS) {
            throw new Refused(what + " is larger than 2^63 - 1");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Refused(what + " is larger than 2^63 - 1", e);
        }
    }
}
