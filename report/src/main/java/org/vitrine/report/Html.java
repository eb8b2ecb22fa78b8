package org.vitrine.report;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

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

    /// A link within the page, with text in it.
    Html link(String id, Object text) {
        return raw("<a href=" + attribute("#" + id) + ">").text(text).raw("</a>");
    }

    /// Text as an attribute's value, escaped and quoted.
    static String attribute(Object value) {
        StringBuilder text = new StringBuilder("\"");
        escape(text, String.valueOf(value));
        return text.append('"').toString();
    }

    /// Text without characters that nobody sees or that turn the order of others around: such a one stands as its
    /// bytes in UTF-8, `\xe2\x80\xae`. Facts are written so already; this holds for whatever somebody else wrote.
    static String visible(String text) {
        if (text.codePoints().allMatch(Html::isVisible)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            if (isVisible(point)) {
                shown.appendCodePoint(point);
            } else {
                for (byte unit : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    shown.append("\\x").append(HexFormat.of().toHexDigits(unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void escape(StringBuilder out, String text) {
        String shown = visible(text);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
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
