package org.vitrine.report;

/// A page being written. Everything that is text is escaped here and nowhere else.
final class Html {
    private final StringBuilder page = new StringBuilder(1 << 16);

    /// Markup of ours, as it is.
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /// Text, escaped.
    Html text(Object text) {
        escape(page, String.valueOf(text));
        return this;
    }

    /// An element with text in it; `tag` may carry attributes: `td class="num"`.
    Html element(String tag, Object text) {
        int space = tag.indexOf(' ');
        return raw("<" + tag + ">").text(text).raw("</" + (space < 0 ? tag : tag.substring(0, space)) + ">");
    }

    /// Text as an attribute's value, escaped and quoted.
    static String attribute(Object value) {
        StringBuilder text = new StringBuilder("\"");
        escape(text, String.valueOf(value));
        return text.append('"').toString();
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
