package org.vitrine.change.declared;

/// Whether a text names something: as a whole, not within another word, path or version.
final class Words {
    private Words() {}

    /// Whether `word` stands in the text with nothing beside it that would make it another word.
    static boolean holds(String text, String word) {
        if (word.isEmpty()) {
            return false;
        }
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (isClearBefore(text, at) && isClearBehind(text, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClearBefore(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        return !continues(before) && before != '.' && before != '-' && before != '/' && before != '~';
    }

    /// A dot ends a sentence where nothing follows it; elsewhere it goes on with a version or a file's name.
    private static boolean isClearBehind(String text, int end) {
        if (end == text.length()) {
            return true;
        }
        char behind = text.charAt(end);
        if (behind == '.' || behind == '-' || behind == '/' || behind == '+' || behind == '~') {
            return end + 1 == text.length() || Character.isWhitespace(text.charAt(end + 1));
        }
        return !continues(behind);
    }

    private static boolean continues(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
