package org.vitrine.inspect.shell;

/// Pattern matching as a `case` does it (POSIX.1-2017 XCU 2.13): `*`, `?`, `[…]`.
public final class Glob {
    private Glob() {}

    /// Whether the whole text fits the pattern. Takes at most the product of both lengths.
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, text.charAt(t)) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// Where the pattern goes on when its element at `p` fits the character, else -1.
    private static int one(String pattern, int p, char c) {
        char first = pattern.charAt(p);
        int end = first == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (end < 0) {
            return first == '?' || first == c ? p + 1 : -1;
        }
        boolean negated = pattern.charAt(p + 1) == '!' || pattern.charAt(p + 1) == '^';
        boolean inside = false;
        for (int i = p + (negated ? 2 : 1); i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                inside |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                inside |= c == pattern.charAt(i);
            }
        }
        return inside != negated ? end + 1 : -1;
    }
}
