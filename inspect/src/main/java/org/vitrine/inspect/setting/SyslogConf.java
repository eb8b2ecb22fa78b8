package org.vitrine.inspect.setting;

import java.util.regex.Pattern;
import org.vitrine.inspect.shell.Lines;

/// The lines of syslog.conf(5): a selector, blanks, an action.
final class SyslogConf {
    private static final String FACILITY = "(?:\\*|[a-z]+\\d?|mark)";
    private static final String PRIORITY =
            "[=!]*(?:\\*|none|debug|info|notice|warn|warning|err|error|crit|alert|emerg|panic)";
    private static final String ONE = FACILITY + "(?:," + FACILITY + ")*\\." + PRIORITY;
    private static final Pattern SELECTOR = Pattern.compile(ONE + "(?:;\\s*" + ONE + ")*;?");

    private SyslogConf() {}

    /// A line taken apart.
    record Rule(String selector, String action) {}

    /// Whether a text is a selector, such as `auth,authpriv.*;mail.none`.
    static boolean isSelector(String text) {
        return text.length() < 1_000 && SELECTOR.matcher(text).matches();
    }

    /// The rule that a line holds; both parts are empty where it is none.
    static Rule rule(String text) {
        int end = 0;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean blank = c == ' ' || c == '\t';
            if (blank && end > 0 && text.charAt(end - 1) != ';') {
                break;
            }
            end++;
        }
        String selector = text.substring(0, end);
        String action = text.substring(end).strip();
        return action.isEmpty() || !isSelector(selector) ? new Rule("", "") : new Rule(selector, action);
    }

    /// Puts the rules of a file into rows, those commented out, too.
    static void read(Rows rows, ConfigFile from) {
        for (Lines.Line line : Lines.of(rows.root().content(from.file()))) {
            String text = line.text().strip();
            boolean comment = text.startsWith("#");
            Rule rule = rule(comment ? text.replaceFirst("^#+\\s*", "") : text);
            if (rule.selector.isEmpty()) {
                continue;
            }
            if (comment) {
                rows.comment(from, line, "rule " + rule.selector, rule.action);
            } else {
                rows.add(from, line, "rule " + rule.selector, rule.action);
            }
        }
    }
}
