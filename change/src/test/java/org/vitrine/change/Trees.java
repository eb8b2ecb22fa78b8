package org.vitrine.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Digest;
import org.vitrine.evidence.Name;
import org.vitrine.evidence.Recorded;

/// Trees for tests: made by hand, node by node, or at random from a seed.
final class Trees {
    private final List<Artifact> artifacts = new ArrayList<>();

    Trees() {
        artifacts.add(artifact(0, -1, "", "", ArtifactType.FILE, "image", 0755, ""));
    }

    /// A node in another; `content` is a file's, or a link's target.
    Trees add(String path, ArtifactType type, String content) {
        return add(path, type, content, 0644);
    }

    Trees add(String path, ArtifactType type, String content, int mode) {
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        String name = path.substring(slash + 1);
        long parent = artifacts.stream()
                .filter(artifact -> artifact.path().equals(folder))
                .findFirst()
                .orElseThrow()
                .id();
        boolean link = type == ArtifactType.SYMLINK;
        artifacts.add(artifact(
                artifacts.size(),
                parent,
                path,
                type == ArtifactType.PART ? "" : name,
                type,
                link ? "" : content,
                mode,
                link ? content : ""));
        return this;
    }

    private static Artifact artifact(
            long id,
            long parent,
            String path,
            String name,
            ArtifactType type,
            String content,
            int mode,
            String target) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        boolean has = type == ArtifactType.FILE || type == ArtifactType.PART;
        return new Artifact(
                id,
                parent,
                path,
                Name.of(name),
                "data",
                type,
                Recorded.MODE_OWNER_TIME,
                has ? bytes.length : 0,
                has ? Digest.of(Digest.sha256().digest(bytes)) : Digest.NONE,
                mode,
                0,
                0,
                0,
                "",
                target,
                -1);
    }

    List<Artifact> list() {
        return List.copyOf(artifacts);
    }

    /// Some nodes with few names and few contents, so that they meet each other in every way.
    static List<Artifact> random(long seed, int size) {
        Random random = new Random(seed);
        Trees trees = new Trees();
        Set<String> taken = new HashSet<>();
        List<String> folders = new ArrayList<>(List.of(""));
        for (int i = 0; i < size; i++) {
            String folder = folders.get(random.nextInt(folders.size()));
            ArtifactType type = switch (random.nextInt(6)) {
                case 0, 1 -> ArtifactType.DIRECTORY;
                case 2 -> ArtifactType.SYMLINK;
                case 3 -> ArtifactType.PART;
                default -> ArtifactType.FILE;
            };
            String name = type == ArtifactType.PART ? "gzip@" + random.nextInt(9) : "n" + random.nextInt(7);
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (taken.add(path)) {
                trees.add(path, type, "content " + random.nextInt(12), random.nextBoolean() ? 0644 : 0755);
                if (type != ArtifactType.SYMLINK && random.nextInt(3) > 0) {
                    folders.add(path);
                }
            }
        }
        return trees.list();
    }
}
