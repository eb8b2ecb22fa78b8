package org.vitrine.ledger.tlog;

/// Names that others chose, as they can stand in a message: on one line, not too long, with nothing in
/// them that a terminal obeys or that changes the order of what is around them.
final class Plain {
    private static final int MOST = 120;

    private Plain() {}

    static String of(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints()
                .limit(MOST)
                .map(c -> ' ' < c && c < 0x7f || Character.isLetterOrDigit(c) ? c : '?')
                .forEach(plain::appendCodePoint);
        return name.length() > plain.length() ? plain + "…" : plain.toString();
    }
}
