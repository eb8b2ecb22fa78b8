package org.vitrine.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.vitrine.tables.Vouched;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// Reads rules: one YAML file each, with the keys `title`, `severity`, `why`, `needs` and `query`.
public final class RuleReader {
    private static final long MAXIMUM = 64 << 10;

    private RuleReader() {}

    /// The rules that come with Vitrine, sorted by name; they are listed in `rules/rules.txt`.
    public static List<Rule> ours() throws IOException, CatalogueRefused {
        List<Rule> rules = new ArrayList<>();
        for (String name : resource("rules/rules.txt").lines().sorted().toList()) {
            rules.add(rule(name + ".yaml", resource("rules/" + name + ".yaml")));
        }
        return rules;
    }

    /// What is known of the queries of rules and views that come with Vitrine.
    static Vouched vouched() throws IOException {
        try (InputStream list = RuleReader.class.getResourceAsStream("vouched.txt")) {
            return list == null ? Vouched.NONE : Vouched.read(list);
        }
    }

    /// A text that comes with Vitrine, by its path from this package.
    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RuleReader.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Somebody's own rules: every `.yaml` file of a folder, sorted by name.
    ///
    /// @throws IOException when the folder or a file can't be read
    /// @throws CatalogueRefused when a file is no rule; the message names file and line
    public static List<Rule> in(Path folder) throws IOException, CatalogueRefused {
        TreeMap<String, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.yaml")) {
            entries.forEach(file -> files.put(String.valueOf(file.getFileName()), file));
        }
        List<Rule> rules = new ArrayList<>();
        for (Path file : files.values()) {
            if (Files.size(file) > MAXIMUM) {
                throw new CatalogueRefused(file + ": larger than " + MAXIMUM + " bytes");
            }
            try {
                rules.add(rule(file.toString(), Files.readString(file)));
            } catch (CharacterCodingException e) {
                throw new CatalogueRefused(file + ": is not UTF-8");
            }
        }
        return rules;
    }

    private static Rule rule(String file, String text) throws CatalogueRefused {
        Yaml.Mapping mapping = Yaml.read(file, text).mapping();
        mapping.only("title", "severity", "why", "needs", "query");
        List<String> needs = new ArrayList<>();
        for (Yaml table : mapping.get("needs").items()) {
            needs.add(table.text());
        }
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
        return new Rule(
                name,
                mapping.text("title"),
                severity(mapping.get("severity")),
                mapping.text("why"),
                needs,
                mapping.text("query"));
    }

    private static Severity severity(Yaml value) throws CatalogueRefused {
        String word = value.text();
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(word))
                .findFirst()
                .orElseThrow(() -> value.refused("severity is none of " + Arrays.toString(Severity.values())));
    }
}
