package org.vitrine.unpack.format.image;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Problem;
import org.vitrine.structure.json.Json;
import org.vitrine.unpack.spi.Composition.Member;
import org.vitrine.unpack.spi.Sink;

/// One image of a layout: its configuration, and its layers from the lowest on. OCI image specification 1.1,
/// config.md; Docker's own images have the same configuration.
///
/// @param name its first tag, else its digest
/// @param configuration the document of that name, or an empty object
/// @param layers in their order
public record Image(String name, Json configuration, List<Stored> layers) {
    /// More layers than any builder makes.
    public static final int MOST_LAYERS = 1024;

    /// A layer as it is stored.
    ///
    /// @param label how the layout names it
    /// @param given the digest it should have; empty where the layout gives none
    /// @param media its media type
    /// @param blob the file, where it is there
    public record Stored(String label, Optional<Digest> given, String media, Optional<Member> blob) {}

    /// Copies the layers.
    public Image {
        layers = List.copyOf(layers);
    }

    /// Gives the merged file system below `prefix`, the fields of the configuration, and a row for each layer.
    ///
    /// @throws LimitReached when no more entries are allowed
    void give(List<Name> prefix, Sink out) throws LimitReached {
        fields(out);
        LayerStack stack = new LayerStack();
        List<Json> diffs = configuration.itemsAt("rootfs", "diff_ids");
        Iterator<String> history = history().iterator();
        for (int i = 0; i < layers.size(); i++) {
            Stored layer = layers.get(i);
            String created = history.hasNext() ? history.next() : "";
            Optional<Digest> diff = i < diffs.size() && diffs.get(i) instanceof Json.Text(String text)
                    ? ImageFile.digest(text)
                    : Optional.empty();
            add(layer, i + 1, diff, created, stack, out);
        }
        stack.give(prefix, out);
    }

    private void add(Stored layer, int number, Optional<Digest> diff, String created, LayerStack stack, Sink out) {
        Optional<Member> archive = layer.blob().flatMap(ImageFile::archive);
        if (archive.isEmpty()) {
            out.problem(new Problem.Unsupported(
                    -1,
                    "layer " + number,
                    layer.blob().isEmpty() ? layer.label() + " isn't there" : layer.label() + " opens as no archive"));
            return;
        }
        Digest stored = layer.blob().get().sha256();
        layer.given().ifPresent(given -> ImageFile.verify("layer " + number, given, stored, out));
        diff.ifPresent(given ->
                ImageFile.verify("diff_id " + number, given, archive.get().sha256(), out));
        out.fact(id -> new org.vitrine.evidence.Layer(
                id, name, number, stored, diff.orElse(Digest.NONE), layer.media(), created));
        stack.add(archive.get());
    }

    /// The steps that made a layer; others only changed the configuration.
    private List<String> history() {
        List<String> steps = new ArrayList<>();
        for (Json step : configuration.itemsAt("history")) {
            boolean empty = step.at("empty_layer").equals(Optional.of(new Json.Truth(true)));
            if (!empty) {
                steps.add(step.textAt("created_by"));
            }
        }
        return steps;
    }

    private void fields(Sink out) {
        out.header("image", name, -1, 0);
        for (String field : List.of("architecture", "os", "created", "author")) {
            field(field, configuration.textAt(field), out);
        }
        for (String field : List.of("User", "WorkingDir", "StopSignal")) {
            field(field, configuration.textAt("config", field), out);
        }
        for (String field : List.of("Entrypoint", "Cmd", "Env")) {
            for (Json item : configuration.itemsAt("config", field)) {
                field(field, item instanceof Json.Text(String text) ? text : "", out);
            }
        }
        for (String field : List.of("ExposedPorts", "Volumes", "Labels")) {
            if (configuration.at("config", field).orElse(null) instanceof Json.Members members) {
                members.members().forEach((key, value) -> field(field, key + suffix(value), out));
            }
        }
    }

    private static String suffix(Json value) {
        return value instanceof Json.Text(String text) ? "=" + text : "";
    }

    private static void field(String name, String value, Sink out) {
        if (!value.isEmpty()) {
            out.header(name, value, -1, 0);
        }
    }
}
