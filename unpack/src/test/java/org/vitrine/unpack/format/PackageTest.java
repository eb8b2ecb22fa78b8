package org.vitrine.unpack.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Header;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Tool;
import org.vitrine.unpack.Walk;

/// Packages of virtual network functions and charts, zipped and tarred by others' tools, with digests by theirs.
class PackageTest {
    @TempDir
    Path room = Path.of("");

    private Tree open(Path input) throws IOException {
        try (Spill spill = Spill.open(room)) {
            return Walk.open(input, Run.standard(), spill);
        }
    }

    private static List<String> headers(Tree tree, String format) {
        return tree.facts().stream()
                .filter(Header.class::isInstance)
                .map(Header.class::cast)
                .filter(header -> header.format().equals(format))
                .map(header -> header.field() + "=" + header.value())
                .toList();
    }

    private static List<String> problems(Tree tree) {
        return tree.facts().stream()
                .filter(ProblemFact.class::isInstance)
                .map(ProblemFact.class::cast)
                .map(problem -> problem.reader() + ": " + problem.field() + ": " + problem.reason())
                .toList();
    }

    private Path vnf(String content) throws IOException {
        Tool.needs("zip", "sha256sum", "sha512sum");
        Path tree = Files.createDirectories(room.resolve("vnf"));
        Files.createDirectories(tree.resolve("TOSCA-Metadata"));
        Files.createDirectories(tree.resolve("Files"));
        Files.writeString(tree.resolve("TOSCA-Metadata/TOSCA.meta"), """
                TOSCA-Meta-File-Version: 1.1
                CSAR-Version: 1.1
                Created-By: Example
                Entry-Definitions: hlr.yaml
                ETSI-Entry-Manifest: hlr.mf

                Name: other
                """);
        Files.writeString(tree.resolve("hlr.yaml"), "tosca_definitions_version: tosca_simple_yaml_1_3\n");
        Files.writeString(tree.resolve("Files/change.log"), "1.0 first\n");
        String first =
                Tool.text("sha256sum", tree.resolve("hlr.yaml").toString()).substring(0, 64);
        String second = Tool.text("sha512sum", tree.resolve("Files/change.log").toString())
                .substring(0, 128);
        Files.writeString(
                tree.resolve("hlr.mf"),
                "metadata:\n  vnf_product_name: hlr\n  vnf_package_version: 1.0\n\nSource: hlr.yaml\nAlgorithm: SHA-256\n"
                        + "Hash: " + first + "\n\nSource: Files/change.log\nAlgorithm: SHA-512\nHash: " + second
                        + "\n");
        Files.writeString(tree.resolve("Files/change.log"), content);
        Tool.of("zip", "-qr", room.resolve("hlr.csar").toString(), ".").in(tree).succeed();
        return room.resolve("hlr.csar");
    }

    @Test
    void theManifestOfAVnfPackageIsHeldAgainstItsFiles() throws IOException {
        Tree tree = open(vnf("1.0 first\n"));
        assertThat(headers(tree, "csar"))
                .contains("Created-By=Example", "vnf_product_name=hlr", "manifest digests=2 of 2 right")
                .doesNotContain("Name=other");
        assertThat(problems(tree)).isEmpty();
        assertThat(new Csar().card().name()).isEqualTo("csar");
    }

    @Test
    void aFileThatWasAlteredIsAProblem() throws IOException {
        Tree tree = open(vnf("1.0 altered\n"));
        assertThat(headers(tree, "csar")).contains("manifest digests=1 of 2 right");
        assertThat(problems(tree)).singleElement().asString().startsWith("csar: Hash: Files/change.log: ");
    }

    @Test
    void aChartSaysWhatItIs() throws IOException {
        Tool.needs("tar");
        Path chart = room.resolve("upf");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"),
                "apiVersion: v2\nname: upf # the user plane\nversion: 1.2.3\nappVersion: \"4.5\"\ndependencies:\n  - name: x\n");
        Files.writeString(chart.resolve("templates/deployment.yaml"), "kind: Deployment\n");
        Tool.of("tar", "czf", "upf-1.2.3.tgz", "upf").in(room).succeed();
        assertThat(headers(open(room.resolve("upf-1.2.3.tgz")), "helm"))
                .containsExactly("apiVersion=v2", "name=upf", "version=1.2.3", "appVersion=4.5");
        assertThat(new HelmChart().card().name()).isEqualTo("helm");
    }

    @Test
    void aChartYamlAloneIsNone() throws IOException {
        Path folder = Files.createDirectories(room.resolve("alone"));
        Files.writeString(folder.resolve("Chart.yaml"), "name: upf\nversion: 1\n");
        assertThat(headers(open(folder), "helm")).isEmpty();
    }
}
