package org.vitrine.unpack.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.LimitReached;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Problem;
import org.vitrine.evidence.Unreadable;
import org.vitrine.structure.json.Json;
import org.vitrine.unpack.format.image.Image;
import org.vitrine.unpack.format.image.ImageFile;
import org.vitrine.unpack.format.image.Images;
import org.vitrine.unpack.spi.Composition;
import org.vitrine.unpack.spi.Sink;

/// What `docker save` writes: a manifest that names, for each image, its configuration and the archives of its
/// layers. Where it is an OCI layout besides, [OciLayout] has it.
public final class DockerArchive implements Composition {
    private static final int MOST_IMAGES = 64;

    @Override
    public Card card() {
        return new Card(
                "docker",
                "Docker image archive",
                List.of("Docker image specification 1.2, \"Combined Image JSON + Filesystem Changeset Format\""),
                List.of("Archives of before Docker 1.10, which have no manifest.json, are opened as plain archives."));
    }

    @Override
    public boolean claim(Member folder) {
        Optional<Member> manifest = folder.at("manifest.json");
        if (manifest.isEmpty() || folder.at("oci-layout").isPresent()) {
            return false;
        }
        try {
            return ImageFile.of(manifest.get(), "manifest.json") instanceof Json.Items items
                    && !items.items().isEmpty()
                    && items.items().stream()
                            .allMatch(image -> !image.textAt("Config").isEmpty()
                                    && image.at("Layers").isPresent());
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        Json manifest = ImageFile.of(folder.at("manifest.json").orElseThrow(), "manifest.json");
        List<Image> images = new ArrayList<>();
        if (manifest instanceof Json.Items items) {
            for (Json image : items.items()) {
                if (images.size() >= MOST_IMAGES) {
                    throw new LimitReached("images", MOST_IMAGES, items.items().size());
                }
                images.add(image(folder, image, out));
            }
        }
        Images.give(images, out);
    }

    private static Image image(Member folder, Json image, Sink out) throws Unreadable {
        List<Json> layers = image.itemsAt("Layers");
        if (layers.size() > Image.MOST_LAYERS) {
            throw new LimitReached("layers", Image.MOST_LAYERS, layers.size());
        }
        String config = image.textAt("Config");
        Json configuration = Json.object().build();
        Optional<Member> file = folder.at(config.split("/", -1));
        if (file.isPresent()) {
            configuration = ImageFile.of(file.get(), "Config");
        } else {
            out.problem(new Problem.Unsupported(-1, "Config", config + " isn't there"));
        }
        List<Image.Stored> stored = new ArrayList<>();
        for (Json layer : layers) {
            String path = layer instanceof Json.Text(String text) ? text : "";
            stored.add(new Image.Stored(path, Optional.empty(), "", folder.at(path.split("/", -1))));
        }
        List<Json> tags = image.itemsAt("RepoTags");
        String tag = tags.isEmpty() || !(tags.getFirst() instanceof Json.Text(String text)) ? config : text;
        return new Image(tag, configuration, stored);
    }
}
