package org.vitrine.change.equivalence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrine.change.Contents;
import org.vitrine.evidence.Artifact;
import org.vitrine.evidence.Bytes;
import org.vitrine.evidence.Malformed;
import org.vitrine.evidence.Unreadable;

/// `md5sums` of a Debian package (deb-md5sums(5)): the sums of the files that the same package holds. A sum is
/// set aside where it is, on both sides, that of the file there, which is weighed by itself; the names of the
/// files, and which there are, have to be the same.
final class PackageSums implements ContentNormaliser {
    private static final NormaliserCard CARD = new NormaliserCard(
            "package-sums",
            1,
            Risk.N0,
            "A package lists the sums of its files, which follow from what is in them.",
            "deb-md5sums(5), of dpkg");

    private static final String FILE = "md5sums";
    private static final int HEX = 32;
    private static final long LARGEST = 16 << 20;

    @Override
    public NormaliserCard card() {
        return CARD;
    }

    /// Nothing: without the files that the sums are of, nobody can tell.
    @Override
    public List<Cut> cuts(Bytes old, Bytes current) {
        return List.of();
    }

    @Override
    public List<Cut> cuts(Opened old, Opened current, Contents contents) throws Unreadable {
        boolean sums =
                old.artifact().name().is(FILE) && current.artifact().name().is(FILE);
        // A sum is as long as any other.
        boolean plausible = old.content().size() == current.content().size()
                && old.content().size() <= LARGEST
                && old.artifact().parent() >= 0
                && current.artifact().parent() >= 0;
        return sums && plausible ? lines(old, current, contents) : List.of();
    }

    private static List<Cut> lines(Opened old, Opened current, Contents contents) throws Malformed {
        PackageFiles before = PackageFiles.beside(old, contents::old);
        PackageFiles after = PackageFiles.beside(current, contents::current);
        byte[] was = old.content().array(0, old.content().size(), FILE);
        byte[] is = current.content().array(0, current.content().size(), FILE);
        List<Cut> cuts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < was.length; i++) {
            if (was[i] == '\n') {
                int name = start + HEX + 2;
                if (name < i
                        && Arrays.equals(was, start + HEX, i + 1, is, start + HEX, i + 1)
                        && !Arrays.equals(was, start, start + HEX, is, start, start + HEX)) {
                    byte[] path = Arrays.copyOfRange(was, name, i);
                    if (before.has(path, text(was, start)) && after.has(path, text(is, start))) {
                        cuts.add(Cut.field(start, start, HEX));
                    }
                }
                start = i + 1;
            }
        }
        return cuts;
    }

    private static String text(byte[] line, int from) {
        return new String(line, from, HEX, StandardCharsets.ISO_8859_1);
    }

    /// Reads what an artifact of one side holds.
    @FunctionalInterface
    interface Reader {
        /// Its bytes.
        Bytes content(Artifact artifact);
    }
}
