package org.vitrine.report;

import java.util.Optional;

/// Text of facts in the data types of OSCAL 1.1, none of which may be empty.
final class OscalText {
    private static final int LONGEST = 20_000;

    private OscalText() {}

    /// A `markup-line`: what would be markup in it is escaped; a dash where nothing is left.
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (char unit : plain(text).orElse("-").toCharArray()) {
            if ("\\`*_<>[]~^{}$".indexOf(unit) >= 0) {
                line.append('\\');
            }
            line.append(unit);
        }
        return line.toString();
    }

    /// A `string`: one line that neither starts nor ends with a blank; none where nothing is left.
    static Optional<String> plain(String text) {
        String seen = Html.visible(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
        int start = 0;
        int end = seen.length();
        while (start < end && isBlank(seen.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(seen.charAt(end - 1))) {
            end--;
        }
        return start == end ? Optional.empty() : Optional.of(seen.substring(start, end));
    }

    private static boolean isBlank(char unit) {
        return Character.isWhitespace(unit) || Character.isSpaceChar(unit);
    }

    /// A `token`: other characters than letters, digits and `.-_` become dashes.
    static String token(String text) {
        String token = text.replaceAll("[^A-Za-z0-9._-]", "-");
        return token.matches("[A-Za-z_].*") ? token : "_" + token;
    }
}
