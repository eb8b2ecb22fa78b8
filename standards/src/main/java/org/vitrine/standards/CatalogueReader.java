package org.vitrine.standards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Display;
import org.vitrine.tables.Vouched;
import org.vitrine.tables.yaml.CatalogueRefused;
import org.vitrine.tables.yaml.Yaml;

/// Reads catalogues: those that come with Vitrine, and a laboratory's own from a folder. A folder holds
/// `catalogue.yaml` (id, title, needs, views, order) and one `<clause>.yaml` for each clause in the order, and nothing
/// else. A folder from elsewhere is hostile: names, sizes, counts and depth are limited, links are not followed, and
/// an unknown key is refused with its file and line. What its queries may do is the dossier's to limit.
///
/// A catalogue may share those of one that comes with Vitrine: `shares` in its head names it. Its views and needs then
/// stand before the catalogue's own, a part with `same: <clause> <part>` takes the queries of that part, and the
/// digest covers both.
public final class CatalogueReader {
    private static final List<String> DEFAULT = List.of("3gpp/ts-33.117/18.1.0");
    private static final List<String> ALL = List.of("3gpp/ts-33.117/18.1.0", "etsi/en-303-645/2.1.1");
    private static final Map<String, Catalogue> BUILT_IN = new ConcurrentHashMap<>();
    private static final String HEAD = "catalogue.yaml";
    private static final String VOUCHED = "vouched.txt";
    private static final int MAXIMUM_FILE = 256 << 10;
    private static final int MAXIMUM_CLAUSES = 2000;
    private static final long MAXIMUM_TOTAL = 16 << 20;
    private static final Pattern ID = Pattern.compile("[0-9a-z][0-9a-z.-]{0,63}(/[0-9a-z][0-9a-z.-]{0,63}){2}");
    private static final Pattern CLAUSE = Pattern.compile("[0-9A-Za-z](\\.?[0-9A-Za-z-]){0,63}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private CatalogueReader() {}

    /// The ids of the catalogues that a release is held against when nobody says what kind of product it is.
    public static List<String> builtIn() {
        return DEFAULT;
    }

    /// What is known of the queries of all of them.
    static Vouched vouched() {
        return Known.QUERIES;
    }

    /// Read once, by whoever judges first.
    private static final class Known {
        private static final Vouched QUERIES = read();

        private static Vouched read() {
            try (InputStream list = CatalogueReader.class.getResourceAsStream(VOUCHED)) {
                return list == null ? Vouched.NONE : Vouched.read(list);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The ids of all catalogues that come with Vitrine, those of [#builtIn()] first.
    public static List<String> all() {
        return ALL;
    }

    /// A catalogue that comes with Vitrine. Each is read once.
    ///
    /// @param id one of [#all()]
    public static Catalogue builtIn(String id) {
        // Not computed in the map: reading one may read another.
        Catalogue known = BUILT_IN.get(id);
        if (known == null) {
            known = readBuiltIn(id);
            BUILT_IN.put(id, known);
        }
        return known;
    }

    private static Catalogue readBuiltIn(String id) {
        if (!ALL.contains(id)) {
            throw new IllegalArgumentException("no catalogue " + id + " comes with this version");
        }
        try {
            return read(file -> {
                try (InputStream stream = CatalogueReader.class.getResourceAsStream(id + "/" + file)) {
                    if (stream == null) {
                        throw new CatalogueRefused(file + ": this build lacks it");
                    }
                    return stream.readNBytes(MAXIMUM_FILE + 1);
                }
            });
        } catch (CatalogueRefused e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The catalogue in a folder.
    ///
    /// @throws CatalogueRefused when it is none, with the file and the line
    public static Catalogue read(Path folder) throws CatalogueRefused {
        Catalogue catalogue = read(file -> {
            Path path = folder.resolve(file);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CatalogueRefused(file + ": no such file in the catalogue's folder");
            }
            try (InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                return stream.readNBytes(MAXIMUM_FILE + 1);
            }
        });
        Set<String> known = new HashSet<>(Set.of(HEAD));
        catalogue.requirements().forEach(requirement -> known.add(requirement.clause() + ".yaml"));
        try (Stream<Path> entries = Files.list(folder)) {
            String stranger = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .findFirst()
                    .orElse("");
            if (!stranger.isEmpty()) {
                throw new CatalogueRefused(Display.line(stranger) + ": no clause of the order in " + HEAD);
            }
        } catch (IOException e) {
            throw new CatalogueRefused(HEAD + ": the folder can't be listed");
        }
        return catalogue;
    }

    /// Where the files come from.
    private interface Source {
        byte[] bytes(String file) throws IOException, CatalogueRefused;
    }

    private static final class Opened {
        private final Source source;
        private final MessageDigest sha256 = Digest.sha256();
        private long total;

        Opened(Source source) {
            this.source = source;
        }

        Yaml.Mapping read(String file) throws CatalogueRefused {
            byte[] bytes;
            try {
                bytes = source.bytes(file);
            } catch (IOException e) {
                throw new CatalogueRefused(file + ": it can't be read");
            }
            total += bytes.length;
            if (bytes.length > MAXIMUM_FILE || total > MAXIMUM_TOTAL) {
                throw new CatalogueRefused(file + ": larger than a catalogue may be");
            }
            sha256.update((file + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha256.update(bytes);
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return Yaml.read(file, text).mapping();
            } catch (CharacterCodingException e) {
                throw new CatalogueRefused(file + ": it is not UTF-8");
            }
        }

        /// Makes the digest depend on a catalogue that is shared.
        void cover(Digest shared) {
            sha256.update(("shares " + shared + "\n").getBytes(StandardCharsets.UTF_8));
        }

        Digest digest() {
            return Digest.of(sha256.digest());
        }
    }

    private static Catalogue read(Source source) throws CatalogueRefused {
        Opened files = new Opened(source);
        Yaml.Mapping head = files.read(HEAD);
        head.only("id", "title", "shares", "needs", "views", "order");
        String id = head.text("id");
        if (!ID.matcher(id).matches()) {
            throw head.get("id").refused("an id is `body/document/version`, in lower case");
        }
        Optional<Catalogue> shared = shared(head, id);
        shared.ifPresent(catalogue -> files.cover(catalogue.digest()));
        List<Yaml> order = head.get("order").items();
        if (order.size() > MAXIMUM_CLAUSES) {
            throw head.get("order").refused("more than " + MAXIMUM_CLAUSES + " clauses");
        }
        Set<String> seen = new HashSet<>();
        List<Requirement> requirements = new ArrayList<>();
        for (Yaml item : order) {
            String clause = item.text();
            if (!CLAUSE.matcher(clause).matches() || !seen.add(clause)) {
                throw item.refused("no clause number, or one that comes twice: `" + Display.line(clause) + "`");
            }
            requirements.add(RequirementReader.requirement(
                    files.read(clause + ".yaml"), id, clause, requirements.size(), shared));
        }
        return new Catalogue(
                id, head.text("title"), needs(head, shared), views(head, shared), requirements, files.digest());
    }

    /// The catalogue that another one shares. Only one that comes with Vitrine can be shared, and none shares itself.
    private static Optional<Catalogue> shared(Yaml.Mapping head, String id) throws CatalogueRefused {
        if (!head.has("shares")) {
            return Optional.empty();
        }
        String other = head.text("shares");
        if (!DEFAULT.contains(other) || other.equals(id)) {
            throw head.get("shares").refused("no catalogue that could be shared: `" + Display.line(other) + "`");
        }
        return Optional.of(builtIn(other));
    }

    private static Map<String, Integer> needs(Yaml.Mapping head, Optional<Catalogue> shared) throws CatalogueRefused {
        Map<String, Integer> needs =
                new LinkedHashMap<>(shared.map(Catalogue::needs).orElse(Map.of()));
        for (Map.Entry<String, Yaml> entry :
                head.get("needs").mapping().entries().entrySet()) {
            String version = entry.getValue().text();
            if (!WORD.matcher(entry.getKey()).matches() || !version.matches("[1-9][0-9]{0,5}")) {
                throw entry.getValue().refused("a need is a table's name and its version");
            }
            needs.merge(entry.getKey(), Integer.valueOf(version), Math::max);
        }
        return needs;
    }

    private static Map<String, String> views(Yaml.Mapping head, Optional<Catalogue> shared) throws CatalogueRefused {
        Map<String, String> views =
                new LinkedHashMap<>(shared.map(Catalogue::views).orElse(Map.of()));
        if (head.has("views")) {
            for (Map.Entry<String, Yaml> entry :
                    head.get("views").mapping().entries().entrySet()) {
                if (!WORD.matcher(entry.getKey()).matches()) {
                    throw entry.getValue().refused("a view's name is a lower-case word");
                }
                if (views.put(entry.getKey(), entry.getValue().text()) != null) {
                    throw entry.getValue().refused("a shared view has this name already");
                }
            }
        }
        return views;
    }
}
