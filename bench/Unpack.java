import java.nio.file.Path;
import org.vitrine.evidence.Run;
import org.vitrine.evidence.Spill;
import org.vitrine.evidence.Tree;
import org.vitrine.unpack.Walk;

/// Opens a release completely and digests every content, without looking at any: what `unsquashfs` and `sha256sum` do.
final class Unpack {
    private Unpack() {}

    public static void main(String[] arguments) throws Exception {
        Run run = Run.standard();
        try (Spill spill = Spill.open(run.temporary())) {
            Tree tree = Walk.open(Path.of(arguments[0]), run, spill);
            System.out.println(tree.artifacts().size() + " artifacts, " + spill.size() + " bytes");
        }
    }
}
