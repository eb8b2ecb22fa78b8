package org.vitrine.change.equivalence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vitrine.evidence.Display;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// Patterns of one's own that a rebuild may be excused by. Each needs a name, a reason, two people who reviewed it, and
/// a day it ends at; without a file of them no pattern is ever used.
///
/// ```yaml
/// patterns:
///   - name: banner-date
///     pattern: "built on [0-9]{4}-[0-9]{2}-[0-9]{2}"
///     reason: The banner holds the day of the build.
///     until: 2027-06-30
///     reviewers: [A. Auditor, B. Builder]
/// ```
public final class UserPatterns {
    private static final long MAXIMUM = 64 << 10;

    private final List<ContentNormaliser> patterns;

    private UserPatterns(List<ContentNormaliser> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /// No patterns.
    public static UserPatterns none() {
        return new UserPatterns(List.of());
    }

    /// The patterns in a file.
    ///
    /// @param today on which none may have ended
    /// @throws IOException when the file can't be read
    /// @throws CatalogueRefused when something is missing or has ended; the message names file and line
    public static UserPatterns read(Path file, LocalDate today) throws IOException, CatalogueRefused {
        if (Files.size(file) > MAXIMUM) {
            throw new CatalogueRefused(file + ": larger than " + MAXIMUM + " bytes");
        }
        Yaml.Mapping mapping =
                Yaml.read(file.toString(), Files.readString(file)).mapping();
        mapping.only("patterns");
        List<ContentNormaliser> patterns = new ArrayList<>();
        for (Yaml item : mapping.get("patterns").items()) {
            patterns.add(pattern(item.mapping(), today));
        }
        if (patterns.stream()
                        .map(normaliser -> normaliser.card().name())
                        .distinct()
                        .count()
                != patterns.size()) {
            throw mapping.refused("two patterns have one name");
        }
        return new UserPatterns(patterns);
    }

    private static ContentNormaliser pattern(Yaml.Mapping mapping, LocalDate today) throws CatalogueRefused {
        mapping.only("name", "pattern", "reason", "until", "reviewers");
        TreeSet<String> reviewers = new TreeSet<>();
        for (Yaml reviewer : mapping.get("reviewers").items()) {
            reviewers.add(reviewer.text());
        }
        reviewers.remove("");
        if (reviewers.size() < 2) {
            throw mapping.refused("a pattern needs two people who reviewed it");
        }
        String name = mapping.text("name");
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw mapping.get("name").refused("a name is lower-case letters, digits and hyphens");
        }
        LocalDate until = until(mapping.get("until"));
        if (today.isAfter(until)) {
            throw mapping.get("until").refused("the pattern ended on " + until);
        }
        String reason = Display.text(mapping.text("reason")) + " Reviewed by "
                + Display.text(String.join(", ", reviewers)) + "; until " + until + ".";
        try {
            return new UserPattern(name, Pattern.compile(mapping.text("pattern")), reason);
        } catch (PatternSyntaxException e) {
            throw mapping.get("pattern").refused("is no pattern: " + e.getDescription());
        }
    }

    private static LocalDate until(Yaml value) throws CatalogueRefused {
        try {
            return LocalDate.parse(value.text());
        } catch (DateTimeParseException e) {
            throw value.refused("a day such as 2027-06-30 is expected");
        }
    }

    /// The patterns as normalisers.
    List<ContentNormaliser> normalisers() {
        return patterns;
    }
}
