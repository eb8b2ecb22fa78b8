package org.vitrine.unpack.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrine.evidence.Card;
import org.vitrine.evidence.Digest;
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

/// An OCI image layout: blobs by their digest, an index that names manifests, and their layers merged into the file
/// system that a container starts with.
public final class OciLayout implements Composition {
    private static final int MOST_IMAGES = 64;
    private static final int DEEPEST_INDEX = 4;

    @Override
    public Card card() {
        return new Card(
                "oci",
                "OCI image layout",
                List.of(
                        "OCI image format specification 1.1.1, image-layout.md, manifest.md, config.md, layer.md",
                        "https://github.com/opencontainers/image-spec"),
                List.of(
                        "The merged view shows each content where the image has it at last; what a layer hides or replaces"
                                + " stays below that layer's blob.",
                        "Digests other than SHA-256 are not verified; encrypted layers are not read.",
                        "Signatures of an image are not looked for."));
    }

    @Override
    public boolean claim(Member folder) {
        return folder.at("oci-layout").isPresent()
                && folder.at("index.json").isPresent()
                && folder.at("blobs").isPresent();
    }

    @Override
    public void unpack(Member folder, Sink out) throws Unreadable {
        Member index = folder.at("index.json").orElseThrow();
        List<Image> images = new ArrayList<>();
        collect(folder, ImageFile.of(index, "index.json"), 0, images, out);
        Images.give(images, out);
    }

    private static void collect(Member folder, Json index, int level, List<Image> images, Sink out) throws Unreadable {
        for (Json descriptor : index.itemsAt("manifests")) {
            if (images.size() >= MOST_IMAGES || level >= DEEPEST_INDEX) {
                throw new LimitReached("images", MOST_IMAGES, images.size() + 1L);
            }
            Optional<Member> blob = blob(folder, descriptor);
            if (blob.isEmpty()) {
                out.problem(new Problem.Unsupported(
                        -1, "manifest", descriptor.textAt("digest") + " isn't there, or isn't a SHA-256"));
                continue;
            }
            verify(descriptor, blob.get(), out);
            try {
                Json manifest = ImageFile.of(blob.get(), "manifest");
                if (manifest.at("manifests").isPresent()) {
                    collect(folder, manifest, level + 1, images, out);
                } else if (isImage(manifest)) {
                    images.add(image(folder, descriptor, manifest, out));
                }
            } catch (Malformed e) {
                out.problem(e.problem());
            }
        }
    }

    /// An index also names attestations and signatures, whose "layers" are no file systems.
    private static boolean isImage(Json manifest) {
        String type = manifest.textAt("config", "mediaType");
        return type.equals("application/vnd.oci.image.config.v1+json")
                || type.equals("application/vnd.docker.container.image.v1+json");
    }

    private static Image image(Member folder, Json descriptor, Json manifest, Sink out) throws Unreadable {
        List<Json> layers = manifest.itemsAt("layers");
        if (layers.size() > Image.MOST_LAYERS) {
            throw new LimitReached("layers", Image.MOST_LAYERS, layers.size());
        }
        Json configuration = Json.object().build();
        Optional<Json> config = manifest.at("config");
        Optional<Member> blob = config.flatMap(each -> blob(folder, each));
        if (blob.isPresent()) {
            verify(config.get(), blob.get(), out);
            configuration = ImageFile.of(blob.get(), "config");
        } else {
            out.problem(new Problem.Unsupported(-1, "config", manifest.textAt("config", "digest") + " isn't there"));
        }
        List<Image.Stored> stored = new ArrayList<>();
        for (Json layer : layers) {
            String digest = layer.textAt("digest");
            stored.add(
                    new Image.Stored(digest, ImageFile.digest(digest), layer.textAt("mediaType"), blob(folder, layer)));
        }
        String tag = descriptor.textAt("annotations", "org.opencontainers.image.ref.name");
        return new Image(tag.isEmpty() ? descriptor.textAt("digest") : tag, configuration, stored);
    }

    private static Optional<Member> blob(Member folder, Json descriptor) {
        return ImageFile.digest(descriptor.textAt("digest"))
                .flatMap(digest -> folder.at("blobs", "sha256", digest.toString()));
    }

    private static void verify(Json descriptor, Member blob, Sink out) {
        String given = descriptor.textAt("digest");
        Digest computed = blob.sha256();
        if (!given.equals("sha256:" + computed)) {
            out.problem(new Problem.Malformed(-1, "digest", given + " stored, sha256:" + computed + " computed"));
        }
    }
}
