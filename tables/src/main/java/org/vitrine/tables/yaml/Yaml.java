package org.vitrine.tables.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.vitrine.evidence.Display;

/// The little of YAML 1.2 that a catalogue is written in: one document of texts, lists and mappings. Anchors, aliases,
/// tags, keys that are no text and keys that come twice are refused, so that nothing grows when it is read.
public sealed interface Yaml {
    /// More than any catalogue nests.
    int MAXIMUM_DEPTH = 16;

    /// The file it stands in.
    String file();

    /// Its line, from 1.
    int line();

    /// A scalar, taken as text whatever it looks like.
    record Text(String file, int line, String value) implements Yaml {}

    /// A list.
    record Sequence(String file, int line, List<Yaml> items) implements Yaml {}

    /// A mapping, in the order of the file.
    record Mapping(String file, int line, Map<String, Yaml> entries) implements Yaml {
        /// Refuses every key but these.
        public void only(String... known) throws CatalogueRefused {
            for (Map.Entry<String, Yaml> entry : entries.entrySet()) {
                if (!Arrays.asList(known).contains(entry.getKey())) {
                    throw entry.getValue().refused("unknown key `" + Display.line(entry.getKey()) + "`");
                }
            }
        }

        /// Whether the key is there.
        public boolean has(String key) {
            return entries.containsKey(key);
        }

        /// The value of a key that must be there.
        public Yaml get(String key) throws CatalogueRefused {
            Yaml value = entries.get(key);
            if (value == null) {
                throw refused("`" + key + "` is missing");
            }
            return value;
        }

        /// A text that must be there and not be empty.
        public String text(String key) throws CatalogueRefused {
            String text = get(key).text();
            if (text.isEmpty()) {
                throw get(key).refused("`" + key + "` is empty");
            }
            return text;
        }

        /// A text that may be missing.
        public String text(String key, String otherwise) throws CatalogueRefused {
            Yaml value = entries.get(key);
            return value == null ? otherwise : value.text();
        }
    }

    /// Its text, without the line ends that a block leaves.
    default String text() throws CatalogueRefused {
        if (this instanceof Text text) {
            return text.value().strip();
        }
        throw refused("a text is expected here");
    }

    /// Its items, where it is a list.
    default List<Yaml> items() throws CatalogueRefused {
        if (this instanceof Sequence sequence) {
            return sequence.items();
        }
        throw refused("a list is expected here");
    }

    /// Itself, where it is a mapping.
    default Mapping mapping() throws CatalogueRefused {
        if (this instanceof Mapping mapping) {
            return mapping;
        }
        throw refused("a mapping is expected here");
    }

    /// A refusal that names this place.
    default CatalogueRefused refused(String reason) {
        return new CatalogueRefused(file() + ":" + line() + ": " + reason);
    }

    /// The one document in a file.
    static Yaml read(String file, String text) throws CatalogueRefused {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        YamlBuilder builder = new YamlBuilder(file);
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
            while (parser.hasNext()) {
                builder.take(parser.next());
            }
        } catch (YamlEngineException e) {
            throw new CatalogueRefused(file + ": " + Display.line(String.valueOf(e.getMessage())));
        }
        Yaml root = builder.root();
        if (root == null) {
            throw new CatalogueRefused(file + ": it is empty");
        }
        return root;
    }
}
