package org.vitrine.change.declared;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// Reads what a vendor declares: a change declaration (a YAML file with `items`), a Debian changelog, compressed or
/// not,
/// or release notes in free text, of which every line or every point of a list is an item.
public final class DeclarationReader {
    private static final int MOST = 8 << 20;
    private static final int MOST_ITEMS = 2_000;

    /// `package (version) distribution; urgency=…` (deb-changelog(5)).
    private static final Pattern ENTRY =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.+-]* \\(([^ ()]+)\\)(?: [a-zA-Z0-9.+-]++)++;.*");

    private static final Pattern POINT = Pattern.compile("\\s*(?:[*•+-]|\\d{1,3}[.)])\\s+(.*)");

    private DeclarationReader() {}

    /// The declaration in a file; its form is seen from its name and its first line.
    ///
    /// @throws IOException when it can't be read
    /// @throws CatalogueRefused when it isn't a declaration; the message names file and line
    public static Declaration read(Path file) throws IOException, CatalogueRefused {
        String name = String.valueOf(file.getFileName());
        if (Files.size(file) > MOST) {
            throw new CatalogueRefused(file + ": larger than " + MOST + " bytes");
        }
        String text = text(file, Files.readAllBytes(file));
        List<Item> items;
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            items = stated(file, name, text);
        } else {
            List<String> lines = text.lines().toList();
            boolean changelog = lines.stream()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .filter(line -> ENTRY.matcher(line).matches())
                    .isPresent();
            items = changelog ? changelog(name, lines) : notes(name, lines);
        }
        if (items.size() > MOST_ITEMS) {
            throw new CatalogueRefused(file + ": more than " + MOST_ITEMS + " items");
        }
        return new Declaration(items);
    }

    private static String text(Path file, byte[] bytes) throws IOException, CatalogueRefused {
        byte[] plain = bytes;
        if (bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                plain = stream.readNBytes(MOST + 1);
            }
            if (plain.length > MOST) {
                throw new CatalogueRefused(file + ": larger than " + MOST + " bytes");
            }
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    private static List<Item> stated(Path file, String name, String text) throws CatalogueRefused {
        Yaml.Mapping mapping = Yaml.read(file.toString(), text).mapping();
        mapping.only("release", "items");
        List<Item> items = new ArrayList<>();
        for (Yaml item : mapping.get("items").items()) {
            items.add(StatedItem.of(name, item.mapping()));
        }
        return items;
    }

    /// The points of the newest entry: a changelog tells a package's whole life, and only its head is of this release.
    private static List<Item> changelog(String name, List<String> lines) {
        List<Item> items = new ArrayList<>();
        Points points = new Points(DeclaredItem.Form.CHANGELOG, name, items);
        String version = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                if (!version.isEmpty()) {
                    break;
                }
                version = entry.group(1);
            } else if (line.startsWith(" -- ")) {
                points.end();
            } else {
                points.take(line, version + " line " + (i + 1));
            }
        }
        points.end();
        return items;
    }

    private static List<Item> notes(String name, List<String> lines) {
        List<Item> items = new ArrayList<>();
        Points points = new Points(DeclaredItem.Form.NOTES, name, items);
        for (int i = 0; i < lines.size(); i++) {
            points.take(lines.get(i), name + " line " + (i + 1));
        }
        points.end();
        return items;
    }

    /// Puts lines together to items: a point of a list goes on in lines that are indented; any other line is an item.
    private static final class Points {
        private final DeclaredItem.Form form;
        private final String source;
        private final List<Item> items;
        private final StringBuilder text = new StringBuilder();
        private String id = "";

        Points(DeclaredItem.Form form, String source, List<Item> items) {
            this.form = form;
            this.source = source;
            this.items = items;
        }

        void take(String line, String where) {
            Matcher point = POINT.matcher(line);
            if (line.isBlank()) {
                end();
            } else if (point.matches()) {
                end();
                text.append(point.group(1).strip());
                id = where;
            } else if (!text.isEmpty() && Character.isWhitespace(line.charAt(0))) {
                text.append(' ').append(line.strip());
            } else {
                end();
                text.append(line.strip());
                id = where;
            }
        }

        void end() {
            // A heading speaks of nothing by itself.
            if (!text.isEmpty() && text.charAt(0) != '#' && text.charAt(text.length() - 1) != ':') {
                items.add(WrittenItem.of(form, source, id, text.toString()));
            }
            text.setLength(0);
        }
    }
}
