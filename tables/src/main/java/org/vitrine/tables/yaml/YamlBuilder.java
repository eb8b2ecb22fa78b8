package org.vitrine.tables.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.vitrine.evidence.Display;

/// Puts the events of a YAML parser together without recursion.
final class YamlBuilder {
    private final String file;
    private final Deque<Yaml> open = new ArrayDeque<>();
    private @Nullable Yaml root;
    private @Nullable String key;

    YamlBuilder(String file) {
        this.file = file;
    }

    /// The document; nothing where there was none.
    @Nullable
    Yaml root() {
        return root;
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
                begin(new Yaml.Sequence(file, line, new ArrayList<>()));
            }
            case MappingStart -> {
                if (((MappingStartEvent) event).getTag().isPresent()) {
                    throw refused(line, "tags are not allowed");
                }
                begin(new Yaml.Mapping(file, line, new LinkedHashMap<>()));
            }
            case SequenceEnd, MappingEnd -> {
                open.pop();
                key = null;
            }
            default -> {}
        }
    }

    private void scalar(int line, String value) throws CatalogueRefused {
        if (open.peek() instanceof Yaml.Mapping mapping && key == null) {
            if (value.isEmpty() || mapping.entries().containsKey(value)) {
                throw refused(line, value.isEmpty() ? "an empty key" : "`" + Display.line(value) + "` comes twice");
            }
            key = value;
            return;
        }
        attach(new Yaml.Text(file, line, value));
    }

    private void begin(Yaml collection) throws CatalogueRefused {
        if (open.size() >= Yaml.MAXIMUM_DEPTH) {
            throw collection.refused("nested deeper than " + Yaml.MAXIMUM_DEPTH);
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
            case Yaml.Sequence sequence -> sequence.items().add(value);
            case Yaml.Mapping mapping -> {
                if (key == null) {
                    throw value.refused("a key must be a text");
                }
                mapping.entries().put(key, value);
                key = null;
            }
            case Yaml.Text text -> throw text.refused("a text holds nothing");
        }
    }

    private CatalogueRefused refused(int line, String reason) {
        return new CatalogueRefused(file + ":" + line + ": " + reason);
    }
}
