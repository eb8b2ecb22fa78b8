package org.vitrine.standards;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The little of YAML 1.2 that a catalogue is written in: one document of texts, lists and mappings. Anchors, aliases,
/// tags, keys that are no text and keys that come twice are refused, so that nothing grows when it is read.
sealed interface Yaml {
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
        void only(String... known) throws CatalogueRefused {
            for (Map.Entry<String, Yaml> entry : entries.entrySet()) {
                if (!Arrays.asList(known).contains(entry.getKey())) {
                    throw entry.getValue().refused("unknown key `" + Lines.one(entry.getKey()) + "`");
                }
            }
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        /// The value of a key that must be there.
        Yaml get(String key) throws CatalogueRefused {
            Yaml value = entries.get(key);
            if (value == null) {
                throw refused("`" + key + "` is missing");
            }
            return value;
        }

        /// A text that must be there and not be empty.
        String text(String key) throws CatalogueRefused {
            String text = get(key).text();
            if (text.isEmpty()) {
                throw get(key).refused("`" + key + "` is empty");
            }
            return text;
        }

        /// A text that may be missing.
        String text(String key, String otherwise) throws CatalogueRefused {
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

    default List<Yaml> items() throws CatalogueRefused {
        if (this instanceof Sequence sequence) {
            return sequence.items();
        }
        throw refused("a list is expected here");
    }

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
        Builder builder = new Builder(file);
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
            while (parser.hasNext()) {
                builder.take(parser.next());
            }
        } catch (YamlEngineException e) {
            throw new CatalogueRefused(file + ": " + Lines.one(String.valueOf(e.getMessage())));
        }
        Yaml root = builder.root;
        if (root == null) {
            throw new CatalogueRefused(file + ": it is empty");
        }
        return root;
    }

    /// Puts events together without recursion.
    final class Builder {
        private final String file;
        private final Deque<Yaml> open = new ArrayDeque<>();
        private @Nullable Yaml root;
        private @Nullable String key;

        Builder(String file) {
            this.file = file;
        }

        void take(Event event) throws CatalogueRefused {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            if (event instanceof AliasEvent) {
                throw refused(line, "aliases are not allowed");
            }
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw refused(line, "anchors are not allowed");
            }
            switch (event.getEventId()) {
                case Scalar -> {
                    ScalarEvent scalar = (ScalarEvent) event;
                    if (scalar.getTag().isPresent()) {
                        throw refused(line, "tags are not allowed");
                    }
                    scalar(line, scalar.getValue());
                }
                case SequenceStart -> {
                    if (((SequenceStartEvent) event).getTag().isPresent()) {
                        throw refused(line, "tags are not allowed");
                    }
                    begin(new Sequence(file, line, new ArrayList<>()));
                }
                case MappingStart -> {
                    if (((MappingStartEvent) event).getTag().isPresent()) {
                        throw refused(line, "tags are not allowed");
                    }
                    begin(new Mapping(file, line, new LinkedHashMap<>()));
                }
                case SequenceEnd, MappingEnd -> {
                    open.pop();
                    key = null;
                }
                default -> {}
            }
        }

        private void scalar(int line, String value) throws CatalogueRefused {
            if (open.peek() instanceof Mapping mapping && key == null) {
                if (value.isEmpty() || mapping.entries().containsKey(value)) {
                    throw refused(line, value.isEmpty() ? "an empty key" : "`" + Lines.one(value) + "` comes twice");
                }
                key = value;
                return;
            }
            attach(new Text(file, line, value));
        }

        private void begin(Yaml collection) throws CatalogueRefused {
            if (open.size() >= MAXIMUM_DEPTH) {
                throw collection.refused("nested deeper than " + MAXIMUM_DEPTH);
            }
            attach(collection);
            open.push(collection);
        }

        private void attach(Yaml value) throws CatalogueRefused {
            switch (open.peek()) {
                case null -> {
                    if (root != null) {
                        throw value.refused("a second document");
                    }
                    root = value;
                }
                case Sequence sequence -> sequence.items().add(value);
                case Mapping mapping -> {
                    if (key == null) {
                        throw value.refused("a key must be a text");
                    }
                    mapping.entries().put(key, value);
                    key = null;
                }
                case Text text -> throw text.refused("a text holds nothing");
            }
        }

        private CatalogueRefused refused(int line, String reason) {
            return new CatalogueRefused(file + ":" + line + ": " + reason);
        }
    }
}
