package org.vitrine.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrine.centre.Opening;
import org.vitrine.centre.Unpacking;
import org.vitrine.evidence.Run;
import org.vitrine.tables.DossierRefused;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `extract`: the tree of a release, or some of it, as a folder or a tar archive.
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description = "Writes what a release holds to a folder or to a tar archive.",
        footer = {
            "",
            "A PATH goes to the target under its last name; one that ends with a slash stands for its",
            "contents, no PATH for those of the release. A file that is a container is written as it is.",
            "A tar archive has modes, owners, times, links, devices and extended attributes as the release",
            "has them. A folder has modes, times and links, and the rest only when asked; owners and devices",
            "need root. Nothing is written outside of the target, nothing that stands there is overwritten,",
            "and a target that could not be completed is not there. What had to be left out or renamed is",
            "said on the error stream.",
            "Exit codes: 0 extracted; 2 wrong call; 3 unreadable, or can't be written.",
            "",
            "Examples:",
            "  vitrine extract fw.bin --to fw",
            "  vitrine extract fw.dossier squashfs@1049088/ --to root",
            "  vitrine extract fw.dossier squashfs@1049088/etc --tar etc.tar"
        })
final class ExtractCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Parameters(index = "0", paramLabel = "DOSSIER|FILE", description = "A dossier, or the release itself.")
    private Path input = Path.of("");

    @Parameters(index = "1..*", paramLabel = "PATH", description = "Artifacts' paths, as `tree` prints them.")
    private List<String> paths = List.of();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /// Where it goes: one of the two.
    static final class Target {
        @Option(names = "--to", required = true, paramLabel = "DIR", description = "A folder; new or empty.")
        private Path folder = Path.of("");

        @Option(names = "--tar", required = true, paramLabel = "FILE", description = "A tar archive; new.")
        private Path archive = Path.of("");
    }

    @Option(
            names = "--containers",
            description = "Beside a file that is a container, a folder NAME.d with its contents.")
    private boolean containers;

    @Option(names = "--devices", description = "Make devices and FIFOs in the folder.")
    private boolean devices;

    @Option(names = "--setuid", description = "Keep setuid and setgid in the folder.")
    private boolean setuid;

    @Option(names = "--owners", description = "Keep the numeric owners in the folder.")
    private boolean owners;

    @Override
    public Integer call() throws IOException, DossierRefused {
        Unpacking.Wanted wanted = new Unpacking.Wanted(containers, devices, setuid, owners);
        boolean folder = !target.folder.toString().isEmpty();
        try (Opening opening = Opening.of(input, Run.standard())) {
            Unpacking unpacking = folder
                    ? Unpacking.toFolder(opening.tree(), paths, target.folder, wanted)
                    : Unpacking.toTar(opening.tree(), paths, target.archive, wanted);
            unpacking.notes().stream().limit(SHOWN).forEach(note -> Vitrine.complain(Vitrine.OK, note));
            if (unpacking.notes().size() > SHOWN) {
                Vitrine.complain(
                        Vitrine.OK, "and " + Amounts.count(unpacking.notes().size() - SHOWN) + " more");
            }
            Path where = folder ? target.folder : target.archive;
            Terminal.OUT.println(Amounts.of(unpacking.written(), "entry", "entries") + " written to " + where);
            return Vitrine.OK;
        }
    }
}
