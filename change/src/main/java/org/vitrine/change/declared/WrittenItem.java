package org.vitrine.change.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitrine.change.Change;
import org.vitrine.change.ChangeKind;
import org.vitrine.change.Delta;
import org.vitrine.change.Severity;

/// An item of a changelog or of release notes: free text, of which nothing is guessed. It speaks of a finding when it
/// names a CVE that the finding names; when it names the finding's subject and that is a path; or when it names the
/// subject and, beside it, the version or, of what isn't grave, the path. A common word declares nothing.
///
/// @param form changelog or notes
/// @param source the file
/// @param id where it stands
/// @param text what it says
/// @param paths the paths that it names, without a slash at the start
/// @param cves the CVEs that it names
record WrittenItem(DeclaredItem.Form form, String source, String id, String text, List<String> paths, List<String> cves)
        implements Item {
    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,}");
    private static final Pattern PATH = Pattern.compile("(?<![\\w./:-])/?[\\w.+@-]++(?:/[\\w.+@-]++)++");
    private static final Pattern VERSION = Pattern.compile("[0-9][\\w.+~-]*[0-9a-z]");
    private static final Pattern GOES =
            Pattern.compile("\\b(remov(e|ed|es|al|ing)|drop(ped|s)?|delet(e|ed|es)|disabl(e|ed|es)|no longer)\\b");
    private static final Pattern COMES = Pattern.compile(
            "\\b(add(ed|s)?|new|introduc(e|ed|es)|enabl(e|ed|es)|updat(e|ed|es)|upgrad(e|ed|es)|bump(ed)?)\\b");
    /// Shorter names are words of the language as often as not.
    private static final int LEAST = 3;

    /// The item that a text is.
    static WrittenItem of(DeclaredItem.Form form, String source, String id, String text) {
        TreeSet<String> paths = new TreeSet<>();
        Matcher path = PATH.matcher(text);
        while (path.find()) {
            String named = path.group().replaceFirst("^/", "").replaceFirst("\\.$", "");
            if (named.contains("/")) {
                paths.add(named);
            }
        }
        TreeSet<String> cves = new TreeSet<>();
        Matcher cve = CVE.matcher(text);
        while (cve.find()) {
            cves.add(cve.group());
        }
        return new WrittenItem(form, source, id, text, List.copyOf(paths), List.copyOf(cves));
    }

    @Override
    public Optional<String> speaksOf(Delta delta) {
        Optional<String> cve = sharedCve(delta);
        if (cve.isPresent()) {
            return Optional.of("names " + cve.get());
        }
        if (contradicts(delta)) {
            return Optional.empty();
        }
        String subject = delta.subject();
        if (isPath(subject)) {
            return namesPath(subject) ? Optional.of("names " + subject) : Optional.empty();
        }
        if (subject.length() < LEAST || !Words.holds(text.toLowerCase(Locale.ROOT), subject.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String value = delta.now().isEmpty() ? delta.was() : delta.now();
        Matcher version = VERSION.matcher(value);
        while (version.find()) {
            if (version.group().length() >= LEAST && Words.holds(text, version.group())) {
                return Optional.of("names " + subject + " and " + version.group());
            }
        }
        // A login may be called as a word of the language is: what is grave has to be declared item by item.
        boolean grave = delta.severity() == Severity.CRITICAL || delta.severity() == Severity.HIGH;
        return !grave && namesPath(delta.path()) ? Optional.of("names " + subject + " and the path") : Optional.empty();
    }

    private Optional<String> sharedCve(Delta delta) {
        String finding = delta.subject() + " " + delta.was() + " " + delta.now();
        return cves.stream().filter(cve -> Words.holds(finding, cve)).findFirst();
    }

    /// Whether it says that something goes and the finding is that it came, or the other way about.
    private boolean contradicts(Delta delta) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean goes = GOES.matcher(lower).find();
        boolean comes = COMES.matcher(lower).find();
        boolean came = delta.was().isEmpty() && !delta.now().isEmpty();
        boolean went = !delta.was().isEmpty() && delta.now().isEmpty();
        return came && goes && !comes || went && comes && !goes;
    }

    private static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }

    /// Whether it names a path or the end of one, with a folder at least.
    private boolean namesPath(String path) {
        return paths.stream().anyMatch(named -> path.equals(named) || path.endsWith("/" + named));
    }

    @Override
    public boolean names(Change change) {
        return change.kind() != ChangeKind.IDENTICAL && namesPath(change.path());
    }

    @Override
    public String lookedFor() {
        List<String> named = new ArrayList<>(paths);
        named.addAll(cves);
        return String.join(", ", named);
    }
}
