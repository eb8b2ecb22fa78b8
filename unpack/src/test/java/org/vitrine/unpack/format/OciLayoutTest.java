package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ArtifactType;
import org.vitrine.evidence.Fact;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.Layer;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// Images built by umoci and converted by skopeo, their merged file system against what umoci unpacks.
class OciLayoutTest {
    @TempDir
    Path room = Path.of("");

    /// Four layers: a tree, a file replaced, a file hidden, a folder made opaque.
    private Path layout() throws IOException {
        Tool.needs("umoci", "skopeo", "tar");
        Path tree = Files.createDirectories(room.resolve("tree"));
        Files.createDirectories(tree.resolve("etc"));
        Files.createDirectories(tree.resolve("var/log"));
        Files.writeString(tree.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
        Files.writeString(tree.resolve("etc/gone"), "gone\n");
        Files.writeString(tree.resolve("etc/.whale"), "no whiteout\n");
        Files.createLink(tree.resolve("etc/twin"), tree.resolve("etc/passwd"));
        Files.createSymbolicLink(tree.resolve("etc/link"), Path.of("../var/log"));
        Files.writeString(tree.resolve("var/log/old"), "old\n");
        Tool.of("chmod", "4755", tree.resolve("etc/gone").toString()).succeed();
        run("umoci", "init", "--layout", "layout");
        run("umoci", "new", "--image", "layout:one");
        run("umoci", "insert", "--image", "layout:one", "tree", "/");
        Files.writeString(room.resolve("passwd"), "root:!:0:0::/:/bin/sh\n");
        run("umoci", "insert", "--image", "layout:one", "passwd", "/etc/passwd");
        run("umoci", "insert", "--image", "layout:one", "--whiteout", "/etc/gone");
        Path fresh = Files.createDirectories(room.resolve("fresh/log"));
        Files.writeString(fresh.resolve("new"), "new\n");
        run("umoci", "insert", "--image", "layout:one", "--opaque", "fresh", "/var");
        run(
                "umoci",
                "config",
                "--image",
                "layout:one",
                "--config.user",
                "1000:1000",
                "--config.entrypoint",
                "/bin/hlr");
        run("umoci", "config", "--image", "layout:one", "--config.exposedports", "4222/tcp");
        return room.resolve("layout");
    }

    private void run(String... command) {
        Tool.of(command).in(room).succeed();
    }

    /// Path, type, mode and content of all that umoci unpacks.
    private Set<String> unpacked() {
        run("umoci", "raw", "unpack", "--rootless", "--image", "layout:one", "rootfs");
        String listing = Tool.of("find", ".", "-mindepth", "1", "-printf", "%P\t%y\t%m\t%l\t%s\n")
                .in(room.resolve("rootfs"))
                .succeed()
                .text();
        TreeSet<String> rows = new TreeSet<>();
        for (String line : listing.lines().toList()) {
            String[] field = line.split("\t", -1);
            rows.add(
                    field[1].equals("l")
                            ? field[0] + " l " + field[3]
                            : field[0] + " " + field[1] + " " + field[2]
                                    + (field[1].equals("f") ? " " + field[4] : ""));
        }
        return rows;
    }

    private static Set<String> merged(Tree tree, String below) {
        TreeSet<String> rows = new TreeSet<>();
        for (Artifact artifact : tree.artifacts()) {
            if (artifact.path().startsWith(below + "/")) {
                String path = artifact.path().substring(below.length() + 1);
                String mode = Integer.toOctalString(artifact.mode());
                rows.add(
                        switch (artifact.type()) {
                            case SYMLINK -> path + " l " + artifact.target();
                            case DIRECTORY -> path + " d " + mode;
                            default -> path + " f " + mode + " " + artifact.size();
                        });
            }
        }
        return rows;
    }

    private Tree open(Path input) throws IOException {
        try (Spill spill = Spill.open(room)) {
            return Walk.open(input, Run.standard(), spill);
        }
    }

    private static <F extends Fact> List<F> rows(Tree tree, Class<F> kind) {
        return tree.facts().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void theMergedFileSystemIsWhatUmociUnpacks() throws IOException {
        Tree tree = open(layout());
        assertThat(merged(tree, "oci@0")).isEqualTo(unpacked()).isNotEmpty();
        assertThat(merged(tree, "oci@0")).noneMatch(row -> row.startsWith("etc/gone") || row.startsWith("var/log/old"));
        assertThat(rows(tree, Layer.class)).hasSize(4).extracting(Layer::number).containsExactly(1, 2, 3, 4);
        assertThat(rows(tree, Header.class))
                .filteredOn(header -> header.format().equals("oci"))
                .extracting(header -> header.field() + "=" + header.value())
                .contains("User=1000:1000", "Entrypoint=/bin/hlr", "ExposedPorts=4222/tcp");
    }

    @Test
    void layersStayBelowTheirBlobs() throws IOException {
        Tree tree = open(layout());
        assertThat(tree.artifacts())
                .anyMatch(artifact -> artifact.path().matches("blobs/sha256/[0-9a-f]{64}/payload@0/etc/gone"));
    }

    @Test
    void anArchiveOfALayoutAndOneOfDockerGiveTheSame() throws IOException {
        Path layout = layout();
        Set<String> expected = unpacked();
        run("tar", "cf", "layout.tar", "-C", layout.toString(), ".");
        run("skopeo", "copy", "oci:layout:one", "docker-archive:docker.tar:example/hlr:1");
        assertThat(merged(open(room.resolve("layout.tar")), "oci@0")).isEqualTo(expected);
        Tree docker = open(room.resolve("docker.tar"));
        assertThat(merged(docker, "docker@0")).isEqualTo(expected);
        assertThat(rows(docker, Layer.class)).extracting(Layer::image).containsOnly("docker.io/example/hlr:1");
    }

    @Test
    void anAlteredLayerIsAProblem() throws IOException {
        Path layout = layout();
        Path blob = largest(layout.resolve("blobs/sha256"));
        byte[] plain = Tool.bytes(Files.readAllBytes(blob), "gzip", "-dc");
        String text = new String(plain, StandardCharsets.ISO_8859_1).replace("root:x:0", "toor:x:0");
        Files.write(blob, Tool.bytes(text.getBytes(StandardCharsets.ISO_8859_1), "gzip", "-c"));
        Tree tree = open(layout);
        assertThat(rows(tree, ProblemFact.class))
                .filteredOn(problem -> problem.reader().equals("oci"))
                .extracting(ProblemFact::field)
                .contains("layer 1", "diff_id 1");
    }

    @Test
    void aMissingLayerIsAProblemAndTheRestIsThere() throws IOException {
        Path layout = layout();
        Files.delete(largest(layout.resolve("blobs/sha256")));
        Tree tree = open(layout);
        assertThat(rows(tree, ProblemFact.class))
                .anyMatch(problem -> problem.reason().endsWith("isn't there"));
        assertThat(merged(tree, "oci@0")).contains("var/log/new f 644 4");
    }

    @Test
    void aFolderThatMerelyHasAManifestIsNone() throws IOException {
        Files.writeString(room.resolve("manifest.json"), "[{\"Config\": \"c\"}]");
        Tree tree = open(room);
        assertThat(tree.artifacts()).noneMatch(artifact -> artifact.type() == ArtifactType.PART);
        assertThat(new DockerArchive().card().name()).isEqualTo("docker");
        assertThat(new OciLayout().card().name()).isEqualTo("oci");
    }

    private static boolean isCompressed(Path blob) {
        try {
            byte[] bytes = Files.readAllBytes(blob);
            return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(OciLayoutTest::isCompressed)
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }
}
