package org.vitrine.unpack;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.ProblemFact;
import org.vitrine.evidence.Region;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.testing.Corpus;

class BoardTreesTest {
    @Test
    void print(@TempDir Path temporary) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String file : System.getenv("FILES").split(" ")) {
            try (Spill spill = Spill.open(temporary)) {
                Tree tree = Walk.open(Corpus.path("firmware/" + file), Run.standard(), spill);
                all.append("=== ").append(file).append('\n');
                for (Artifact artifact : tree.artifacts()) {
                    all.append(artifact.path())
                            .append(' ')
                            .append(artifact.format())
                            .append(' ')
                            .append(artifact.size())
                            .append('\n');
                }
                tree.facts().forEach(fact -> {
                    if (fact instanceof Region || fact instanceof ProblemFact)
                        all.append("   ").append(fact).append('\n');
                });
            }
        }
        java.nio.file.Files.writeString(Path.of("/tmp/uefiwork/trees.txt"), all);
    }
}
