package org.vitrine.change.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitrine.change.Change;
import org.vitrine.change.Delta;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// An item of a change declaration: an id, a text, and what it speaks of. All that it names has to agree; a rule alone
/// would cover whatever that rule finds, so one of subject, path and component has to stand beside it.
///
/// @param source the declaration's file
/// @param id its own name
/// @param text what it says
/// @param rule the rule whose findings it speaks of; empty for any
/// @param subject a pattern of the finding's subject, where `*` stands for anything; empty for any
/// @param path a pattern of the finding's path or its end; empty for any
/// @param component the component it speaks of; empty for any
/// @param version which has to stand in what was or is; empty for any
record StatedItem(
        String source,
        String id,
        String text,
        String rule,
        String subject,
        String path,
        String component,
        String version)
        implements Item {

    /// The item that a mapping is.
    static StatedItem of(String source, Yaml.Mapping mapping) throws CatalogueRefused {
        mapping.only("id", "text", "rule", "subject", "path", "component", "version");
        StatedItem item = new StatedItem(
                source,
                mapping.text("id"),
                mapping.text("text"),
                mapping.text("rule", ""),
                mapping.text("subject", ""),
                mapping.text("path", ""),
                mapping.text("component", ""),
                mapping.text("version", ""));
        boolean open = item.subject.replaceAll("[*/.]", "").isEmpty()
                && item.path.replaceAll("[*/.]", "").isEmpty()
                && item.component.isEmpty();
        if (open) {
            throw mapping.refused("an item has to name a subject, a path or a component: it would speak of anything");
        }
        return item;
    }

    @Override
    public DeclaredItem.Form form() {
        return DeclaredItem.Form.DECLARATION;
    }

    @Override
    public Optional<String> speaksOf(Delta delta) {
        List<String> agreed = new ArrayList<>();
        boolean speaks = agrees("rule", rule, delta.rule().equals(rule), agreed)
                && agrees("subject", subject, isLike(subject, delta.subject()), agreed)
                && agrees("path", path, isPathLike(path, delta.path()), agreed)
                && agrees("component", component, isComponent(delta.subject()), agreed)
                && agrees("version", version, hasVersion(delta), agreed);
        return speaks ? Optional.of("by its " + String.join(", ", agreed)) : Optional.empty();
    }

    private static boolean agrees(String what, String wanted, boolean does, List<String> agreed) {
        if (wanted.isEmpty()) {
            return true;
        }
        agreed.add(what);
        return does;
    }

    private boolean isComponent(String subjectOfDelta) {
        String name = subjectOfDelta.toLowerCase(Locale.ROOT);
        String wanted = component.toLowerCase(Locale.ROOT);
        return name.equals(wanted) || name.startsWith(wanted + " ");
    }

    private boolean hasVersion(Delta delta) {
        return Words.holds(delta.was(), version)
                || Words.holds(delta.now(), version)
                || Words.holds(delta.subject(), version);
    }

    @Override
    public boolean names(Change change) {
        return !path.isEmpty()
                && rule.isEmpty()
                && subject.isEmpty()
                && component.isEmpty()
                && (isPathLike(path, change.newPath()) || isPathLike(path, change.oldPath()));
    }

    @Override
    public String lookedFor() {
        List<String> words = new ArrayList<>();
        for (String[] each : new String[][] {
            {"rule", rule}, {"subject", subject}, {"path", path}, {"component", component}, {"version", version}
        }) {
            if (!each[1].isEmpty()) {
                words.add(each[0] + " " + each[1]);
            }
        }
        return String.join(", ", words);
    }

    private static boolean isPathLike(String pattern, String path) {
        if (path.isEmpty() || pattern.isEmpty()) {
            return false;
        }
        String plain = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        return isLike(plain, path) || isLike("*/" + plain, path);
    }

    private static boolean isLike(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (String piece : pattern.split("\\*+", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }
}
